-- name: journal_insert :exec later
-- One line of the journal.
-- in: id int, at time, type text, subject_kind text, subject_id int, unit_id text?, person text?, account_id int, actor_name text, request_id text, came_from text, reason text?, data text
INSERT INTO core_journal (id, at, type, subject_kind, subject_id, unit_id, person, account_id, actor_name, request_id, came_from, reason, data)
VALUES (:id, :at, :type, :subject_kind, :subject_id, :unit_id, :person, :account_id, :actor_name, :request_id, :came_from, :reason, :data)

-- name: journal_by_subject :many
-- All lines of one subject, oldest first.
-- most: 5000
-- in: subject_kind text, subject_id int
-- out: id int, at time, type text, subject_kind text, subject_id int, unit_id text?, person text?, account_id int, actor_name text, request_id text, came_from text, reason text?, data text
SELECT id, at, type, subject_kind, subject_id, unit_id, person, account_id, actor_name, request_id, came_from, reason, data
FROM core_journal WHERE subject_kind = :subject_kind AND subject_id = :subject_id ORDER BY id

-- name: journal_subjects :many
-- Who has lines, in order.
-- most: 1000
-- in: subject_kind text, after int
-- out: subject_id int
SELECT DISTINCT subject_id FROM core_journal WHERE subject_kind = :subject_kind AND subject_id > :after ORDER BY subject_id LIMIT 1000

-- name: journal_by_id :maybe
-- One line, for a listener.
-- in: id int
-- out: id int, at time, type text, subject_kind text, subject_id int, unit_id text?, person text?, account_id int, actor_name text, request_id text, came_from text, reason text?, data text
SELECT id, at, type, subject_kind, subject_id, unit_id, person, account_id, actor_name, request_id, came_from, reason, data
FROM core_journal WHERE id = :id

-- name: journal_between :many
-- Lines after one id up to another, in order: what is sealed or checked next.
-- most: 2000
-- in: after int, upto int, limit int
-- out: id int, at time, type text, subject_kind text, subject_id int, unit_id text?, person text?, account_id int, actor_name text, request_id text, came_from text, reason text?, data text
SELECT id, at, type, subject_kind, subject_id, unit_id, person, account_id, actor_name, request_id, came_from, reason, data
FROM core_journal WHERE id > :after AND id <= :upto ORDER BY id LIMIT :limit

-- name: journal_mark :one
-- What had been written at a moment, and the largest id there is now.
-- out: at time, upto int, newest int
SELECT at, upto, (SELECT coalesce(max(id), 0) FROM core_journal) AS newest FROM core_journal_mark WHERE one = 1

-- name: journal_mark_set :exec
-- A new mark.
-- in: at time, upto int
UPDATE core_journal_mark SET at = :at, upto = :upto WHERE one = 1

-- name: journal_head_last :maybe
-- The newest head of the chain.
-- out: number int, at time, first_id int, last_id int, lines int, hash text
SELECT number, at, first_id, last_id, lines, hash FROM core_journal_head ORDER BY number DESC LIMIT 1

-- name: journal_head_insert :exec
-- A new head.
-- in: number int, at time, first_id int, last_id int, lines int, hash text
INSERT INTO core_journal_head (number, at, first_id, last_id, lines, hash) VALUES (:number, :at, :first_id, :last_id, :lines, :hash)

-- name: journal_heads :many
-- Heads from one number on, oldest first.
-- most: 1000
-- in: from_number int, limit int
-- out: number int, at time, first_id int, last_id int, lines int, hash text
SELECT number, at, first_id, last_id, lines, hash FROM core_journal_head WHERE number >= :from_number ORDER BY number LIMIT :limit

-- name: reading_insert :exec later
-- Somebody read personal data.
-- in: id int, at time, person text, account_id int, actor_name text, unit_id text?, what text, subject_kind text, subject_id int, purpose text, request_id text
INSERT INTO core_reading (id, at, person, account_id, actor_name, unit_id, what, subject_kind, subject_id, purpose, request_id)
VALUES (:id, :at, :person, :account_id, :actor_name, :unit_id, :what, :subject_kind, :subject_id, :purpose, :request_id)

-- name: reading_by_person :many
-- Who read this person's data in a stretch of time, newest first, before an id.
-- most: 1000
-- in: person text, from_at time, to_at time, before int, limit int
-- out: id int, at time, actor_name text, account_id int, unit_id text?, what text, subject_kind text, subject_id int, purpose text
SELECT id, at, actor_name, account_id, unit_id, what, subject_kind, subject_id, purpose
FROM core_reading WHERE person = :person AND at >= :from_at AND at < :to_at AND id < :before ORDER BY id DESC LIMIT :limit

