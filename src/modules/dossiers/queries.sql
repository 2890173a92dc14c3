-- name: dossier_insert :exec
-- A dossier that was just submitted.
-- in: id int, code text, procedure_id text, procedure_version int, sector text, receiving_unit text, competent_unit text,
-- in: original_unit text, place_unit text, channel int, account_id int, person_account int, helper_name text?,
-- in: applicant_name text, applicant_number text?, applicant_phone text?, applicant_email text?, applicant_address text?,
-- in: subject_kind text, summary text, data text, known text, state text, status int, phase text, submitted_at time,
-- in: received_at time, due_at time, first_due_at time, soon_at time, ended_at time, delivered_at time, paused_since time,
-- in: supplements int, extensions int, rating int, alarm int, watch_at time, folded text, version int, demo bool
INSERT INTO dossiers_dossier (
  id, code, procedure_id, procedure_version, sector, receiving_unit, competent_unit, original_unit, place_unit, channel,
  account_id, person_account, helper_name, applicant_name, applicant_number, applicant_phone, applicant_email, applicant_address,
  subject_kind, summary, data, known, state, status, phase, submitted_at, received_at, due_at, first_due_at, soon_at, ended_at,
  delivered_at, paused_since, supplements, extensions, rating, alarm, watch_at, folded, version, demo)
VALUES (
  :id, :code, :procedure_id, :procedure_version, :sector, :receiving_unit, :competent_unit, :original_unit, :place_unit,
  :channel, :account_id, :person_account, :helper_name, :applicant_name, :applicant_number, :applicant_phone, :applicant_email,
  :applicant_address, :subject_kind, :summary, :data, :known, :state, :status, :phase, :submitted_at, :received_at, :due_at,
  :first_due_at, :soon_at, :ended_at, :delivered_at, :paused_since, :supplements, :extensions, :rating, :alarm, :watch_at,
  :folded, :version, :demo);

-- name: dossier_update :exec
-- Everything that may change, if nobody changed it since it was read.
-- in: id int, before int, competent_unit text, data text, state text, status int, phase text, received_at time, due_at time,
-- in: soon_at time, ended_at time, delivered_at time, paused_since time, supplements int, extensions int, rating int, alarm int,
-- in: watch_at time, version int
UPDATE dossiers_dossier SET
  competent_unit = :competent_unit, data = :data, state = :state, status = :status, phase = :phase, received_at = :received_at,
  due_at = :due_at, soon_at = :soon_at, ended_at = :ended_at, delivered_at = :delivered_at, paused_since = :paused_since,
  supplements = :supplements, extensions = :extensions, rating = :rating, alarm = :alarm, watch_at = :watch_at, version = :version
WHERE id = :id AND version = :before;

-- name: dossier_lock :exec later
-- Whoever changes a dossier goes first and alone: PostgreSQL keeps the row locked until the end of the transaction, so that row and tasks, read after
-- it, belong together. SQLite has one writer anyway.
-- in: id int
UPDATE dossiers_dossier SET version = version WHERE id = :id;

-- name: dossier_by_id :maybe
-- One dossier.
-- row: dossier
-- in: id int
-- out: id int, code text, procedure_id text, procedure_version int, sector text, receiving_unit text, competent_unit text,
-- out: original_unit text, place_unit text, channel int, account_id int, person_account int, helper_name text?,
-- out: applicant_name text, applicant_number text?, applicant_phone text?, applicant_email text?, applicant_address text?,
-- out: subject_kind text, summary text, data text, known text, state text, status int, phase text, submitted_at time,
-- out: received_at time, due_at time, first_due_at time, soon_at time, ended_at time, delivered_at time, paused_since time,
-- out: supplements int, extensions int, rating int, alarm int, watch_at time, folded text, version int, demo bool
SELECT
  id, code, procedure_id, procedure_version, sector, receiving_unit, competent_unit, original_unit, place_unit, channel,
  account_id, person_account, helper_name, applicant_name, applicant_number, applicant_phone, applicant_email, applicant_address,
  subject_kind, summary, data, known, state, status, phase, submitted_at, received_at, due_at, first_due_at, soon_at, ended_at,
  delivered_at, paused_since, supplements, extensions, rating, alarm, watch_at, folded, version, demo
FROM dossiers_dossier WHERE id = :id;

