-- The language a resident last used here: notices are written in it.
ALTER TABLE accounts_resident ADD COLUMN language t_text NOT NULL DEFAULT 'vi';
