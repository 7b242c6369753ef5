-- The users. More.
CREATE TABLE IF NOT EXISTS public.users (
  id SERIAL PRIMARY KEY,
  name VARCHAR(255) NOT NULL DEFAULT 'x', -- the name
  "Quoted" text,
  role_id INT REFERENCES roles(id),
  PRIMARY KEY (id)
);
/* Who is here. */
CREATE OR REPLACE VIEW active AS SELECT id, name FROM users WHERE x = 1;
CREATE MATERIALIZED VIEW mv AS SELECT 1;
CREATE UNIQUE INDEX idx_name ON users (name);
create index on t (a);
CREATE FUNCTION s.add(IN a integer, b integer DEFAULT 1) RETURNS integer AS $$
SELECT a + b;
$$ LANGUAGE sql;
CREATE FUNCTION rows() RETURNS TABLE (z int) LANGUAGE sql AS $$ SELECT 1; $$;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE pair AS (x int, y text);
CREATE SEQUENCE seq START 1;
CREATE SCHEMA app;
CREATE TRIGGER trg BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE s.users ADD COLUMN age INT;
DROP TABLE old;
INSERT INTO users VALUES ('CREATE TABLE no (a int)');
create table copied as select 1;
