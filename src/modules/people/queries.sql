-- name: export_add :exec
-- Somebody asks for a copy.
-- in: id int, account_id int, person text, now time
INSERT INTO people_export (id, account_id, person, state, asked_at, ready_at, digest, size) VALUES (:id, :account_id, :person, 'asked', :now, 0, '', 0);

-- name: export_by_id :maybe
-- One copy.
-- row: export
-- in: id int
-- out: id int, account_id int, person text, state text, asked_at time, ready_at time, digest text, size int
SELECT id, account_id, person, state, asked_at, ready_at, digest, size FROM people_export WHERE id = :id;

-- name: exports_of :many
-- The copies of an account, newest first.
-- row: export
-- most: 20
-- in: account_id int
SELECT id, account_id, person, state, asked_at, ready_at, digest, size FROM people_export WHERE account_id = :account_id ORDER BY id DESC LIMIT 20;

-- name: export_ready :exec
-- The copy can be fetched.
-- in: id int, now time, digest text, size int
UPDATE people_export SET state = 'ready', ready_at = :now, digest = :digest, size = :size WHERE id = :id;

-- name: exports_old :many
-- Copies whose week is over.
-- row: export
-- most: 100
-- in: oldest time
SELECT id, account_id, person, state, asked_at, ready_at, digest, size FROM people_export WHERE asked_at < :oldest ORDER BY id LIMIT 100;

-- name: export_delete :exec
-- Gone.
-- in: id int
DELETE FROM people_export WHERE id = :id;

-- name: export_uses :one
-- How many copies name this file (two that say the same are one file).
-- in: digest text
-- out: count int
SELECT count(*) AS count FROM people_export WHERE digest = :digest;