-- name: job_insert :exec later
-- Adds a job; one of the same kind and key is asked for again instead.
-- in: id int, kind text, job_key text, run_at time, payload text
INSERT INTO core_job (id, kind, job_key, run_at, payload, state, again, attempts, lease_until)
VALUES (:id, :kind, :job_key, :run_at, :payload, 'waiting', 0, 0, 0)
ON CONFLICT (kind, job_key) DO UPDATE SET again = 1, payload = excluded.payload, state = 'waiting',
  run_at = CASE WHEN core_job.run_at < excluded.run_at THEN core_job.run_at ELSE excluded.run_at END

-- name: job_ensure :exec
-- Adds a periodic job unless it is there.
-- in: id int, kind text, job_key text, run_at time, payload text
INSERT INTO core_job (id, kind, job_key, run_at, payload, state, again, attempts, lease_until)
VALUES (:id, :kind, :job_key, :run_at, :payload, 'waiting', 0, 0, 0)
ON CONFLICT (kind, job_key) DO NOTHING

-- name: job_move :exec
-- A waiting job that is not running gets another time.
-- in: kind text, job_key text, run_at time, payload text, now time
UPDATE core_job SET run_at = :run_at, payload = :payload WHERE kind = :kind AND job_key = :job_key AND lease_until < :now

-- name: job_delete_key :exec
-- Cancels by key.
-- in: kind text, job_key text
DELETE FROM core_job WHERE kind = :kind AND job_key = :job_key

-- name: job_delete_listeners :exec
-- Waiting jobs of all listeners but some.
-- in: but text
DELETE FROM core_job WHERE kind LIKE 'listen:%' AND kind NOT LIKE :but AND lease_until = 0;

-- name: job_due :many
-- What may be taken now, longest due first.
-- most: 100
-- in: now time, limit int
-- out: id int, kind text, job_key text, payload text, run_at time, attempts int, lease_until time
SELECT id, kind, job_key, payload, run_at, attempts, lease_until FROM core_job
WHERE state = 'waiting' AND run_at <= :now AND lease_until < :now ORDER BY run_at LIMIT :limit

-- name: job_take :exec
-- Takes a lease if nobody took it since it was read.
-- in: id int, seen_lease time, lease_until time
UPDATE core_job SET lease_until = :lease_until, again = 0, attempts = attempts + 1 WHERE id = :id AND lease_until = :seen_lease AND state = 'waiting'

-- name: job_finish :exec
-- Done, and nobody asked for it again.
-- in: id int, lease_until time
DELETE FROM core_job WHERE id = :id AND lease_until = :lease_until AND again = 0

-- name: job_release :exec
-- Goes back to waiting: asked for again, or due next time.
-- in: id int, lease_until time, run_at time
UPDATE core_job SET lease_until = 0, attempts = 0, run_at = :run_at, last_error = NULL WHERE id = :id AND lease_until = :lease_until

-- name: job_fail :exec
-- Failed: waits for its next try, or rests.
-- in: id int, lease_until time, run_at time, state text, last_error text
UPDATE core_job SET lease_until = 0, run_at = :run_at, state = :state, last_error = :last_error WHERE id = :id AND lease_until = :lease_until

-- name: job_revive :exec
-- Starts a resting job again.
-- in: id int, now time
UPDATE core_job SET state = 'waiting', attempts = 0, run_at = :now, lease_until = 0 WHERE id = :id AND state = 'dead'

