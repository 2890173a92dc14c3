-- Which versions of the province package were brought in, and when; the newest is in force.
CREATE TABLE core_package (
  number t_int PRIMARY KEY,
  hash t_text NOT NULL,
  loaded_at t_time NOT NULL
);
