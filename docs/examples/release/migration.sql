-- Orders get a status of their own.
ALTER TABLE orders ADD COLUMN status text NOT NULL DEFAULT 'open';
UPDATE orders SET status = 'shipped';
CREATE INDEX orders_status ON orders (status);
DROP TABLE orders_archive;
