-- Versions of procedures, immutable: content is the JSON of all facts and papers, hash its SHA-256. A dossier keeps (id, version).
CREATE TABLE procedures_version (
  id t_text NOT NULL,
  version t_int NOT NULL,
  hash t_text NOT NULL,
  valid_from t_int NOT NULL,
  valid_to t_int NOT NULL,
  form_hash t_text NOT NULL,
  workflow_hash t_text NOT NULL,
  content t_text NOT NULL,
  in_package t_bool NOT NULL,
  PRIMARY KEY (id, version)
);
-- Forms (JSON Schema) and workflows (BPMN) by the hash of their content, kept for ever: old dossiers open with what they began with.
CREATE TABLE procedures_document (
  hash t_text PRIMARY KEY,
  kind t_text NOT NULL,
  id t_text NOT NULL,
  content t_text NOT NULL
);
-- An officer has confirmed a group of facts (identity, time, fee, online, papers) of a version, with the source.
CREATE TABLE procedures_confirmation (
  procedure_id t_text NOT NULL,
  version t_int NOT NULL,
  facts t_text NOT NULL,
  source t_text NOT NULL,
  account_id t_int NOT NULL,
  account_name t_text NOT NULL,
  at t_time NOT NULL,
  PRIMARY KEY (procedure_id, version, facts)
);
