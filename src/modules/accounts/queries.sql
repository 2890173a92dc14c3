-- name: attempt_by_login :maybe
-- How often this account name was tried in vain.
-- in: login text
-- out: failed int, locked_until time, last_at time
SELECT failed, locked_until, last_at FROM accounts_attempt WHERE login = :login;

-- name: attempt_put :exec
-- Counts another wrong attempt.
-- in: login text, failed int, locked_until time, now time
INSERT INTO accounts_attempt (login, failed, locked_until, last_at) VALUES (:login, :failed, :locked_until, :now)
ON CONFLICT (login) DO UPDATE SET failed = excluded.failed, locked_until = excluded.locked_until, last_at = excluded.last_at;

-- name: attempt_forget_row :exec
-- The right password, or an administrator, ends the count.
-- in: login text
DELETE FROM accounts_attempt WHERE login = :login;

-- name: attempt_sweep :exec
-- Old counts go.
-- in: oldest time, now time
DELETE FROM accounts_attempt WHERE last_at < :oldest AND locked_until < :now;

-- name: code_put :exec
-- Opens a one-time code; an earlier one ends.
-- in: account_id int, issued_at time, expires_at time, made_by int
INSERT INTO accounts_code (account_id, issued_at, expires_at, made_by) VALUES (:account_id, :issued_at, :expires_at, :made_by)
ON CONFLICT (account_id) DO UPDATE SET issued_at = excluded.issued_at, expires_at = excluded.expires_at, made_by = excluded.made_by;

-- name: code_of :maybe
-- The open code of an account.
-- in: account_id int
-- out: issued_at time, expires_at time
SELECT issued_at, expires_at FROM accounts_code WHERE account_id = :account_id;

-- name: code_end :exec
-- The code was used or is no longer wanted.
-- in: account_id int
DELETE FROM accounts_code WHERE account_id = :account_id;

-- name: recovery_add :exec
-- One recovery code.
-- in: account_id int, code_hash text
INSERT INTO accounts_recovery (account_id, code_hash, used_at) VALUES (:account_id, :code_hash, 0);

-- name: recovery_use :exec
-- Spends a code; changes nothing when it is wrong or spent.
-- in: account_id int, code_hash text, now time
UPDATE accounts_recovery SET used_at = :now WHERE account_id = :account_id AND code_hash = :code_hash AND used_at = 0;

-- name: recovery_clear :exec
-- New codes replace the old ones.
-- in: account_id int
DELETE FROM accounts_recovery WHERE account_id = :account_id;

-- name: recovery_left :one
-- How many codes are unspent.
-- in: account_id int
-- out: count int
SELECT count(*) AS count FROM accounts_recovery WHERE account_id = :account_id AND used_at = 0;

-- name: resident_put :exec
-- What the e-ID said at this sign-in.
-- in: account_id int, issuer text, subject text, tech_id text?, born int?, level int, now time
INSERT INTO accounts_resident (account_id, issuer, subject, tech_id, born, level, signed_in_at, by_mail, by_sms)
VALUES (:account_id, :issuer, :subject, :tech_id, :born, :level, :now, 1, 1)
ON CONFLICT (account_id) DO UPDATE SET issuer = excluded.issuer, subject = excluded.subject, tech_id = excluded.tech_id,
  born = excluded.born, level = excluded.level, signed_in_at = excluded.signed_in_at;

-- name: resident_of :maybe
-- What is known of a resident.
-- in: account_id int
-- out: issuer text, subject text, born int?, level int, signed_in_at time, home_unit_id text?, by_mail bool, by_sms bool
SELECT issuer, subject, born, level, signed_in_at, home_unit_id, by_mail, by_sms FROM accounts_resident WHERE account_id = :account_id;

-- name: request_add :exec
-- A right waits for a second person.
-- in: id int, account_id int, role_id text, unit_id text, from_at time, to_at time, reason text?, made_by int, now time
INSERT INTO accounts_request (id, account_id, role_id, unit_id, from_at, to_at, reason, made_by, made_at, state, decided_at)
VALUES (:id, :account_id, :role_id, :unit_id, :from_at, :to_at, :reason, :made_by, :now, 'asked', 0);

-- name: request_open :many
-- Rights that wait, oldest first.
-- most: 500
-- out: id int, account_id int, role_id text, unit_id text, from_at time, to_at time, reason text?, made_by int, made_at time
SELECT id, account_id, role_id, unit_id, from_at, to_at, reason, made_by, made_at FROM accounts_request WHERE state = 'asked' ORDER BY id LIMIT 500;

-- name: request_of :many
-- Rights that wait for this account.
-- in: account_id int
-- out: id int, role_id text, unit_id text, from_at time, to_at time, reason text?, made_by int, made_at time
SELECT id, role_id, unit_id, from_at, to_at, reason, made_by, made_at FROM accounts_request WHERE account_id = :account_id AND state = 'asked' ORDER BY id;

-- name: request_by_id :maybe
-- One request.
-- in: id int
-- out: id int, account_id int, role_id text, unit_id text, from_at time, to_at time, reason text?, made_by int, state text
SELECT id, account_id, role_id, unit_id, from_at, to_at, reason, made_by, state FROM accounts_request WHERE id = :id;

-- name: request_decide :exec
-- Somebody decided; changes nothing when it was decided before.
-- in: id int, state text, decided_by int, now time
UPDATE accounts_request SET state = :state, decided_by = :decided_by, decided_at = :now WHERE id = :id AND state = 'asked';

-- name: request_count :one
-- How many rights wait.
-- out: count int
SELECT count(*) AS count FROM accounts_request WHERE state = 'asked';
