-- Accounts, assignments (account x role x unit subtree x dates), sessions, counters of attempts.
CREATE TABLE core_account (
  id t_int PRIMARY KEY,
  kind t_text NOT NULL,
  login t_text,
  name t_text NOT NULL,
  person_number t_text,
  email t_text,
  phone t_text,
  password_hash t_text,
  password_at t_time,
  must_change t_bool NOT NULL,
  totp_secret t_blob,
  totp_step t_int NOT NULL,
  state t_text NOT NULL,
  failed t_int NOT NULL,
  locked_until t_time NOT NULL,
  created_at t_time NOT NULL
);
CREATE UNIQUE INDEX core_account_login ON core_account (login);
CREATE UNIQUE INDEX core_account_person ON core_account (person_number);
CREATE TABLE core_assignment (
  id t_int PRIMARY KEY,
  account_id t_int NOT NULL,
  role_id t_text NOT NULL,
  unit_id t_text NOT NULL,
  from_at t_time NOT NULL,
  to_at t_time NOT NULL,
  reason t_text,
  made_by t_int NOT NULL,
  approved_by t_int,
  created_at t_time NOT NULL
);
CREATE INDEX core_assignment_account ON core_assignment (account_id);
CREATE INDEX core_assignment_unit ON core_assignment (unit_id, role_id);
CREATE TABLE core_session (
  id t_int PRIMARY KEY,
  token_hash t_text NOT NULL,
  account_id t_int NOT NULL,
  assignment_id t_int NOT NULL,
  assurance t_int NOT NULL,
  created_at t_time NOT NULL,
  seen_at t_time NOT NULL,
  ends_at t_time NOT NULL,
  ended_why t_text,
  agent t_text NOT NULL,
  came_from t_text NOT NULL
);
CREATE UNIQUE INDEX core_session_token ON core_session (token_hash);
CREATE INDEX core_session_account ON core_session (account_id, ends_at);
CREATE TABLE core_rate (
  what t_text NOT NULL,
  window_start t_time NOT NULL,
  times t_int NOT NULL,
  PRIMARY KEY (what)
);
