-- What is counted of dossiers.

-- name: dossier_put :exec
-- What the journal says of a dossier now.
-- in: dossier_id int, last_line int, code text, procedure_id text, unit_id text, channel int, fully_online bool, submitted_at time, due_at time,
-- in: paused bool, ended_at time, end_kind text, supplements int, supplemented_at time, minutes int, components int, digitised int, reused int,
-- in: population bool, result_at time
UPDATE statistics_dossier SET last_line = :last_line, code = :code, procedure_id = :procedure_id, unit_id = :unit_id, channel = :channel,
  fully_online = :fully_online, submitted_at = :submitted_at, due_at = :due_at, paused = :paused, ended_at = :ended_at, end_kind = :end_kind,
  supplements = :supplements, supplemented_at = :supplemented_at, minutes = :minutes, components = :components, digitised = :digitised,
  reused = :reused, population = :population, result_at = :result_at
WHERE dossier_id = :dossier_id;

-- name: dossier_lock :one
-- What was counted of a dossier so far (nothing: submitted_at 0), held until the end of the transaction, so that two do not count it at once.
-- row: facts
-- in: dossier_id int
-- out: dossier_id int, last_line int, code text, procedure_id text, unit_id text, channel int, fully_online bool, submitted_at time, due_at time,
-- out: paused bool, ended_at time, end_kind text, supplements int, supplemented_at time, minutes int, components int, digitised int, reused int,
-- out: population bool, result_at time
INSERT INTO statistics_dossier (dossier_id, last_line, code, procedure_id, unit_id, channel, fully_online, submitted_at, due_at, paused, ended_at, end_kind, supplements,
  supplemented_at, minutes, components, digitised, reused, population, result_at)
VALUES (:dossier_id, 0, '', '', '', 0, 0, 0, 0, 0, 0, '', 0, 0, 0, 0, 0, 0, 0, 0)
ON CONFLICT (dossier_id) DO UPDATE SET last_line = statistics_dossier.last_line
RETURNING dossier_id, last_line, code, procedure_id, unit_id, channel, fully_online, submitted_at, due_at, paused, ended_at, end_kind, supplements,
  supplemented_at, minutes, components, digitised, reused, population, result_at;

-- name: dossier_of :maybe
-- What is counted of one dossier.
-- row: facts
-- in: dossier_id int
SELECT dossier_id, last_line, code, procedure_id, unit_id, channel, fully_online, submitted_at, due_at, paused, ended_at, end_kind, supplements,
  supplemented_at, minutes, components, digitised, reused, population, result_at
FROM statistics_dossier WHERE dossier_id = :dossier_id;

-- name: dossiers_touched :many
-- Dossiers that may count in a period: submitted, ended or first supplemented in it. (The list behind a figure.)
-- most: 200000
-- row: facts
-- in: first time, last time
SELECT dossier_id, last_line, code, procedure_id, unit_id, channel, fully_online, submitted_at, due_at, paused, ended_at, end_kind, supplements,
  supplemented_at, minutes, components, digitised, reused, population, result_at
FROM statistics_dossier
WHERE (submitted_at >= :first AND submitted_at < :last) OR (ended_at >= :first AND ended_at < :last) OR (supplemented_at >= :first AND supplemented_at < :last)
ORDER BY submitted_at, dossier_id;

-- name: dossiers_open :many
-- Dossiers without an end.
-- most: 200000
-- row: facts
SELECT dossier_id, last_line, code, procedure_id, unit_id, channel, fully_online, submitted_at, due_at, paused, ended_at, end_kind, supplements,
  supplemented_at, minutes, components, digitised, reused, population, result_at
FROM statistics_dossier WHERE ended_at = 0 ORDER BY submitted_at, dossier_id;

-- name: day_add :exec
-- Adds to a sum of a day.
-- in: day int, unit_id text, procedure_id text, measure int, month int, n int
INSERT INTO statistics_day (day, unit_id, procedure_id, measure, month, n) VALUES (:day, :unit_id, :procedure_id, :measure, :month, :n)
ON CONFLICT (day, unit_id, procedure_id, measure) DO UPDATE SET n = statistics_day.n + excluded.n;

-- name: day_tidy :exec
-- A sum that has become nothing.
-- in: day int, unit_id text, procedure_id text, measure int
DELETE FROM statistics_day WHERE day = :day AND unit_id = :unit_id AND procedure_id = :procedure_id AND measure = :measure AND n = 0;

-- name: sums_query :many
-- Sums of a period by unit, procedure and measure.
-- most: 400000
-- row: sum
-- in: first int, last int
-- out: unit_id text, procedure_id text, measure int, n int
SELECT unit_id, procedure_id, measure, CAST(sum(n) AS bigint) AS n FROM statistics_day WHERE day >= :first AND day <= :last
GROUP BY unit_id, procedure_id, measure;

-- name: open_sums :many
-- What is open and overdue at a moment, by unit and procedure.
-- most: 400000
-- in: now time
-- out: unit_id text, procedure_id text, open int, overdue int
SELECT unit_id, procedure_id, count(*) AS open, CAST(sum(CASE WHEN paused = 0 AND due_at > 0 AND due_at < :now THEN 1 ELSE 0 END) AS bigint) AS overdue
FROM statistics_dossier WHERE ended_at = 0 GROUP BY unit_id, procedure_id;

-- name: month_sums :many
-- Received (1) and done (11) by month, unit and procedure: the chart.
-- most: 400000
-- in: first int, last int
-- out: month int, unit_id text, procedure_id text, measure int, n int
SELECT month, unit_id, procedure_id, measure, CAST(sum(n) AS bigint) AS n FROM statistics_day
WHERE month >= :first AND month <= :last AND measure IN (1, 11) GROUP BY month, unit_id, procedure_id, measure;

-- name: result_put :exec
-- An electronic result.
-- in: paper_id int, dossier_id int, made_at time
INSERT INTO statistics_result (paper_id, dossier_id, made_at, withdrawn) VALUES (:paper_id, :dossier_id, :made_at, 0)
ON CONFLICT (paper_id) DO UPDATE SET dossier_id = excluded.dossier_id, made_at = excluded.made_at;

-- name: result_withdraw :exec
-- An electronic result that does not hold any more.
-- in: paper_id int, dossier_id int
INSERT INTO statistics_result (paper_id, dossier_id, made_at, withdrawn) VALUES (:paper_id, :dossier_id, 0, 1)
ON CONFLICT (paper_id) DO UPDATE SET withdrawn = 1;

-- name: result_of :one
-- When the electronic result of a dossier was made; 0: there is none that holds.
-- in: dossier_id int
-- out: made_at time
SELECT coalesce(min(made_at), 0) AS made_at FROM statistics_result WHERE dossier_id = :dossier_id AND withdrawn = 0 AND made_at > 0;

-- name: clear_days :exec
-- Everything is counted anew.
DELETE FROM statistics_day;

-- name: clear_dossiers :exec
-- Everything is counted anew.
DELETE FROM statistics_dossier;

-- name: clear_results :exec
-- Everything is counted anew.
DELETE FROM statistics_result;