-- name: dossier_by_code :maybe
-- One dossier by the code on its slip.
-- row: dossier
-- in: code text
SELECT
  id, code, procedure_id, procedure_version, sector, receiving_unit, competent_unit, original_unit, place_unit, channel,
  account_id, person_account, helper_name, applicant_name, applicant_number, applicant_phone, applicant_email, applicant_address,
  subject_kind, summary, data, known, state, status, phase, submitted_at, received_at, due_at, first_due_at, soon_at, ended_at,
  delivered_at, paused_since, supplements, extensions, rating, alarm, watch_at, folded, version, demo
FROM dossiers_dossier WHERE code = :code;

-- name: dossier_of_person :many
-- What a resident has submitted, newest first.
-- most: 200
-- row: dossier
-- in: person_account int
SELECT
  id, code, procedure_id, procedure_version, sector, receiving_unit, competent_unit, original_unit, place_unit, channel,
  account_id, person_account, helper_name, applicant_name, applicant_number, applicant_phone, applicant_email, applicant_address,
  subject_kind, summary, data, known, state, status, phase, submitted_at, received_at, due_at, first_due_at, soon_at, ended_at,
  delivered_at, paused_since, supplements, extensions, rating, alarm, watch_at, folded, version, demo
FROM dossiers_dossier WHERE person_account = :person_account AND person_account > 0 ORDER BY submitted_at DESC, id DESC LIMIT 200;

-- name: dossier_of_number :many
-- What concerns the person of this number as the applicant, also when a helper or the desk typed it, newest first.
-- most: 200
-- row: dossier
-- in: word text, number text
SELECT
  id, code, procedure_id, procedure_version, sector, receiving_unit, competent_unit, original_unit, place_unit, channel,
  account_id, person_account, helper_name, applicant_name, applicant_number, applicant_phone, applicant_email, applicant_address,
  subject_kind, summary, data, known, state, status, phase, submitted_at, received_at, due_at, first_due_at, soon_at, ended_at,
  delivered_at, paused_since, supplements, extensions, rating, alarm, watch_at, folded, version, demo
FROM dossiers_dossier WHERE id IN (SELECT w.dossier_id FROM dossiers_word w WHERE w.word = :word) AND applicant_number = :number
ORDER BY submitted_at DESC, id DESC LIMIT 200;

-- name: search_words :many
-- Dossiers that have the first word (the rarest) and all the others, newest first.
-- most: 500
-- row: dossier
-- in: first text, second text?, third text?, fourth text?, fifth text?
-- in: sector text?, phase text?, status int, since time, until time, limit int, offset int
SELECT
  d.id, d.code, d.procedure_id, d.procedure_version, d.sector, d.receiving_unit, d.competent_unit, d.original_unit, d.place_unit,
  d.channel, d.account_id, d.person_account, d.helper_name, d.applicant_name, d.applicant_number, d.applicant_phone,
  d.applicant_email, d.applicant_address, d.subject_kind, d.summary, d.data, d.known, d.state, d.status, d.phase, d.submitted_at,
  d.received_at, d.due_at, d.first_due_at, d.soon_at, d.ended_at, d.delivered_at, d.paused_since, d.supplements, d.extensions,
  d.rating, d.alarm, d.watch_at, d.folded, d.version, d.demo
FROM dossiers_word w JOIN dossiers_dossier d ON d.id = w.dossier_id
WHERE w.word = :first AND w.at >= :since AND w.at < :until
  AND (:second IS NULL OR EXISTS (SELECT 1 FROM dossiers_word x WHERE x.word = :second AND x.at = w.at AND x.dossier_id = w.dossier_id))
  AND (:third IS NULL OR EXISTS (SELECT 1 FROM dossiers_word x WHERE x.word = :third AND x.at = w.at AND x.dossier_id = w.dossier_id))
  AND (:fourth IS NULL OR EXISTS (SELECT 1 FROM dossiers_word x WHERE x.word = :fourth AND x.at = w.at AND x.dossier_id = w.dossier_id))
  AND (:fifth IS NULL OR EXISTS (SELECT 1 FROM dossiers_word x WHERE x.word = :fifth AND x.at = w.at AND x.dossier_id = w.dossier_id))
  AND (:sector IS NULL OR d.sector = :sector) AND (:phase IS NULL OR d.phase = :phase) AND (:status = 0 OR d.status = :status)
ORDER BY w.at DESC, w.dossier_id DESC LIMIT :limit OFFSET :offset;

