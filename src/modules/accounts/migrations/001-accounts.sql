-- Wrong attempts by account name, also by names nobody has, so that both are answered alike.
CREATE TABLE accounts_attempt (
  login t_text PRIMARY KEY,
  failed t_int NOT NULL,
  locked_until t_time NOT NULL,
  last_at t_time NOT NULL
);
-- A one-time code is open for this account: at its first use, or after a reset. The code itself is a MAC of this line; it stands nowhere.
CREATE TABLE accounts_code (
  account_id t_int PRIMARY KEY,
  issued_at t_time NOT NULL,
  expires_at t_time NOT NULL,
  made_by t_int NOT NULL
);
-- Recovery codes for officers whose authenticator is lost; hashed, each good once.
CREATE TABLE accounts_recovery (
  account_id t_int NOT NULL,
  code_hash t_text NOT NULL,
  used_at t_time NOT NULL,
  PRIMARY KEY (account_id, code_hash)
);
-- What the e-ID said of a resident, and what the resident chose here.
CREATE TABLE accounts_resident (
  account_id t_int PRIMARY KEY,
  issuer t_text NOT NULL,
  subject t_text NOT NULL,
  tech_id t_text,
  born t_int,
  level t_int NOT NULL,
  signed_in_at t_time NOT NULL,
  home_unit_id t_text,
  by_mail t_bool NOT NULL,
  by_sms t_bool NOT NULL
);
-- Who does things for whom: the helped person's number is known before that person has an account. state: asked, agreed, ended.
CREATE TABLE accounts_helper (
  id t_int PRIMARY KEY,
  helper_id t_int NOT NULL,
  helped_number t_text NOT NULL,
  helped_name t_text NOT NULL,
  relation t_text NOT NULL,
  state t_text NOT NULL,
  asked_at t_time NOT NULL,
  decided_at t_time NOT NULL
);
CREATE INDEX accounts_helper_helper ON accounts_helper (helper_id);
CREATE INDEX accounts_helper_helped ON accounts_helper (helped_number);
-- A right that waits for a second person. state: asked, approved, refused.
CREATE TABLE accounts_request (
  id t_int PRIMARY KEY,
  account_id t_int NOT NULL,
  role_id t_text NOT NULL,
  unit_id t_text NOT NULL,
  from_at t_time NOT NULL,
  to_at t_time NOT NULL,
  reason t_text,
  made_by t_int NOT NULL,
  made_at t_time NOT NULL,
  state t_text NOT NULL,
  decided_by t_int,
  decided_at t_time NOT NULL
);
CREATE INDEX accounts_request_state ON accounts_request (state, id);
