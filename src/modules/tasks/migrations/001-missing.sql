-- What an officer has noted as missing and not yet asked for; sent as one request, then gone. field: flat name or ''; paper: number of the
-- component or 0.
CREATE TABLE tasks_missing (
  dossier_id t_int NOT NULL,
  field t_text NOT NULL,
  paper t_int NOT NULL,
  name t_text NOT NULL,
  reason t_text NOT NULL,
  account_id t_int NOT NULL,
  noted_at t_time NOT NULL,
  PRIMARY KEY (dossier_id, field, paper)
);
