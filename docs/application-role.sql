-- The role as which Slipway runs where the database is yours: it may add to the audit and never change it, whatever runs
-- in the process. Run this as the owner of the database, once, and again after every upgrade (which the owner applies):
--
--   psql "$OWNER_URL" -f docs/application-role.sql
--   psql "$OWNER_URL" -c "ALTER ROLE slipway_app PASSWORD '…'"
--
-- Then DATABASE_URL names slipway_app. See docs/audit.md.
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'slipway_app') THEN
    CREATE ROLE slipway_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;
  END IF;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO slipway_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO slipway_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO slipway_app;

-- What is proven is added to and never changed.
REVOKE UPDATE, DELETE ON audit_events, audit_chain, audit_checkpoints FROM slipway_app;
-- Payloads go when their retention ends; the trigger lets only that through, and the chain keeps the record of it.
REVOKE UPDATE ON audit_payloads FROM slipway_app;
-- Migrations are the owner's.
REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM slipway_app;
