-- name: version_newest :maybe
-- The newest stored version of a procedure.
-- in: id text
-- out: version int, hash text
SELECT version, hash FROM procedures_version WHERE id = :id ORDER BY version DESC LIMIT 1;

-- name: version_put :exec
-- A new version.
-- in: id text, version int, hash text, valid_from int, valid_to int, form_hash text, workflow_hash text, content text
INSERT INTO procedures_version (id, version, hash, valid_from, valid_to, form_hash, workflow_hash, content, in_package)
VALUES (:id, :version, :hash, :valid_from, :valid_to, :form_hash, :workflow_hash, :content, 1);

-- name: version_all_out :exec
-- A new package begins: nothing is in it yet.
UPDATE procedures_version SET in_package = 0 WHERE in_package = 1;

-- name: version_in :exec
-- This version stands in the package.
-- in: id text, version int
UPDATE procedures_version SET in_package = 1 WHERE id = :id AND version = :version;

-- name: version_all :many
-- Every version ever loaded.
-- most: 100000
-- out: id text, version int, valid_from int, valid_to int, form_hash text, workflow_hash text, content text, in_package bool
SELECT id, version, valid_from, valid_to, form_hash, workflow_hash, content, in_package FROM procedures_version ORDER BY id, version;

-- name: document_put :exec later
-- A form or workflow; the same content is there once.
-- in: hash text, kind text, id text, content text
INSERT INTO procedures_document (hash, kind, id, content) VALUES (:hash, :kind, :id, :content) ON CONFLICT (hash) DO NOTHING;

-- name: document_by_hash :maybe
-- The content behind a hash.
-- in: hash text
-- out: content text
SELECT content FROM procedures_document WHERE hash = :hash;

-- name: confirmation_put :exec
-- An officer confirms a group of facts with its source.
-- in: procedure_id text, version int, facts text, source text, account_id int, account_name text, at time
INSERT INTO procedures_confirmation (procedure_id, version, facts, source, account_id, account_name, at)
VALUES (:procedure_id, :version, :facts, :source, :account_id, :account_name, :at)
ON CONFLICT (procedure_id, version, facts) DO UPDATE SET source = excluded.source, account_id = excluded.account_id,
  account_name = excluded.account_name, at = excluded.at;

-- name: confirmations_of :many
-- What was confirmed of one version.
-- in: procedure_id text, version int
-- out: facts text, source text, account_name text, at time
SELECT facts, source, account_name, at FROM procedures_confirmation WHERE procedure_id = :procedure_id AND version = :version ORDER BY facts;

-- name: confirmed_since :many
-- Which groups of facts were confirmed since a moment.
-- most: 100000
-- in: at time
-- out: procedure_id text, version int, facts text
SELECT procedure_id, version, facts FROM procedures_confirmation WHERE at >= :at;
