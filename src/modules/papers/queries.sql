-- Papers that the system made.

-- name: paper_insert :exec
-- A paper that is about to be printed; nothing when this fact has its paper already.
-- in: id int, kind text, fact text, dossier_id int, template_id text, template_version text, title text, number text, verify_code text,
-- in: unit_id text, holder_name text, person_account int, signer_name text, signer_title text, data text, fact_at time, demo bool
INSERT INTO papers_paper (id, kind, fact, dossier_id, template_id, template_version, title, number, verify_code, unit_id, holder_name,
  person_account, signer_name, signer_title, data, digest, size, signature, fact_at, made_at, withdrawn_at, withdrawn_by, withdrawn_why, demo)
VALUES (:id, :kind, :fact, :dossier_id, :template_id, :template_version, :title, :number, :verify_code, :unit_id, :holder_name,
  :person_account, :signer_name, :signer_title, :data, '', 0, NULL, :fact_at, 0, 0, NULL, NULL, :demo)
ON CONFLICT (kind, fact) DO NOTHING;

-- name: paper_made :exec
-- The PDF exists: once for each paper.
-- in: id int, digest text, size int, signature text?, made_at time
UPDATE papers_paper SET digest = :digest, size = :size, signature = :signature, made_at = :made_at WHERE id = :id AND made_at = 0;

-- name: paper_by_fact :maybe
-- The paper of one fact.
-- row: paper
-- in: kind text, fact text
-- out: id int, kind text, fact text, dossier_id int, template_id text, template_version text, title text, number text, verify_code text,
-- out: unit_id text, holder_name text, person_account int, signer_name text, signer_title text, data text, digest text, size int,
-- out: signature text?, fact_at time, made_at time, withdrawn_at time, withdrawn_by text?, withdrawn_why text?, demo bool
SELECT id, kind, fact, dossier_id, template_id, template_version, title, number, verify_code, unit_id, holder_name, person_account,
  signer_name, signer_title, data, digest, size, signature, fact_at, made_at, withdrawn_at, withdrawn_by, withdrawn_why, demo
FROM papers_paper WHERE kind = :kind AND fact = :fact;

-- name: paper_by_id :maybe
-- One paper.
-- row: paper
-- in: id int
SELECT id, kind, fact, dossier_id, template_id, template_version, title, number, verify_code, unit_id, holder_name, person_account,
  signer_name, signer_title, data, digest, size, signature, fact_at, made_at, withdrawn_at, withdrawn_by, withdrawn_why, demo
FROM papers_paper WHERE id = :id;

-- name: paper_by_code :maybe
-- The paper with this code of verification.
-- row: paper
-- in: verify_code text
SELECT id, kind, fact, dossier_id, template_id, template_version, title, number, verify_code, unit_id, holder_name, person_account,
  signer_name, signer_title, data, digest, size, signature, fact_at, made_at, withdrawn_at, withdrawn_by, withdrawn_why, demo
FROM papers_paper WHERE verify_code = :verify_code AND made_at > 0;

-- name: paper_by_digest :maybe
-- The paper whose file has this digest.
-- row: paper
-- in: digest text
SELECT id, kind, fact, dossier_id, template_id, template_version, title, number, verify_code, unit_id, holder_name, person_account,
  signer_name, signer_title, data, digest, size, signature, fact_at, made_at, withdrawn_at, withdrawn_by, withdrawn_why, demo
FROM papers_paper WHERE digest = :digest AND made_at > 0 ORDER BY id LIMIT 1;

-- name: papers_of_dossier :many
-- Papers of one dossier, oldest first, also those not printed yet.
-- most: 200
-- row: paper
-- in: dossier_id int
SELECT id, kind, fact, dossier_id, template_id, template_version, title, number, verify_code, unit_id, holder_name, person_account,
  signer_name, signer_title, data, digest, size, signature, fact_at, made_at, withdrawn_at, withdrawn_by, withdrawn_why, demo
FROM papers_paper WHERE dossier_id = :dossier_id ORDER BY fact_at, id;

-- name: results_of_person :many
-- Results in the store of one resident, newest first.
-- most: 100
-- row: paper
-- in: person_account int
SELECT id, kind, fact, dossier_id, template_id, template_version, title, number, verify_code, unit_id, holder_name, person_account,
  signer_name, signer_title, data, digest, size, signature, fact_at, made_at, withdrawn_at, withdrawn_by, withdrawn_why, demo
FROM papers_paper WHERE person_account = :person_account AND person_account > 0 AND kind = 'result' AND made_at > 0
ORDER BY made_at DESC, id DESC;

-- name: paper_withdraw :exec
-- A result does not hold any more; once.
-- in: id int, at time, by text, why text
UPDATE papers_paper SET withdrawn_at = :at, withdrawn_by = :by, withdrawn_why = :why WHERE id = :id AND withdrawn_at = 0;

-- name: draft_put :exec
-- What is prepared for the result, in place of what was prepared before.
-- in: dossier_id int, content text, digest text, file_name text, size int, account_id int, account_name text, saved_at time
INSERT INTO papers_draft (dossier_id, content, digest, file_name, size, account_id, account_name, saved_at)
VALUES (:dossier_id, :content, :digest, :file_name, :size, :account_id, :account_name, :saved_at)
ON CONFLICT (dossier_id) DO UPDATE SET content = excluded.content, digest = excluded.digest, file_name = excluded.file_name,
  size = excluded.size, account_id = excluded.account_id, account_name = excluded.account_name, saved_at = excluded.saved_at;

-- name: draft_of :maybe
-- What is prepared for the result of a dossier.
-- in: dossier_id int
-- out: content text, digest text, file_name text, size int, account_name text, saved_at time
SELECT content, digest, file_name, size, account_name, saved_at FROM papers_draft WHERE dossier_id = :dossier_id;

-- name: draft_delete :exec
-- The result was made.
-- in: dossier_id int
DELETE FROM papers_draft WHERE dossier_id = :dossier_id;

-- name: counter_next :one
-- The next number of a book.
-- in: series text
-- out: last int
INSERT INTO papers_counter (series, last) VALUES (:series, 1) ON CONFLICT (series) DO UPDATE SET last = papers_counter.last + 1
RETURNING last;
