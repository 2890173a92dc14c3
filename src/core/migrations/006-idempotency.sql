-- Answers to calls that carried an Idempotency-Key, kept for two days; status NULL while the call is being worked on.
CREATE TABLE core_idempotency (
  holder t_text NOT NULL,
  key t_text NOT NULL,
  request_hash t_text NOT NULL,
  at t_time NOT NULL,
  status t_int,
  content_type t_text,
  location t_text,
  body t_blob,
  PRIMARY KEY (holder, key)
);
CREATE INDEX core_idempotency_at ON core_idempotency (at);
