-- Dossiers as they are now; what happened to them stands in the journal (subject "dossier"), from which these rows can be rebuilt.
CREATE TABLE dossiers_dossier (
  id t_int PRIMARY KEY,
  code t_text NOT NULL,
  procedure_id t_text NOT NULL,
  procedure_version t_int NOT NULL,
  sector t_text NOT NULL,
  receiving_unit t_text NOT NULL,
  competent_unit t_text NOT NULL,
  original_unit t_text NOT NULL,
  place_unit t_text NOT NULL,
  channel t_int NOT NULL,
  account_id t_int NOT NULL,
  person_account t_int NOT NULL,
  helper_name t_text,
  applicant_name t_text NOT NULL,
  applicant_number t_text,
  applicant_phone t_text,
  applicant_email t_text,
  applicant_address t_text,
  subject_kind t_text NOT NULL,
  summary t_text NOT NULL,
  data t_text NOT NULL,
  known t_text NOT NULL,
  state t_text NOT NULL,
  status t_int NOT NULL,
  phase t_text NOT NULL,
  submitted_at t_time NOT NULL,
  received_at t_time NOT NULL,
  due_at t_time NOT NULL,
  first_due_at t_time NOT NULL,
  soon_at t_time NOT NULL,
  ended_at t_time NOT NULL,
  delivered_at t_time NOT NULL,
  paused_since t_time NOT NULL,
  supplements t_int NOT NULL,
  extensions t_int NOT NULL,
  rating t_int NOT NULL,
  alarm t_int NOT NULL,
  watch_at t_time NOT NULL,
  folded t_text NOT NULL,
  version t_int NOT NULL,
  demo t_bool NOT NULL
);
CREATE UNIQUE INDEX dossiers_dossier_code ON dossiers_dossier (code);
CREATE INDEX dossiers_dossier_submitted ON dossiers_dossier (submitted_at, id);
CREATE INDEX dossiers_dossier_person ON dossiers_dossier (person_account, submitted_at) WHERE person_account > 0;
CREATE INDEX dossiers_dossier_watch ON dossiers_dossier (watch_at) WHERE watch_at > 0;
-- Tasks, open and done. order_due: the dossier's due moment, far away while its clock stands or when it has none.
CREATE TABLE dossiers_task (
  dossier_id t_int NOT NULL,
  number t_int NOT NULL,
  step_id t_text NOT NULL,
  role_id t_text NOT NULL,
  unit_id t_text NOT NULL,
  unit_path t_text NOT NULL,
  holder t_int NOT NULL,
  holder_name t_text,
  held_since t_time NOT NULL,
  opened_at t_time NOT NULL,
  due_at t_time NOT NULL,
  order_due t_time NOT NULL,
  soon_at t_time NOT NULL,
  waiting t_bool NOT NULL,
  closed_at t_time NOT NULL,
  closed_by t_int NOT NULL,
  outcome t_text,
  PRIMARY KEY (dossier_id, number)
);
CREATE INDEX dossiers_task_open ON dossiers_task (role_id, unit_path, order_due) WHERE closed_at = 0;
CREATE INDEX dossiers_task_done ON dossiers_task (closed_by, closed_at) WHERE closed_at > 0;
-- Papers handed in (request 0: with the dossier; n: with the answer to the n-th supplement request) and results (source "result").
CREATE TABLE dossiers_paper (
  id t_int PRIMARY KEY,
  dossier_id t_int NOT NULL,
  request t_int NOT NULL,
  number t_int NOT NULL,
  name t_text NOT NULL,
  digest t_text NOT NULL,
  file_name t_text NOT NULL,
  kind t_text NOT NULL,
  size t_int NOT NULL,
  pages t_int NOT NULL,
  source t_text NOT NULL,
  problem t_text,
  added_at t_time NOT NULL
);
CREATE INDEX dossiers_paper_dossier ON dossiers_paper (dossier_id, id);
CREATE INDEX dossiers_paper_digest ON dossiers_paper (digest);
-- The last number given in each series ("H47.31.01-261124-#").
CREATE TABLE dossiers_counter (
  series t_text PRIMARY KEY,
  last t_int NOT NULL
);
-- What a dossier can be found by: folded words and neighbouring pairs of names, "#" and a number, "@" and a unit, "=" and a procedure.
-- at = its submitted_at, so that every list of one word is already in order, and several words are met on the same key.
CREATE TABLE dossiers_word (
  word t_text NOT NULL,
  at t_time NOT NULL,
  dossier_id t_int NOT NULL,
  PRIMARY KEY (word, at, dossier_id)
)
--: sqlite
, WITHOUT ROWID
--: both
;
-- What a resident has begun. steps: JSON, step -> version of the draft in which it was saved last. dossier_id: 0 until submitted.
CREATE TABLE dossiers_draft (
  id t_int PRIMARY KEY,
  token t_text NOT NULL,
  account_id t_int NOT NULL,
  procedure_id t_text NOT NULL,
  procedure_version t_int NOT NULL,
  place_unit t_text NOT NULL,
  for_whom t_text NOT NULL,
  data t_text NOT NULL,
  known t_text NOT NULL,
  steps t_text NOT NULL,
  version t_int NOT NULL,
  created_at t_time NOT NULL,
  updated_at t_time NOT NULL,
  dossier_id t_int NOT NULL
);
CREATE UNIQUE INDEX dossiers_draft_token ON dossiers_draft (token);
CREATE INDEX dossiers_draft_account ON dossiers_draft (account_id, updated_at);
CREATE TABLE dossiers_draft_paper (
  id t_int PRIMARY KEY,
  draft_id t_int NOT NULL,
  number t_int NOT NULL,
  name t_text NOT NULL,
  digest t_text NOT NULL,
  file_name t_text NOT NULL,
  kind t_text NOT NULL,
  size t_int NOT NULL,
  pages t_int NOT NULL,
  source t_text NOT NULL,
  problem t_text,
  added_at t_time NOT NULL
);
CREATE INDEX dossiers_draft_paper_draft ON dossiers_draft_paper (draft_id, id);
