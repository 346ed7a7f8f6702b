SET lock_timeout = '2s';
SET statement_timeout = '30s';
UPDATE orders SET state = 'open' WHERE state IS NULL AND id BETWEEN 1 AND 10000;
DELETE FROM sessions WHERE expires_at < now() - interval '30 days';
