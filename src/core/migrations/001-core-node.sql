-- Which process makes ids with which node number (0-63), until when; see db_node.c.
CREATE TABLE core_node (
    node        t_int  NOT NULL PRIMARY KEY,
    holder      t_text NOT NULL, -- random, one per process
    lease_until t_time NOT NULL
);
-- The one row that the health page writes and reads back.
CREATE TABLE core_ping (
    id t_int  NOT NULL PRIMARY KEY,
    at t_time NOT NULL
);
