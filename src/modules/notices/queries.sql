-- name: add :exec
-- A message to be sent; the same key twice is one message.
-- in: id int, message_key text, event text, dossier_id int, dossier_code text, unit_id text?, person text?, channel text, address text, subject text, body text, others text, now time, send_at time
INSERT INTO notices_message (id, message_key, event, dossier_id, dossier_code, unit_id, person, channel, address, subject, body, others, state, attempts, receipt, created_at, send_at, done_at)
VALUES (:id, :message_key, :event, :dossier_id, :dossier_code, :unit_id, :person, :channel, :address, :subject, :body, :others, 'created', 0, '', :now, :send_at, 0)
ON CONFLICT (message_key) DO NOTHING;

-- name: by_id :maybe
-- One message.
-- row: message
-- in: id int
-- out: id int, message_key text, event text, dossier_id int, dossier_code text, unit_id text?, person text?, channel text, address text, subject text, body text, others text, state text, attempts int, receipt text, created_at time, send_at time, done_at time
SELECT id, message_key, event, dossier_id, dossier_code, unit_id, person, channel, address, subject, body, others, state, attempts, receipt, created_at, send_at, done_at
FROM notices_message WHERE id = :id;

-- name: of_person :many
-- What a person was told, newest first.
-- row: message
-- most: 100
-- in: person text
SELECT id, message_key, event, dossier_id, dossier_code, unit_id, person, channel, address, subject, body, others, state, attempts, receipt, created_at, send_at, done_at
FROM notices_message WHERE person = :person ORDER BY id DESC LIMIT 100;

-- name: in_state :many
-- Messages of one state, newest first.
-- row: message
-- most: 200
-- in: state text, limit int, offset int
SELECT id, message_key, event, dossier_id, dossier_code, unit_id, person, channel, address, subject, body, others, state, attempts, receipt, created_at, send_at, done_at
FROM notices_message WHERE state = :state ORDER BY id DESC LIMIT :limit OFFSET :offset;

-- name: counts :many
-- How many messages of each state.
-- out: state text, count int
SELECT state, count(*) AS count FROM notices_message GROUP BY state ORDER BY state;

-- name: begin_sending :exec
-- An attempt begins; changes nothing when the message is done.
-- in: id int
UPDATE notices_message SET state = 'sending', attempts = attempts + 1 WHERE id = :id AND state IN ('created', 'sending');

-- name: finish :exec
-- The gateway has it, or it failed for ever.
-- in: id int, state text, receipt text, now time
UPDATE notices_message SET state = :state, receipt = :receipt, done_at = :now WHERE id = :id;

-- name: note_trouble :exec
-- An attempt failed; another one follows.
-- in: id int, receipt text
UPDATE notices_message SET receipt = :receipt WHERE id = :id;

-- name: again :exec
-- An operator lets a failed message be tried again.
-- in: id int
UPDATE notices_message SET state = 'created', attempts = 0 WHERE id = :id AND state = 'failed';

-- name: sweep_old :exec
-- Old messages go: they are copies of what the dossier says.
-- in: oldest time
DELETE FROM notices_message WHERE created_at < :oldest AND state IN ('delivered', 'failed');
