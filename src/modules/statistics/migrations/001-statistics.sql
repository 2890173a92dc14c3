-- What the journal says of each dossier, as far as it is counted. Rebuilt from the journal alone (thubon recompute-statistics).
-- first_due_at: the date that counts: with pauses, without extensions. end_kind: '' while open.
CREATE TABLE statistics_dossier (
  dossier_id t_int PRIMARY KEY,
  last_line t_int NOT NULL,
  code t_text NOT NULL,
  procedure_id t_text NOT NULL,
  unit_id t_text NOT NULL,
  channel t_int NOT NULL,
  fully_online t_bool NOT NULL,
  submitted_at t_time NOT NULL,
  due_at t_time NOT NULL,
  paused t_bool NOT NULL,
  ended_at t_time NOT NULL,
  end_kind t_text NOT NULL CHECK (end_kind IN ('', 'done', 'refused', 'stopped', 'withdrawn')),
  supplements t_int NOT NULL,
  supplemented_at t_time NOT NULL,
  minutes t_int NOT NULL,
  components t_int NOT NULL,
  digitised t_int NOT NULL,
  reused t_int NOT NULL,
  population t_bool NOT NULL,
  result_at t_time NOT NULL
);
CREATE INDEX statistics_dossier_submitted ON statistics_dossier (submitted_at, dossier_id);
CREATE INDEX statistics_dossier_ended ON statistics_dossier (ended_at, dossier_id);
CREATE INDEX statistics_dossier_supplemented ON statistics_dossier (supplemented_at, dossier_id) WHERE supplemented_at > 0;
-- Sums of a day for a unit (competent when the dossier was submitted) and a procedure. day: days since 1970, local; month: year * 12 + month - 1;
-- measure: number of a measure in measures.def. Rows of n = 0 are not kept.
CREATE TABLE statistics_day (
  day t_int NOT NULL,
  unit_id t_text NOT NULL,
  procedure_id t_text NOT NULL,
  measure t_int NOT NULL,
  month t_int NOT NULL,
  n t_int NOT NULL,
  PRIMARY KEY (day, unit_id, procedure_id, measure)
);
CREATE INDEX statistics_day_month ON statistics_day (month, measure);
-- Electronic results, from the lines "papers.made" and "papers.withdrawn" (their subject is the paper).
CREATE TABLE statistics_result (
  paper_id t_int PRIMARY KEY,
  dossier_id t_int NOT NULL,
  made_at t_time NOT NULL,
  withdrawn t_bool NOT NULL
);
CREATE INDEX statistics_result_dossier ON statistics_result (dossier_id, made_at);