-- name: search_words_count :one
-- How many search_words would find, counted up to 1,001.
-- in: first text, second text?, third text?, fourth text?, fifth text?
-- in: sector text?, phase text?, status int, since time, until time
-- out: found int
SELECT count(*) AS found FROM (SELECT w.dossier_id
  FROM dossiers_word w JOIN dossiers_dossier d ON d.id = w.dossier_id
  WHERE w.word = :first AND w.at >= :since AND w.at < :until
    AND (:second IS NULL OR EXISTS (SELECT 1 FROM dossiers_word x WHERE x.word = :second AND x.at = w.at AND x.dossier_id = w.dossier_id))
    AND (:third IS NULL OR EXISTS (SELECT 1 FROM dossiers_word x WHERE x.word = :third AND x.at = w.at AND x.dossier_id = w.dossier_id))
    AND (:fourth IS NULL OR EXISTS (SELECT 1 FROM dossiers_word x WHERE x.word = :fourth AND x.at = w.at AND x.dossier_id = w.dossier_id))
    AND (:fifth IS NULL OR EXISTS (SELECT 1 FROM dossiers_word x WHERE x.word = :fifth AND x.at = w.at AND x.dossier_id = w.dossier_id))
    AND (:sector IS NULL OR d.sector = :sector) AND (:phase IS NULL OR d.phase = :phase) AND (:status = 0 OR d.status = :status)
  LIMIT 1001) AS few;

-- name: search_all :many
-- All dossiers of the province by date, newest first.
-- most: 500
-- row: dossier
-- in: sector text?, phase text?, status int, since time, until time, limit int, offset int
SELECT
  d.id, d.code, d.procedure_id, d.procedure_version, d.sector, d.receiving_unit, d.competent_unit, d.original_unit, d.place_unit,
  d.channel, d.account_id, d.person_account, d.helper_name, d.applicant_name, d.applicant_number, d.applicant_phone,
  d.applicant_email, d.applicant_address, d.subject_kind, d.summary, d.data, d.known, d.state, d.status, d.phase, d.submitted_at,
  d.received_at, d.due_at, d.first_due_at, d.soon_at, d.ended_at, d.delivered_at, d.paused_since, d.supplements, d.extensions,
  d.rating, d.alarm, d.watch_at, d.folded, d.version, d.demo
FROM dossiers_dossier d
WHERE d.submitted_at >= :since AND d.submitted_at < :until
  AND (:sector IS NULL OR d.sector = :sector) AND (:phase IS NULL OR d.phase = :phase) AND (:status = 0 OR d.status = :status)
ORDER BY d.submitted_at DESC, d.id DESC LIMIT :limit OFFSET :offset;

-- name: search_all_count :one
-- How many search_all would find, counted up to 1,001.
-- in: sector text?, phase text?, status int, since time, until time
-- out: found int
SELECT count(*) AS found FROM (SELECT d.id FROM dossiers_dossier d
  WHERE d.submitted_at >= :since AND d.submitted_at < :until
    AND (:sector IS NULL OR d.sector = :sector) AND (:phase IS NULL OR d.phase = :phase) AND (:status = 0 OR d.status = :status)
  LIMIT 1001) AS few;

-- name: word_count :one
-- How common a word is, counted up to 4,000: the rarest leads the search.
-- in: word text
-- out: found int
SELECT count(*) AS found FROM (SELECT w.dossier_id FROM dossiers_word w WHERE w.word = :word LIMIT 4000) AS few;

-- name: word_insert :exec later
-- Twelve words of one dossier; where there are fewer, one stands there again.
-- in: a text, b text, c text, d text, e text, f text, g text, h text, i text, j text, k text, l text, at time, dossier_id int
INSERT INTO dossiers_word (word, at, dossier_id)
VALUES (:a, :at, :dossier_id), (:b, :at, :dossier_id), (:c, :at, :dossier_id), (:d, :at, :dossier_id), (:e, :at, :dossier_id),
  (:f, :at, :dossier_id), (:g, :at, :dossier_id), (:h, :at, :dossier_id), (:i, :at, :dossier_id), (:j, :at, :dossier_id),
  (:k, :at, :dossier_id), (:l, :at, :dossier_id)
ON CONFLICT (word, at, dossier_id) DO NOTHING;

-- name: watched :many
-- Dossiers for which a moment (nearly due, due) has come.
-- most: 200
-- in: now time
-- out: id int
SELECT id FROM dossiers_dossier WHERE watch_at > 0 AND watch_at <= :now ORDER BY watch_at LIMIT 200;

