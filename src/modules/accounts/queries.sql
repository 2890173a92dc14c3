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
-- in: account_id int, issuer text, subject text, tech_id text?, born int?, level int, language text, now time
INSERT INTO accounts_resident (account_id, issuer, subject, tech_id, born, level, language, signed_in_at, by_mail, by_sms)
VALUES (:account_id, :issuer, :subject, :tech_id, :born, :level, :language, :now, 1, 1)
ON CONFLICT (account_id) DO UPDATE SET issuer = excluded.issuer, subject = excluded.subject, tech_id = excluded.tech_id,
  born = excluded.born, level = excluded.level, language = excluded.language, signed_in_at = excluded.signed_in_at;

-- name: resident_of :maybe
-- What is known of a resident.
-- in: account_id int
-- out: issuer text, subject text, born int?, level int, language text, signed_in_at time, home_unit_id text?, by_mail bool, by_sms bool
SELECT issuer, subject, born, level, language, signed_in_at, home_unit_id, by_mail, by_sms FROM accounts_resident WHERE account_id = :account_id;

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

-- name: resident_choose :exec
-- What a resident chose here; makes the line when the account is older than it.
-- in: account_id int, home_unit_id text?, by_mail bool, by_sms bool
UPDATE accounts_resident SET home_unit_id = :home_unit_id, by_mail = :by_mail, by_sms = :by_sms WHERE account_id = :account_id;

-- name: helper_add :exec
-- Somebody asks to help somebody.
-- in: id int, helper_id int, helped_number text, helped_name text, relation text, now time
INSERT INTO accounts_helper (id, helper_id, helped_number, helped_name, relation, state, asked_at, decided_at)
VALUES (:id, :helper_id, :helped_number, :helped_name, :relation, 'asked', :now, 0);

-- name: helpers_of :many
-- Who helps, or asks to help, the person with this number.
-- most: 50
-- in: helped_number text
-- out: id int, helper_id int, relation text, state text
SELECT id, helper_id, relation, state FROM accounts_helper WHERE helped_number = :helped_number AND state <> 'ended' ORDER BY id LIMIT 50;

-- name: helped_by :many
-- Whom this account helps or has asked to.
-- most: 50
-- in: helper_id int
-- out: id int, helped_number text, helped_name text, relation text, state text
SELECT id, helped_number, helped_name, relation, state FROM accounts_helper WHERE helper_id = :helper_id AND state <> 'ended' ORDER BY id LIMIT 50;

-- name: helper_agree :exec
-- The helped person agrees.
-- in: id int, helped_number text, now time
UPDATE accounts_helper SET state = 'agreed', decided_at = :now WHERE id = :id AND helped_number = :helped_number AND state = 'asked';

-- name: helper_end :exec
-- Either of the two ends it.
-- in: id int, helped_number text, helper_id int, now time
UPDATE accounts_helper SET state = 'ended', decided_at = :now
WHERE id = :id AND state <> 'ended' AND (helped_number = :helped_number OR helper_id = :helper_id);

-- name: import_add :exec
-- A file was checked and waits to be confirmed.
-- in: id int, made_by int, now time, unit_id text, file_name text, body text, rows int, wrong int
INSERT INTO accounts_import (id, made_by, made_at, unit_id, file_name, body, rows, wrong, state, next_at, next_line, imported, done_at)
VALUES (:id, :made_by, :now, :unit_id, :file_name, :body, :rows, :wrong, 'checked', 0, 0, 0, 0);

-- name: import_by_id :maybe
-- One import without its file.
-- in: id int
-- out: id int, made_by int, made_at time, unit_id text, file_name text, rows int, wrong int, state text, next_at int, next_line int, imported int, done_at time
SELECT id, made_by, made_at, unit_id, file_name, rows, wrong, state, next_at, next_line, imported, done_at FROM accounts_import WHERE id = :id;

-- name: import_body :one
-- The file of an import.
-- in: id int
-- out: body text
SELECT body FROM accounts_import WHERE id = :id;

-- name: import_start :exec
-- Confirmed; changes nothing the second time.
-- in: id int
UPDATE accounts_import SET state = 'running' WHERE id = :id AND state = 'checked';

-- name: import_step :exec
-- A batch is in; changes nothing when another worker was faster.
-- in: id int, was_at int, next_at int, next_line int, added int
UPDATE accounts_import SET next_at = :next_at, next_line = :next_line, imported = imported + :added WHERE id = :id AND next_at = :was_at AND state = 'running';

-- name: import_done :exec
-- The last batch is in.
-- in: id int, now time
UPDATE accounts_import SET state = 'done', done_at = :now WHERE id = :id AND state = 'running';

-- name: import_wrong_add :exec later
-- Something is wrong with a line.
-- in: import_id int, line int, field text, reason text
INSERT INTO accounts_import_wrong (import_id, line, field, reason) VALUES (:import_id, :line, :field, :reason) ON CONFLICT (import_id, line, field) DO NOTHING;

-- name: import_wrong_of :many
-- What is wrong, by line.
-- most: 100000
-- in: import_id int, after int, limit int
-- out: line int, field text, reason text
SELECT line, field, reason FROM accounts_import_wrong WHERE import_id = :import_id AND line > :after ORDER BY line, field LIMIT :limit;

-- name: import_made_add :exec
-- A line became an account.
-- in: import_id int, line int, account_id int, issued_at time
INSERT INTO accounts_import_made (import_id, line, account_id, issued_at) VALUES (:import_id, :line, :account_id, :issued_at);

-- name: import_made_of :many
-- Accounts made, by line.
-- most: 300000
-- in: import_id int
-- out: line int, account_id int, issued_at time
SELECT line, account_id, issued_at FROM accounts_import_made WHERE import_id = :import_id ORDER BY line;

-- name: import_sweep :exec
-- Old imports go, with the personal data in their files.
-- in: oldest time
DELETE FROM accounts_import WHERE made_at < :oldest AND state <> 'running';

-- name: import_sweep_wrong :exec
-- And their findings.
DELETE FROM accounts_import_wrong WHERE import_id NOT IN (SELECT id FROM accounts_import);

-- name: import_sweep_made :exec
-- And the list of what was made.
DELETE FROM accounts_import_made WHERE import_id NOT IN (SELECT id FROM accounts_import);
