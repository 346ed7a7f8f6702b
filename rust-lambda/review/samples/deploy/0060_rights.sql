-- Protections of a database that a migration takes away.
ALTER TABLE orders DISABLE ROW LEVEL SECURITY;
ALTER TABLE orders NO FORCE ROW LEVEL SECURITY;
DROP POLICY tenants ON orders;
DROP POLICY IF EXISTS owners ON orders;
CREATE POLICY owners ON orders USING (owner = current_user);
ALTER ROLE app SUPERUSER;
CREATE USER reports WITH LOGIN BYPASSRLS;
COPY orders TO PROGRAM 'gzip > /tmp/orders.gz';
GRANT SELECT ON orders TO PUBLIC;
ALTER SYSTEM SET log_statement = 'none';
ALTER TABLE orders DISABLE TRIGGER ALL;
SET session_replication_role = replica;
CREATE EXTENSION IF NOT EXISTS plpython3u;
CREATE FUNCTION raise_pay() RETURNS void AS $$
BEGIN
  UPDATE staff SET pay = pay + 1 WHERE id = 4;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER;
CREATE FUNCTION safe() RETURNS void AS $$
BEGIN
  UPDATE staff SET pay = pay + 1 WHERE id = 4;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog;
ALTER TABLE orders SET UNLOGGED;
LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;
