-- Work for later (core/jobs.h). state: waiting, dead. again: asked for once more while it ran.
CREATE TABLE core_job (
  id t_int PRIMARY KEY,
  kind t_text NOT NULL,
  job_key t_text NOT NULL,
  run_at t_time NOT NULL,
  payload t_text NOT NULL,
  state t_text NOT NULL,
  again t_bool NOT NULL,
  attempts t_int NOT NULL,
  lease_until t_time NOT NULL,
  last_error t_text
);
CREATE UNIQUE INDEX core_job_kind_key ON core_job (kind, job_key);
CREATE INDEX core_job_due ON core_job (state, run_at);
