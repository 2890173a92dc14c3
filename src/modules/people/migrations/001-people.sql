-- Copies of one's own data, made on request, kept a week. state: asked, ready.
CREATE TABLE people_export (
  id t_int PRIMARY KEY,
  account_id t_int NOT NULL,
  person t_text NOT NULL,
  state t_text NOT NULL,
  asked_at t_time NOT NULL,
  ready_at t_time NOT NULL,
  digest t_text NOT NULL,
  size t_int NOT NULL
);
CREATE INDEX people_export_account ON people_export (account_id, id);
