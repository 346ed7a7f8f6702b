ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'new';
UPDATE orders SET state = 'paid';
-- UPDATE in a comment says nothing, and neither does 'DELETE FROM orders' in a text.
INSERT INTO notes (body) VALUES ('DELETE FROM orders');
DELETE FROM carts;
DELETE FROM sessions WHERE ended_at < now() - interval '90 days';
WITH gone AS (DELETE FROM drafts RETURNING id) SELECT count(*) FROM gone;
CREATE FUNCTION tidy() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE orders SET touched = now();
END
$$;
CREATE TABLE scratch (id int);
DROP TABLE scratch;
DROP TABLE legacy_orders;
ALTER TABLE orders DROP COLUMN note;
ALTER TABLE orders DROP CONSTRAINT orders_pkey;
GRANT ALL ON orders TO app;
DROP VIEW orders_by_day CASCADE;
