-- Units of the loaded package, valid from and to (days since 1970; the largest number: open). path: ancestors and itself.
CREATE TABLE units_unit (
  id t_text PRIMARY KEY,
  position t_int NOT NULL,
  kind t_text NOT NULL,
  form t_text,
  name_vi t_text NOT NULL,
  name_en t_text NOT NULL,
  agency_name_vi t_text NOT NULL,
  agency_name_en t_text NOT NULL,
  short_name_vi t_text NOT NULL,
  parent_id t_text,
  area_id t_text,
  admin_code t_text,
  path t_text NOT NULL,
  valid_from t_int NOT NULL,
  valid_to t_int NOT NULL
);
-- Identifier codes of units, dated (QĐ 20/2020/QĐ-TTg and QCVN 102:2016/BTTTT).
CREATE TABLE units_alias (
  unit_id t_text NOT NULL,
  scheme t_text NOT NULL,
  code t_text NOT NULL,
  valid_from t_int NOT NULL,
  valid_to t_int NOT NULL,
  PRIMARY KEY (scheme, code, valid_from)
);
-- Which unit followed which, by dated change scripts that were applied.
CREATE TABLE units_succession (
  from_id t_text NOT NULL,
  to_id t_text NOT NULL,
  on_day t_int NOT NULL,
  share t_real NOT NULL,
  norm t_text NOT NULL,
  PRIMARY KEY (from_id, to_id, on_day)
);
