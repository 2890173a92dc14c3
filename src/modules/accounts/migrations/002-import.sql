-- A file of officers on its way in. state: checked, running, done. body is the file; next_at is the byte where the next batch begins.
CREATE TABLE accounts_import (
  id t_int PRIMARY KEY,
  made_by t_int NOT NULL,
  made_at t_time NOT NULL,
  unit_id t_text NOT NULL,
  file_name t_text NOT NULL,
  body t_text NOT NULL,
  rows t_int NOT NULL,
  wrong t_int NOT NULL,
  state t_text NOT NULL,
  next_at t_int NOT NULL,
  next_line t_int NOT NULL,
  imported t_int NOT NULL,
  done_at t_time NOT NULL
);
-- What is wrong with which line.
CREATE TABLE accounts_import_wrong (
  import_id t_int NOT NULL,
  line t_int NOT NULL,
  field t_text NOT NULL,
  reason t_text NOT NULL,
  PRIMARY KEY (import_id, line, field)
);
-- Which line became which account, with the moment of its one-time code.
CREATE TABLE accounts_import_made (
  import_id t_int NOT NULL,
  line t_int NOT NULL,
  account_id t_int NOT NULL,
  issued_at t_time NOT NULL,
  PRIMARY KEY (import_id, line)
);
