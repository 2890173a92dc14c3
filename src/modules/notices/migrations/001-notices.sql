-- Messages to people. state: created, sending, delivered (taken over by the gateway), failed (for ever; a fallback may follow).
CREATE TABLE notices_message (
  id t_int PRIMARY KEY,
  message_key t_text NOT NULL,
  event t_text NOT NULL,
  dossier_id t_int NOT NULL,
  dossier_code t_text NOT NULL,
  unit_id t_text,
  person t_text,
  channel t_text NOT NULL,
  address t_text NOT NULL,
  subject t_text NOT NULL,
  body t_text NOT NULL,
  others t_text NOT NULL,
  state t_text NOT NULL,
  attempts t_int NOT NULL,
  receipt t_text NOT NULL,
  created_at t_time NOT NULL,
  send_at t_time NOT NULL,
  done_at t_time NOT NULL
);
CREATE UNIQUE INDEX notices_message_by_key ON notices_message (message_key);
CREATE INDEX notices_message_person ON notices_message (person, id);
CREATE INDEX notices_message_state ON notices_message (state, id);
