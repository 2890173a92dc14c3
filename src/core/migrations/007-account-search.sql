-- Names as they are searched and sorted (made in C), and where in the tree of units an assignment lies (units' path at that time).
ALTER TABLE core_account ADD COLUMN folded t_text NOT NULL DEFAULT '';
ALTER TABLE core_account ADD COLUMN sort_key t_text NOT NULL DEFAULT '';
ALTER TABLE core_assignment ADD COLUMN unit_path t_text NOT NULL DEFAULT '';
CREATE INDEX core_account_sort ON core_account (kind, sort_key);