-- name: ids_after :many
-- Ids of all dossiers in order, for checks.
-- most: 500
-- in: after int
-- out: id int
SELECT id FROM dossiers_dossier WHERE id > :after ORDER BY id LIMIT 500;

-- name: counter_next :one
-- The next number of a series; the row is locked until the end of the transaction, so a rolled-back one gives its number back.
-- in: series text
-- out: last int
INSERT INTO dossiers_counter (series, last) VALUES (:series, 1)
ON CONFLICT (series) DO UPDATE SET last = dossiers_counter.last + 1 RETURNING last;

-- name: counters_after :many
-- The series in order, for the report of gaps.
-- most: 1000
-- in: after text
-- out: series text, last int
SELECT series, last FROM dossiers_counter WHERE series > :after ORDER BY series LIMIT 1000;

-- name: codes_between :many
-- Codes of one series.
-- most: 100000
-- in: low text, high text
-- out: code text
SELECT code FROM dossiers_dossier WHERE code >= :low AND code < :high ORDER BY code;

-- name: task_insert :exec later
-- A task that was just opened.
-- in: dossier_id int, number int, step_id text, role_id text, unit_id text, unit_path text, opened_at time, due_at time,
-- in: order_due time, soon_at time, waiting bool
INSERT INTO dossiers_task (dossier_id, number, step_id, role_id, unit_id, unit_path, holder, holder_name, held_since, opened_at, due_at,
  order_due, soon_at, waiting, closed_at, closed_by, outcome)
VALUES (:dossier_id, :number, :step_id, :role_id, :unit_id, :unit_path, 0, NULL, 0, :opened_at, :due_at, :order_due, :soon_at, :waiting, 0, 0, NULL);

-- name: task_update :exec
-- What may change while a task is open.
-- in: dossier_id int, number int, holder int, holder_name text?, held_since time, due_at time, order_due time, soon_at time, waiting bool
UPDATE dossiers_task SET holder = :holder, holder_name = :holder_name, held_since = :held_since, due_at = :due_at, order_due = :order_due,
  soon_at = :soon_at, waiting = :waiting
WHERE dossier_id = :dossier_id AND number = :number AND closed_at = 0;

-- name: task_close :exec
-- Done or cancelled.
-- in: dossier_id int, number int, closed_at time, closed_by int, outcome text?
UPDATE dossiers_task SET closed_at = :closed_at, closed_by = :closed_by, outcome = :outcome
WHERE dossier_id = :dossier_id AND number = :number AND closed_at = 0;

-- name: tasks_open :many
-- Open tasks of one dossier.
-- most: 64
-- in: dossier_id int
-- out: number int, step_id text, role_id text, unit_id text, holder int, holder_name text?, held_since time, opened_at time, due_at time,
-- out: waiting bool
SELECT number, step_id, role_id, unit_id, holder, holder_name, held_since, opened_at, due_at, waiting
FROM dossiers_task WHERE dossier_id = :dossier_id AND closed_at = 0 ORDER BY number;

-- name: inbox_by_due :many
-- Open tasks of a role inside a subtree (paths from low to high). The nearest due first.
-- most: 500
-- row: inbox
-- in: role_id text, low text, high text, procedure_id text?, word1 text?, word2 text?, word3 text?, mine int, free int, waiting int,
-- in: before time, soon_before time, from time, limit int, offset int
-- out: dossier_id int, number int, code text, procedure_id text, procedure_version int, step_id text, role_id text, unit_id text,
-- out: holder int, holder_name text?, held_since time, opened_at time, due_at time, dossier_due_at time, submitted_at time,
-- out: applicant_name text, summary text, status int, version int, waiting bool, channel int, competent_unit text, soon_at time,
-- out: closed_at time, paused_since time
SELECT t.dossier_id, t.number, d.code, d.procedure_id, d.procedure_version, t.step_id, t.role_id, t.unit_id, t.holder, t.holder_name,
  t.held_since, t.opened_at, t.due_at, d.due_at AS dossier_due_at, d.submitted_at, d.applicant_name, d.summary, d.status, d.version, t.waiting,
  d.channel, d.competent_unit, d.soon_at, t.closed_at, d.paused_since
