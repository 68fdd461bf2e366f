"""The schema `hosted` and the only functions by which the servers' role changes what is in it.

They belong to the tables' owner. A name is made of a number, a type of a letter: nothing that
anybody typed becomes part of a statement.
"""

FORWARD = r"""
CREATE SCHEMA IF NOT EXISTS hosted;

CREATE FUNCTION tables_make(p_no integer, p_types text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    cols text;
    app record;
BEGIN
    IF p_no <= 0 OR p_types !~ '^[CNYDTLMGBIF]+$' OR length(p_types) > 400 THEN
        RAISE EXCEPTION 'tables: no such columns' USING ERRCODE = '22023';
    END IF;
    SELECT string_agg(format('c%s %s', i, CASE substr(p_types, i, 1)
            WHEN 'N' THEN 'numeric' WHEN 'Y' THEN 'numeric' WHEN 'D' THEN 'date'
            WHEN 'T' THEN 'timestamp' WHEN 'L' THEN 'boolean' WHEN 'I' THEN 'bigint'
            WHEN 'B' THEN 'float8' WHEN 'F' THEN 'float8' ELSE 'text' END), ', ' ORDER BY i)
        INTO cols FROM generate_series(1, length(p_types)) AS i;
    EXECUTE format('CREATE TABLE hosted.t%s (n bigint PRIMARY KEY, f bigint NOT NULL, %s)',
        p_no, cols);
    EXECUTE format('CREATE TABLE hosted.r%s (n bigint PRIMARY KEY, gone boolean NOT NULL, '
        'f bigint NOT NULL, %s)', p_no, cols);
    FOR app IN
        SELECT DISTINCT pg_get_userbyid(a.grantee) AS name
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = 'public.tables_content'::regclass AND a.grantee NOT IN (0, c.relowner)
    LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON hosted.t%s, hosted.r%s TO %I',
            p_no, p_no, app.name);
    END LOOP;
END $$;

-- Unique over the key's columns; readers go on meanwhile.
CREATE FUNCTION tables_key(p_no integer, p_columns integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE UNIQUE INDEX IF NOT EXISTS t%s_key ON hosted.t%s (%s)', p_no, p_no,
        (SELECT string_agg(format('c%s', c), ', ' ORDER BY o)
         FROM unnest(p_columns) WITH ORDINALITY AS u(c, o)));
END $$;

-- With the row's number behind the column: sorting with a cursor reads the index alone.
CREATE FUNCTION tables_index(p_no integer, p_column integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE INDEX IF NOT EXISTS t%s_c%s ON hosted.t%s (c%s, n)',
        p_no, p_column, p_no, p_column);
END $$;

CREATE FUNCTION tables_analyze(p_no integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('ANALYZE hosted.t%s', p_no);
END $$;

-- Whether it is gone; false while somebody reads it.
CREATE FUNCTION tables_drop(p_no integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF to_regclass(format('hosted.t%s', p_no)) IS NOT NULL THEN
        EXECUTE format('LOCK TABLE hosted.t%s, hosted.r%s IN ACCESS EXCLUSIVE MODE NOWAIT',
            p_no, p_no);
        EXECUTE format('DROP TABLE hosted.t%s, hosted.r%s', p_no, p_no);
    END IF;
    RETURN true;
EXCEPTION WHEN lock_not_available THEN
    RETURN false;
END $$;
"""

BACKWARD = """
DROP SCHEMA hosted CASCADE;
DROP FUNCTION tables_make(integer, text), tables_key(integer, integer[]),
    tables_index(integer, integer), tables_analyze(integer), tables_drop(integer);
"""

# Whoever has rights on our tables by default (the servers' role) reads and writes rows in the
# schema and calls the functions; it makes nothing there itself. A dump without this room passes.
GRANTS = r"""
DO $$
DECLARE
    app record;
    fun text;
    funs text[] := ARRAY['tables_make(integer,text)', 'tables_key(integer,integer[])',
        'tables_index(integer,integer)', 'tables_analyze(integer)', 'tables_drop(integer)'];
BEGIN
    IF to_regclass('public.tables_content') IS NULL
        OR to_regprocedure('public.tables_drop(integer)') IS NULL THEN
        RETURN;
    END IF;
    FOREACH fun IN ARRAY funs LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION public.%s FROM PUBLIC', fun);
    END LOOP;
    FOR app IN
        SELECT DISTINCT pg_get_userbyid(a.grantee) AS name
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = 'public.tables_content'::regclass AND a.grantee NOT IN (0, c.relowner)
    LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA hosted TO %I', app.name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA hosted TO %I',
            app.name);
        FOREACH fun IN ARRAY funs LOOP
            EXECUTE format('GRANT EXECUTE ON FUNCTION public.%s TO %I', fun, app.name);
        END LOOP;
    END LOOP;
END $$;
"""