-- name: job_counts :one
-- Figures for operators.
-- in: now time
-- out: waiting int, due int, dead int
SELECT coalesce(sum(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS waiting,
  coalesce(sum(CASE WHEN state = 'waiting' AND run_at <= :now THEN 1 ELSE 0 END), 0) AS due,
  coalesce(sum(CASE WHEN state = 'dead' THEN 1 ELSE 0 END), 0) AS dead FROM core_job

-- name: job_list :many
-- Jobs of one state, for operators.
-- most: 200
-- in: state text
-- out: id int, kind text, job_key text, run_at time, attempts int, lease_until time, last_error text?
SELECT id, kind, job_key, run_at, attempts, lease_until, last_error FROM core_job WHERE state = :state ORDER BY run_at LIMIT 200

-- name: account_insert :exec
-- A new account.
-- in: id int, kind text, login text?, name text, folded text, sort_key text, person_number text?, email text?, phone text?, password_hash text?, must_change bool, created_at time
INSERT INTO core_account (id, kind, login, name, folded, sort_key, person_number, email, phone, password_hash, must_change, totp_step, state, failed, locked_until, created_at)
VALUES (:id, :kind, :login, :name, :folded, :sort_key, :person_number, :email, :phone, :password_hash, :must_change, 0, 'active', 0, 0, :created_at)

-- name: account_by_login :maybe
-- For signing in.
-- in: login text
-- out: id int, kind text, login text?, name text, person_number text?, email text?, phone text?, password_hash text?, must_change bool, totp_secret blob?, totp_step int, state text, failed int, locked_until time
SELECT id, kind, login, name, person_number, email, phone, password_hash, must_change, totp_secret, totp_step, state, failed, locked_until FROM core_account WHERE login = :login

-- name: account_by_person :maybe
-- The resident with this number.
-- in: person_number text
-- out: id int, kind text, name text, email text?, phone text?, state text
SELECT id, kind, name, email, phone, state FROM core_account WHERE person_number = :person_number

-- name: account_by_id :maybe
-- One account.
-- in: id int
-- out: id int, kind text, login text?, name text, person_number text?, email text?, phone text?, password_hash text?, must_change bool, totp_secret blob?, totp_step int, state text, failed int, locked_until time, created_at time
SELECT id, kind, login, name, person_number, email, phone, password_hash, must_change, totp_secret, totp_step, state, failed, locked_until, created_at FROM core_account WHERE id = :id

-- name: account_set_failed :exec
-- Counts wrong passwords and locks.
-- in: id int, failed int, locked_until time
UPDATE core_account SET failed = :failed, locked_until = :locked_until WHERE id = :id

-- name: account_set_password :exec
-- A new password; wrong attempts are forgotten.
-- in: id int, password_hash text, must_change bool, at time
UPDATE core_account SET password_hash = :password_hash, must_change = :must_change, password_at = :at, failed = 0, locked_until = 0 WHERE id = :id

-- name: account_set_totp :exec
-- The second factor's (sealed) secret and the last step used.
-- in: id int, totp_secret blob?, totp_step int
UPDATE core_account SET totp_secret = :totp_secret, totp_step = :totp_step WHERE id = :id

-- name: account_use_totp :exec
-- Marks a step as used; changes nothing when it or a later one was used already.
-- in: id int, totp_step int
UPDATE core_account SET totp_step = :totp_step WHERE id = :id AND totp_step < :totp_step

-- name: account_set_state :exec
-- active, locked or closed.
-- in: id int, state text
UPDATE core_account SET state = :state WHERE id = :id

-- name: account_set_contact :exec
-- Name and how to reach the person.
-- in: id int, name text, folded text, sort_key text, email text?, phone text?
UPDATE core_account SET name = :name, folded = :folded, sort_key = :sort_key, email = :email, phone = :phone WHERE id = :id

-- name: account_search :many
-- Officers for the accounts page: by words in name and login, state, and a present or coming assignment with a role below a path of units.
-- Nobody's accounts (without such an assignment) are shown only where everyone is.
-- most: 1000
-- in: pattern text, state text, role_id text, path_pattern text, everyone bool, by_login bool, now time, limit int, offset int
-- out: id int, login text?, name text, state text, email text?, phone text?, second_factor bool, role_id text?, unit_id text?, assignments int
SELECT c.id, c.login, c.name, c.state, c.email, c.phone, CASE WHEN c.totp_secret IS NULL THEN 0 ELSE 1 END AS second_factor,
  (SELECT a.role_id FROM core_assignment a WHERE a.account_id = c.id AND a.to_at > :now ORDER BY a.id LIMIT 1) AS role_id,
  (SELECT a.unit_id FROM core_assignment a WHERE a.account_id = c.id AND a.to_at > :now ORDER BY a.id LIMIT 1) AS unit_id,
  (SELECT count(*) FROM core_assignment a WHERE a.account_id = c.id AND a.to_at > :now) AS assignments
FROM core_account c
WHERE c.kind = 'officer' AND c.folded LIKE :pattern AND (:state = '' OR c.state = :state)
  AND ((:everyone = 1 AND :role_id = '') OR EXISTS (SELECT 1 FROM core_assignment a WHERE a.account_id = c.id AND a.to_at > :now
    AND (:role_id = '' OR a.role_id = :role_id) AND a.unit_path LIKE :path_pattern))
ORDER BY CASE WHEN :by_login = 1 THEN c.login ELSE c.sort_key END, c.id LIMIT :limit OFFSET :offset

-- name: account_search_count :one
-- How many officers the same search finds.
-- in: pattern text, state text, role_id text, path_pattern text, everyone bool, now time
-- out: count int
SELECT count(*) AS count FROM core_account c
WHERE c.kind = 'officer' AND c.folded LIKE :pattern AND (:state = '' OR c.state = :state)
  AND ((:everyone = 1 AND :role_id = '') OR EXISTS (SELECT 1 FROM core_assignment a WHERE a.account_id = c.id AND a.to_at > :now
    AND (:role_id = '' OR a.role_id = :role_id) AND a.unit_path LIKE :path_pattern))

-- name: account_logins :many
-- Every account name, for finding doubles in an import.
-- most: 300000
-- out: login text
SELECT login FROM core_account WHERE login IS NOT NULL

-- name: account_count :one
-- How many accounts of a kind there are.
-- in: kind text
-- out: count int
SELECT count(*) AS count FROM core_account WHERE kind = :kind

-- name: assignment_insert :exec
-- A new assignment.
-- in: id int, account_id int, role_id text, unit_id text, unit_path text, from_at time, to_at time, reason text?, made_by int, approved_by int?, created_at time
INSERT INTO core_assignment (id, account_id, role_id, unit_id, unit_path, from_at, to_at, reason, made_by, approved_by, created_at)
VALUES (:id, :account_id, :role_id, :unit_id, :unit_path, :from_at, :to_at, :reason, :made_by, :approved_by, :created_at)

-- name: assignment_by_id :maybe
-- One assignment.
-- in: id int
-- out: id int, account_id int, role_id text, unit_id text, from_at time, to_at time, reason text?, made_by int, approved_by int?
SELECT id, account_id, role_id, unit_id, from_at, to_at, reason, made_by, approved_by FROM core_assignment WHERE id = :id

-- name: assignment_set_end :exec
-- An assignment ends at another time, earlier or later.
-- in: id int, to_at time
UPDATE core_assignment SET to_at = :to_at WHERE id = :id

-- name: assignment_set_path :exec
-- The tree of units has changed: assignments of this unit lie elsewhere now.
-- in: unit_id text, unit_path text
UPDATE core_assignment SET unit_path = :unit_path WHERE unit_id = :unit_id AND unit_path <> :unit_path

-- name: assignments_of :many
-- An account's assignments, newest first.
-- most: 100
-- in: account_id int
-- out: id int, role_id text, unit_id text, from_at time, to_at time, reason text?, made_by int, approved_by int?
SELECT id, role_id, unit_id, from_at, to_at, reason, made_by, approved_by FROM core_assignment WHERE account_id = :account_id ORDER BY id DESC LIMIT 100

-- name: assignment_end :exec
-- An assignment ends earlier.
-- in: id int, to_at time
UPDATE core_assignment SET to_at = :to_at WHERE id = :id AND to_at > :to_at

-- name: assignment_people :many
-- Who holds a role at a unit at a moment.
-- most: 500
-- in: unit_id text, role_id text, at time
-- out: account_id int, name text, assignment_id int
SELECT a.account_id, c.name, a.id AS assignment_id FROM core_assignment a JOIN core_account c ON c.id = a.account_id
WHERE a.unit_id = :unit_id AND a.role_id = :role_id AND a.from_at <= :at AND a.to_at > :at AND c.state = 'active' ORDER BY c.name LIMIT 500

-- name: session_insert :exec
-- A new session.
-- in: id int, token_hash text, account_id int, assignment_id int, assurance int, now time, ends_at time, agent text, came_from text
INSERT INTO core_session (id, token_hash, account_id, assignment_id, assurance, created_at, seen_at, ends_at, agent, came_from)
VALUES (:id, :token_hash, :account_id, :assignment_id, :assurance, :now, :now, :ends_at, :agent, :came_from)

-- name: session_by_token :maybe
-- The living session behind a cookie, with its account and assignment.
-- in: token_hash text
-- out: id int, account_id int, assignment_id int, assurance int, seen_at time, ends_at time, kind text, name text, person_number text?, state text, role_id text?, unit_id text?, from_at time?, to_at time?
SELECT s.id, s.account_id, s.assignment_id, s.assurance, s.seen_at, s.ends_at, c.kind, c.name, c.person_number, c.state, a.role_id, a.unit_id, a.from_at, a.to_at
FROM core_session s JOIN core_account c ON c.id = s.account_id LEFT JOIN core_assignment a ON a.id = s.assignment_id
WHERE s.token_hash = :token_hash

-- name: session_touch :exec
-- The session was used.
-- in: id int, now time
UPDATE core_session SET seen_at = :now WHERE id = :id

-- name: session_set_assignment :exec
-- The officer works under another assignment.
-- in: id int, assignment_id int
UPDATE core_session SET assignment_id = :assignment_id WHERE id = :id

-- name: session_end :exec
-- A session ends.
-- in: id int, now time, why text
UPDATE core_session SET ends_at = :now, ended_why = :why WHERE id = :id AND ends_at > :now

-- name: session_end_all :exec
-- All sessions of an account but one.
-- in: account_id int, but int, now time, why text
UPDATE core_session SET ends_at = :now, ended_why = :why WHERE account_id = :account_id AND id <> :but AND ends_at > :now

-- name: sessions_of :many
-- Living sessions of an account, newest first.
-- most: 100
-- in: account_id int, now time
-- out: id int, created_at time, seen_at time, agent text, came_from text
SELECT id, created_at, seen_at, agent, came_from FROM core_session WHERE account_id = :account_id AND ends_at > :now ORDER BY id DESC LIMIT 100

-- name: rate_add :one
-- Counts one more; a window that is over begins anew.
-- in: what text, now time, oldest time
-- out: times int
INSERT INTO core_rate (what, window_start, times) VALUES (:what, :now, 1)
ON CONFLICT (what) DO UPDATE SET
  times = CASE WHEN core_rate.window_start < :oldest THEN 1 ELSE core_rate.times + 1 END,
  window_start = CASE WHEN core_rate.window_start < :oldest THEN excluded.window_start ELSE core_rate.window_start END
RETURNING times

-- name: rate_sweep :exec
-- Forgets old counters.
-- in: oldest time
DELETE FROM core_rate WHERE window_start < :oldest

-- name: package_last :maybe
-- The version of the package that was loaded last.
-- out: number int, hash text, loaded_at time
SELECT number, hash, loaded_at FROM core_package ORDER BY number DESC LIMIT 1

-- name: package_insert :exec
-- A package came into force.
-- in: number int, hash text, loaded_at time
INSERT INTO core_package (number, hash, loaded_at) VALUES (:number, :hash, :loaded_at)

-- name: idempotency_reserve :exec
-- Takes a key for a call; changes nothing when it is taken already.
-- in: holder text, key text, request_hash text, at time
INSERT INTO core_idempotency (holder, key, request_hash, at) VALUES (:holder, :key, :request_hash, :at)
ON CONFLICT (holder, key) DO NOTHING

-- name: idempotency_find :maybe
-- What became of the call with this key.
-- in: holder text, key text
-- out: request_hash text, at time, status int?, content_type text?, location text?, body blob?
SELECT request_hash, at, status, content_type, location, body FROM core_idempotency WHERE holder = :holder AND key = :key

-- name: idempotency_store :exec
-- Keeps the answer.
-- in: holder text, key text, status int, content_type text?, location text?, body blob
UPDATE core_idempotency SET status = :status, content_type = :content_type, location = :location, body = :body WHERE holder = :holder AND key = :key

-- name: idempotency_release :exec
-- The call failed and changed nothing: the key may be used again.
-- in: holder text, key text
DELETE FROM core_idempotency WHERE holder = :holder AND key = :key AND status IS NULL

-- name: idempotency_sweep :exec
-- Forgets old answers.
-- in: oldest time
DELETE FROM core_idempotency WHERE at < :oldest

-- name: session_keys :many
-- Keys of programs, newest first, with what they may do.
-- most: 200
-- in: now time
-- out: id int, account_id int, name text, created_at time, seen_at time, ends_at time, role_id text?, unit_id text?
SELECT s.id, s.account_id, c.name, s.created_at, s.seen_at, s.ends_at, a.role_id, a.unit_id
FROM core_session s JOIN core_account c ON c.id = s.account_id LEFT JOIN core_assignment a ON a.id = s.assignment_id
WHERE c.kind = 'system' AND s.ends_at > :now ORDER BY s.id DESC LIMIT 200