FROM dossiers_task t JOIN dossiers_dossier d ON d.id = t.dossier_id
WHERE t.closed_at = 0 AND t.role_id = :role_id AND t.unit_path >= :low AND t.unit_path < :high
  AND (:procedure_id IS NULL OR d.procedure_id = :procedure_id)
  AND (:word1 IS NULL OR d.folded LIKE :word1) AND (:word2 IS NULL OR d.folded LIKE :word2) AND (:word3 IS NULL OR d.folded LIKE :word3)
  AND (:mine = 0 OR t.holder = :mine) AND (:free = 0 OR (t.holder = 0 AND t.waiting = 0)) AND (:waiting = 0 OR t.waiting = 1)
  AND t.order_due <= :before AND t.soon_at <= :soon_before AND t.order_due >= :from
ORDER BY t.order_due, t.dossier_id, t.number LIMIT :limit OFFSET :offset;

-- name: inbox_by_newest :many
-- Open tasks of a role inside a subtree (paths from low to high). The newest first.
-- most: 500
-- row: inbox
-- in: role_id text, low text, high text, procedure_id text?, word1 text?, word2 text?, word3 text?, mine int, free int, waiting int,
-- in: before time, soon_before time, from time, limit int, offset int
SELECT t.dossier_id, t.number, d.code, d.procedure_id, d.procedure_version, t.step_id, t.role_id, t.unit_id, t.holder, t.holder_name,
  t.held_since, t.opened_at, t.due_at, d.due_at AS dossier_due_at, d.submitted_at, d.applicant_name, d.summary, d.status, d.version, t.waiting,
  d.channel, d.competent_unit, d.soon_at, t.closed_at, d.paused_since
FROM dossiers_task t JOIN dossiers_dossier d ON d.id = t.dossier_id
WHERE t.closed_at = 0 AND t.role_id = :role_id AND t.unit_path >= :low AND t.unit_path < :high
  AND (:procedure_id IS NULL OR d.procedure_id = :procedure_id)
  AND (:word1 IS NULL OR d.folded LIKE :word1) AND (:word2 IS NULL OR d.folded LIKE :word2) AND (:word3 IS NULL OR d.folded LIKE :word3)
  AND (:mine = 0 OR t.holder = :mine) AND (:free = 0 OR (t.holder = 0 AND t.waiting = 0)) AND (:waiting = 0 OR t.waiting = 1)
  AND t.order_due <= :before AND t.soon_at <= :soon_before AND t.order_due >= :from
ORDER BY t.opened_at DESC, t.dossier_id DESC, t.number LIMIT :limit OFFSET :offset;

-- name: inbox_by_code :many
-- Open tasks of a role inside a subtree (paths from low to high). By code.
-- most: 500
-- row: inbox
-- in: role_id text, low text, high text, procedure_id text?, word1 text?, word2 text?, word3 text?, mine int, free int, waiting int,
-- in: before time, soon_before time, from time, limit int, offset int
SELECT t.dossier_id, t.number, d.code, d.procedure_id, d.procedure_version, t.step_id, t.role_id, t.unit_id, t.holder, t.holder_name,
  t.held_since, t.opened_at, t.due_at, d.due_at AS dossier_due_at, d.submitted_at, d.applicant_name, d.summary, d.status, d.version, t.waiting,
  d.channel, d.competent_unit, d.soon_at, t.closed_at, d.paused_since
FROM dossiers_task t JOIN dossiers_dossier d ON d.id = t.dossier_id
WHERE t.closed_at = 0 AND t.role_id = :role_id AND t.unit_path >= :low AND t.unit_path < :high
  AND (:procedure_id IS NULL OR d.procedure_id = :procedure_id)
  AND (:word1 IS NULL OR d.folded LIKE :word1) AND (:word2 IS NULL OR d.folded LIKE :word2) AND (:word3 IS NULL OR d.folded LIKE :word3)
  AND (:mine = 0 OR t.holder = :mine) AND (:free = 0 OR (t.holder = 0 AND t.waiting = 0)) AND (:waiting = 0 OR t.waiting = 1)
  AND t.order_due <= :before AND t.soon_at <= :soon_before AND t.order_due >= :from
ORDER BY d.code, t.number LIMIT :limit OFFSET :offset;

-- name: inbox_count :one
-- How many the inbox holds under these filters.
-- in: role_id text, low text, high text, procedure_id text?, word1 text?, word2 text?, word3 text?, mine int, free int, waiting int,
-- in: before time, soon_before time, from time
-- out: found int
SELECT count(*) AS found
FROM dossiers_task t JOIN dossiers_dossier d ON d.id = t.dossier_id
WHERE t.closed_at = 0 AND t.role_id = :role_id AND t.unit_path >= :low AND t.unit_path < :high
  AND (:procedure_id IS NULL OR d.procedure_id = :procedure_id)
  AND (:word1 IS NULL OR d.folded LIKE :word1) AND (:word2 IS NULL OR d.folded LIKE :word2) AND (:word3 IS NULL OR d.folded LIKE :word3)
  AND (:mine = 0 OR t.holder = :mine) AND (:free = 0 OR (t.holder = 0 AND t.waiting = 0)) AND (:waiting = 0 OR t.waiting = 1)
  AND t.order_due <= :before AND t.soon_at <= :soon_before AND t.order_due >= :from;

