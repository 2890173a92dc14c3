-- The one journal (core/journal.h), the chain of sealed heads, and the log of readings of personal data.
CREATE TABLE core_journal (
  id t_int PRIMARY KEY,
  at t_time NOT NULL,
  type t_text NOT NULL,
  subject_kind t_text NOT NULL,
  subject_id t_int NOT NULL,
  unit_id t_text,
  person t_text,
  account_id t_int NOT NULL,
  actor_name t_text NOT NULL,
  request_id t_text NOT NULL,
  came_from t_text NOT NULL,
  reason t_text,
  data t_text NOT NULL
);
CREATE INDEX core_journal_subject ON core_journal (subject_kind, subject_id, id);
-- One row per sealed stretch of the journal: hash = SHA-256(hash of the row before, then every line from first_id to last_id).
CREATE TABLE core_journal_head (
  number t_int PRIMARY KEY,
  at t_time NOT NULL,
  first_id t_int NOT NULL,
  last_id t_int NOT NULL,
  lines t_int NOT NULL,
  hash t_text NOT NULL
);
-- The largest id that was seen at a moment: what lies at or below it has settled a minute later. One row.
CREATE TABLE core_journal_mark (
  one t_int PRIMARY KEY,
  at t_time NOT NULL,
  upto t_int NOT NULL
);
INSERT INTO core_journal_mark (one, at, upto) VALUES (1, 0, 0);
CREATE TABLE core_reading (
  id t_int PRIMARY KEY,
  at t_time NOT NULL,
  person t_text NOT NULL,
  account_id t_int NOT NULL,
  actor_name t_text NOT NULL,
  unit_id t_text,
  what t_text NOT NULL,
  subject_kind t_text NOT NULL,
  subject_id t_int NOT NULL,
  purpose t_text NOT NULL,
  request_id t_text NOT NULL
);
CREATE INDEX core_reading_person ON core_reading (person, id);
