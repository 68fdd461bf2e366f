"""Checks of the chain are written through three functions: the database says when they were.

The servers' role runs the checks, so it can say that all fits when nothing does; it cannot date a
check, change one that is done, or say that a chain fits whose last link is another.
"""

FUNCTIONS = r"""
CREATE FUNCTION journal_ask_check(p_id uuid, p_by uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO journal_verification (id, asked_at, asked_by, entries, findings)
    VALUES (p_id, clock_timestamp(), p_by, 0, '[]')
$$;

CREATE FUNCTION journal_begin_check(p_id uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE journal_verification SET started_at = clock_timestamp()
    WHERE id = p_id AND finished_at IS NULL
$$;

CREATE FUNCTION journal_finish_check(
    p_id uuid, p_last bigint, p_hash bytea, p_entries bigint, p_findings jsonb
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_findings = '[]' AND (p_entries <> p_last OR NOT EXISTS (
        SELECT FROM journal_link WHERE seq = p_last AND hash = p_hash
    )) THEN
        RAISE EXCEPTION 'journal: this chain does not end so' USING ERRCODE = '42501';
    END IF;
    UPDATE journal_verification
    SET finished_at = clock_timestamp(), last_seq = p_last, last_hash = p_hash,
        entries = p_entries, findings = p_findings
    WHERE id = p_id AND started_at IS NOT NULL AND finished_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'journal: no such check runs' USING ERRCODE = '42501';
    END IF;
END $$;
"""

# Also run after a dump was loaded, which may be older than the functions.
GRANTS = r"""
DO $$
DECLARE
    app record;
    fun regprocedure;
BEGIN
    IF to_regprocedure('journal_ask_check(uuid,uuid)') IS NULL THEN
        RETURN;
    END IF;
    FOR app IN
        SELECT DISTINCT pg_get_userbyid(a.grantee) AS name
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = 'journal_verification'::regclass AND a.grantee NOT IN (0, c.relowner)
    LOOP
        EXECUTE format('REVOKE ALL ON journal_verification FROM %I', app.name);
        EXECUTE format('GRANT SELECT ON journal_verification TO %I', app.name);
        FOREACH fun IN ARRAY ARRAY[
            'journal_ask_check(uuid,uuid)', 'journal_begin_check(uuid)',
            'journal_finish_check(uuid,bigint,bytea,bigint,jsonb)'
        ]::regprocedure[] LOOP
            EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', fun);
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', fun, app.name);
        END LOOP;
    END LOOP;
END $$;
"""