-- name: inbox_figures :one
-- The figures of the inbox in one reading.
-- in: role_id text, low text, high text, account_id int, now time
-- out: everything int, mine int, waiting int, due_soon int, late int
SELECT count(*) AS everything, count(*) FILTER (WHERE holder = :account_id) AS mine, count(*) FILTER (WHERE waiting = 1) AS waiting,
  count(*) FILTER (WHERE soon_at < :now AND order_due >= :now) AS due_soon, count(*) FILTER (WHERE order_due < :now) AS late
FROM dossiers_task WHERE closed_at = 0 AND role_id = :role_id AND unit_path >= :low AND unit_path < :high;

-- name: done_by :many
-- What an officer has done, newest first.
-- most: 500
-- row: inbox
-- in: account_id int, procedure_id text?, word1 text?, word2 text?, word3 text?, limit int, offset int
SELECT t.dossier_id, t.number, d.code, d.procedure_id, d.procedure_version, t.step_id, t.role_id, t.unit_id, t.holder, t.holder_name,
  t.held_since, t.opened_at, t.due_at, d.due_at AS dossier_due_at, d.submitted_at, d.applicant_name, d.summary, d.status, d.version, t.waiting,
  d.channel, d.competent_unit, d.soon_at, t.closed_at, d.paused_since
FROM dossiers_task t JOIN dossiers_dossier d ON d.id = t.dossier_id
WHERE t.closed_by = :account_id AND t.closed_at > 0 AND (:procedure_id IS NULL OR d.procedure_id = :procedure_id)
  AND (:word1 IS NULL OR d.folded LIKE :word1) AND (:word2 IS NULL OR d.folded LIKE :word2) AND (:word3 IS NULL OR d.folded LIKE :word3)
ORDER BY t.closed_at DESC, t.dossier_id DESC LIMIT :limit OFFSET :offset;

-- name: done_count :one
-- How many tasks an officer has done under these filters.
-- in: account_id int, procedure_id text?, word1 text?, word2 text?, word3 text?
-- out: found int
SELECT count(*) AS found
FROM dossiers_task t JOIN dossiers_dossier d ON d.id = t.dossier_id
WHERE t.closed_by = :account_id AND t.closed_at > 0 AND (:procedure_id IS NULL OR d.procedure_id = :procedure_id)
  AND (:word1 IS NULL OR d.folded LIKE :word1) AND (:word2 IS NULL OR d.folded LIKE :word2) AND (:word3 IS NULL OR d.folded LIKE :word3);

-- name: open_load :many
-- Open tasks inside a subtree, whoever they are for, counted by agency, role, procedure, step and holder: what a leader looks at.
-- most: 20000
-- in: low text, high text, now time, soon time
-- out: unit_id text, role_id text, procedure_id text, procedure_version int, step_id text, holder int, holder_name text?,
-- out: everything int, late int, soon int, waiting int, step_late int, nearest time
SELECT t.unit_id, t.role_id, d.procedure_id, d.procedure_version, t.step_id, t.holder, max(t.holder_name) AS holder_name,
  count(*) AS everything, count(*) FILTER (WHERE t.order_due < :now) AS late,
  count(*) FILTER (WHERE t.order_due >= :now AND t.order_due < :soon) AS soon, count(*) FILTER (WHERE t.waiting = 1) AS waiting,
  count(*) FILTER (WHERE t.due_at > 0 AND t.due_at < :now AND t.waiting = 0) AS step_late, min(t.order_due) AS nearest
FROM dossiers_task t JOIN dossiers_dossier d ON d.id = t.dossier_id
WHERE t.closed_at = 0 AND t.unit_path >= :low AND t.unit_path < :high
GROUP BY t.unit_id, t.role_id, d.procedure_id, d.procedure_version, t.step_id, t.holder
ORDER BY late DESC, everything DESC, t.unit_id, t.role_id, d.procedure_id, d.procedure_version, t.step_id, t.holder LIMIT 20000;

