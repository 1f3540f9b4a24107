-- A role that reads the shared journal for dashboards and other programs, and nothing but its views.
-- Run it as the owner of the database:  psql -d wan27 -v reader=wan27_reader -f fleet-reader.sql
-- Then give it a password, or another way to log in:  ALTER ROLE wan27_reader PASSWORD '...';
\if :{?reader}
\else
\set reader wan27_reader
\endif
CREATE ROLE :"reader" LOGIN;
ALTER ROLE :"reader" SET default_transaction_read_only = on;
GRANT USAGE ON SCHEMA wan27 TO :"reader";
GRANT SELECT ON wan27.task_v1, wan27.asset_v1, wan27.usage_v1 TO :"reader";
