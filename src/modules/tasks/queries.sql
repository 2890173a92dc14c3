-- name: missing_of :many
-- What is noted as missing in a dossier, in the order in which it was noted.
-- most: 200
-- in: dossier_id int
-- out: field text, paper int, name text, reason text, account_id int, noted_at time
SELECT field, paper, name, reason, account_id, noted_at FROM tasks_missing WHERE dossier_id = :dossier_id ORDER BY noted_at, field, paper;

-- name: missing_put :exec
-- Notes one thing as missing, or says its reason anew.
-- in: dossier_id int, field text, paper int, name text, reason text, account_id int, noted_at time
INSERT INTO tasks_missing (dossier_id, field, paper, name, reason, account_id, noted_at)
VALUES (:dossier_id, :field, :paper, :name, :reason, :account_id, :noted_at)
ON CONFLICT (dossier_id, field, paper) DO UPDATE SET reason = excluded.reason, account_id = excluded.account_id;

-- name: missing_drop :exec
-- One thing is not missing after all.
-- in: dossier_id int, field text, paper int
DELETE FROM tasks_missing WHERE dossier_id = :dossier_id AND field = :field AND paper = :paper;

-- name: missing_clear :exec
-- The request was sent.
-- in: dossier_id int
DELETE FROM tasks_missing WHERE dossier_id = :dossier_id;