-- name: open_tasks_of :many
-- Open tasks inside a subtree, whoever they are for. The nearest due first.
-- most: 500
-- row: inbox
-- in: low text, high text, unit_id text?, role_id text?, step_id text?, procedure_id text?, holder int, waiting int, due_from time,
-- in: due_until time, limit int, offset int
SELECT t.dossier_id, t.number, d.code, d.procedure_id, d.procedure_version, t.step_id, t.role_id, t.unit_id, t.holder, t.holder_name,
  t.held_since, t.opened_at, t.due_at, d.due_at AS dossier_due_at, d.submitted_at, d.applicant_name, d.summary, d.status, d.version, t.waiting,
  d.channel, d.competent_unit, d.soon_at, t.closed_at, d.paused_since
FROM dossiers_task t JOIN dossiers_dossier d ON d.id = t.dossier_id
WHERE t.closed_at = 0 AND t.unit_path >= :low AND t.unit_path < :high
  AND (:unit_id IS NULL OR t.unit_id = :unit_id) AND (:role_id IS NULL OR t.role_id = :role_id) AND (:step_id IS NULL OR t.step_id = :step_id)
  AND (:procedure_id IS NULL OR d.procedure_id = :procedure_id) AND (:holder = -1 OR t.holder = :holder)
  AND (:waiting = -1 OR t.waiting = :waiting) AND t.order_due >= :due_from AND t.order_due <= :due_until
ORDER BY t.order_due, t.dossier_id, t.number LIMIT :limit OFFSET :offset;

-- name: open_tasks_count :one
-- How many open_tasks_of would find.
-- in: low text, high text, unit_id text?, role_id text?, step_id text?, procedure_id text?, holder int, waiting int, due_from time,
-- in: due_until time
-- out: found int
SELECT count(*) AS found
FROM dossiers_task t JOIN dossiers_dossier d ON d.id = t.dossier_id
WHERE t.closed_at = 0 AND t.unit_path >= :low AND t.unit_path < :high
  AND (:unit_id IS NULL OR t.unit_id = :unit_id) AND (:role_id IS NULL OR t.role_id = :role_id) AND (:step_id IS NULL OR t.step_id = :step_id)
  AND (:procedure_id IS NULL OR d.procedure_id = :procedure_id) AND (:holder = -1 OR t.holder = :holder)
  AND (:waiting = -1 OR t.waiting = :waiting) AND t.order_due >= :due_from AND t.order_due <= :due_until;

-- name: inbox_procedure_counts :many
-- Procedures of the open tasks of a role inside a subtree, for the filter above the list.
-- most: 500
-- in: role_id text, low text, high text
-- out: procedure_id text, found int
SELECT d.procedure_id, count(*) AS found
FROM dossiers_task t JOIN dossiers_dossier d ON d.id = t.dossier_id
WHERE t.closed_at = 0 AND t.role_id = :role_id AND t.unit_path >= :low AND t.unit_path < :high
GROUP BY d.procedure_id ORDER BY d.procedure_id;

-- name: paper_insert :exec later
-- A paper handed in.
-- in: id int, dossier_id int, request int, number int, name text, digest text, file_name text, kind text, size int, pages int,
-- in: source text, problem text?, added_at time
INSERT INTO dossiers_paper (id, dossier_id, request, number, name, digest, file_name, kind, size, pages, source, problem, added_at)
VALUES (:id, :dossier_id, :request, :number, :name, :digest, :file_name, :kind, :size, :pages, :source, :problem, :added_at);

-- name: papers_of_dossier :many
-- Papers of a dossier as they came.
-- most: 500
-- in: dossier_id int
-- out: id int, dossier_id int, request int, number int, name text, digest text, file_name text, kind text, size int, pages int,
-- out: source text, problem text?, added_at time
SELECT id, dossier_id, request, number, name, digest, file_name, kind, size, pages, source, problem, added_at
FROM dossiers_paper WHERE dossier_id = :dossier_id ORDER BY id;

-- name: paper_spoil :exec
-- A result that does not count any more.
-- in: dossier_id int, digest text, problem text
UPDATE dossiers_paper SET problem = :problem WHERE dossier_id = :dossier_id AND digest = :digest AND source = 'result';

