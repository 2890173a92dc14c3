-- name: unit_put :exec later
-- A unit of the package; one already there takes the new words but keeps an end that a change script gave it.
-- in: id text, position int, kind text, form text?, name_vi text, name_en text, agency_name_vi text, agency_name_en text,
-- in: short_name_vi text, parent_id text?, area_id text?, admin_code text?, path text, valid_from int, valid_to int
INSERT INTO units_unit (id, position, kind, form, name_vi, name_en, agency_name_vi, agency_name_en, short_name_vi, parent_id, area_id,
  admin_code, path, valid_from, valid_to)
VALUES (:id, :position, :kind, :form, :name_vi, :name_en, :agency_name_vi, :agency_name_en, :short_name_vi, :parent_id, :area_id,
  :admin_code, :path, :valid_from, :valid_to)
ON CONFLICT (id) DO UPDATE SET position = excluded.position, kind = excluded.kind, form = excluded.form, name_vi = excluded.name_vi,
  name_en = excluded.name_en, agency_name_vi = excluded.agency_name_vi, agency_name_en = excluded.agency_name_en,
  short_name_vi = excluded.short_name_vi, parent_id = excluded.parent_id, area_id = excluded.area_id,
  admin_code = excluded.admin_code, path = excluded.path, valid_from = excluded.valid_from;

-- name: unit_all :many
-- Every unit, parents before children.
-- most: 20000
-- out: id text, kind text, form text?, name_vi text, name_en text, agency_name_vi text, agency_name_en text, short_name_vi text,
-- out: parent_id text?, area_id text?, admin_code text?, path text, valid_from int, valid_to int
SELECT id, kind, form, name_vi, name_en, agency_name_vi, agency_name_en, short_name_vi, parent_id, area_id, admin_code, path, valid_from, valid_to
FROM units_unit ORDER BY position;

-- name: alias_put :exec later
-- A dated code of a unit.
-- in: unit_id text, scheme text, code text, valid_from int, valid_to int
INSERT INTO units_alias (unit_id, scheme, code, valid_from, valid_to) VALUES (:unit_id, :scheme, :code, :valid_from, :valid_to)
ON CONFLICT (scheme, code, valid_from) DO UPDATE SET unit_id = excluded.unit_id, valid_to = excluded.valid_to;

-- name: alias_all :many
-- Every code.
-- most: 50000
-- out: unit_id text, scheme text, code text, valid_from int, valid_to int
SELECT unit_id, scheme, code, valid_from, valid_to FROM units_alias ORDER BY unit_id, scheme, valid_from DESC;

-- name: successions :many
-- What followed a unit, and what it followed.
-- in: unit_id text
-- out: from_id text, to_id text, on_day int, share real, norm text
SELECT from_id, to_id, on_day, share, norm FROM units_succession WHERE from_id = :unit_id OR to_id = :unit_id ORDER BY on_day;
