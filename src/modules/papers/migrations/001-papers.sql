-- Papers that the system made. A row is written with its number and code before the PDF exists (digest empty, made_at 0), so that a job
-- that is broken off goes on with the same number. fact: what it was made of, once for each kind ("line:ID" of the journal, "state:ID",
-- "register:UNIT:FROM:TO:LINE"). What is printed stands in data; a row never changes afterwards except that a result is withdrawn.
CREATE TABLE papers_paper (
  id t_int PRIMARY KEY,
  kind t_text NOT NULL,
  fact t_text NOT NULL,
  dossier_id t_int NOT NULL,
  template_id t_text NOT NULL,
  template_version t_text NOT NULL,
  title t_text NOT NULL,
  number t_text NOT NULL,
  verify_code t_text NOT NULL,
  unit_id t_text NOT NULL,
  holder_name t_text NOT NULL,
  person_account t_int NOT NULL,
  signer_name t_text NOT NULL,
  signer_title t_text NOT NULL,
  data t_text NOT NULL,
  digest t_text NOT NULL,
  size t_int NOT NULL,
  signature t_text,
  fact_at t_time NOT NULL,
  made_at t_time NOT NULL,
  withdrawn_at t_time NOT NULL,
  withdrawn_by t_text,
  withdrawn_why t_text,
  demo t_bool NOT NULL
);
CREATE UNIQUE INDEX papers_paper_fact ON papers_paper (kind, fact);
CREATE UNIQUE INDEX papers_paper_verify_code ON papers_paper (verify_code);
CREATE INDEX papers_paper_dossier ON papers_paper (dossier_id, id);
CREATE INDEX papers_paper_person ON papers_paper (person_account, made_at) WHERE person_account > 0;
-- What an officer has prepared for the result of a dossier, until the paper is made: values by field, or an uploaded file.
CREATE TABLE papers_draft (
  dossier_id t_int PRIMARY KEY,
  content t_text NOT NULL,
  digest t_text NOT NULL,
  file_name t_text NOT NULL,
  size t_int NOT NULL,
  account_id t_int NOT NULL,
  account_name t_text NOT NULL,
  saved_at t_time NOT NULL
);
-- The last number of each book of results ("hc.20335/result/2026").
CREATE TABLE papers_counter (
  series t_text PRIMARY KEY,
  last t_int NOT NULL
);