-- name: papers_in_store :many
-- Results and papers that a resident handed in earlier: what may be used again. Newest first.
-- most: 100
-- in: person_account int
-- out: code text, name text, digest text, file_name text, kind text, size int, pages int, source text, added_at time
SELECT d.code, p.name, p.digest, p.file_name, p.kind, p.size, p.pages, p.source, p.added_at
FROM dossiers_dossier d JOIN dossiers_paper p ON p.dossier_id = d.id
WHERE d.person_account = :person_account AND d.person_account > 0 AND p.problem IS NULL
ORDER BY p.added_at DESC, p.id DESC LIMIT 100;

-- name: draft_insert :exec
-- A new draft.
-- in: id int, token text, account_id int, procedure_id text, procedure_version int, place_unit text, for_whom text, data text, known text,
-- in: now time
INSERT INTO dossiers_draft (id, token, account_id, procedure_id, procedure_version, place_unit, for_whom, data, known, steps, version,
  created_at, updated_at, dossier_id)
VALUES (:id, :token, :account_id, :procedure_id, :procedure_version, :place_unit, :for_whom, :data, :known, '{}', 1, :now, :now, 0);

-- name: draft_by_token :maybe
-- One draft by the token of its address.
-- row: draft
-- in: token text
-- out: id int, token text, account_id int, procedure_id text, procedure_version int, place_unit text, for_whom text, data text, known text,
-- out: steps text, version int, created_at time, updated_at time, dossier_id int
SELECT id, token, account_id, procedure_id, procedure_version, place_unit, for_whom, data, known, steps, version, created_at, updated_at, dossier_id
FROM dossiers_draft WHERE token = :token;

-- name: draft_by_id :maybe
-- One draft by its id.
-- row: draft
-- in: id int
SELECT id, token, account_id, procedure_id, procedure_version, place_unit, for_whom, data, known, steps, version, created_at, updated_at, dossier_id
FROM dossiers_draft WHERE id = :id;

-- name: drafts_of :many
-- What a resident has begun and not submitted, newest first.
-- most: 100
-- row: draft
-- in: account_id int
SELECT id, token, account_id, procedure_id, procedure_version, place_unit, for_whom, data, known, steps, version, created_at, updated_at, dossier_id
FROM dossiers_draft WHERE account_id = :account_id AND dossier_id = 0 ORDER BY updated_at DESC LIMIT 100;

-- name: draft_save :exec
-- What was typed, if nobody saved since it was read.
-- in: id int, before int, place_unit text, for_whom text, data text, known text, steps text, now time
UPDATE dossiers_draft SET place_unit = :place_unit, for_whom = :for_whom, data = :data, known = :known, steps = :steps,
  version = version + 1, updated_at = :now
WHERE id = :id AND version = :before AND dossier_id = 0;

-- name: draft_consume :exec
-- The draft became this dossier; changes nothing when it became one before.
-- in: id int, account_id int, dossier_id int
UPDATE dossiers_draft SET dossier_id = :dossier_id WHERE id = :id AND account_id = :account_id AND dossier_id = 0;

-- name: draft_delete :exec
-- Throws a draft away.
-- in: id int, account_id int
DELETE FROM dossiers_draft WHERE id = :id AND account_id = :account_id AND dossier_id = 0;

-- name: drafts_delete_old :exec
-- Drafts that nobody touched since then.
-- in: before time
DELETE FROM dossiers_draft WHERE updated_at < :before;

-- name: draft_papers_delete_orphans :exec
-- Papers of drafts that are gone.
DELETE FROM dossiers_draft_paper WHERE draft_id NOT IN (SELECT id FROM dossiers_draft);

-- name: draft_paper_insert :exec
-- A file laid into a draft.
-- in: id int, draft_id int, number int, name text, digest text, file_name text, kind text, size int, pages int, source text, problem text?,
-- in: added_at time
INSERT INTO dossiers_draft_paper (id, draft_id, number, name, digest, file_name, kind, size, pages, source, problem, added_at)
VALUES (:id, :draft_id, :number, :name, :digest, :file_name, :kind, :size, :pages, :source, :problem, :added_at);

-- name: draft_papers :many
-- Files of a draft as they came.
-- most: 200
-- in: draft_id int
-- out: id int, number int, name text, digest text, file_name text, kind text, size int, pages int, source text, problem text?, added_at time
SELECT id, number, name, digest, file_name, kind, size, pages, source, problem, added_at
FROM dossiers_draft_paper WHERE draft_id = :draft_id ORDER BY id;

-- name: draft_paper_delete :exec
-- Takes a file out of a draft.
-- in: id int, draft_id int
DELETE FROM dossiers_draft_paper WHERE id = :id AND draft_id = :draft_id;
