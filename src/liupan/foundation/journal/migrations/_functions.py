"""The journal's database functions, triggers, grants and the first link."""

FORWARD = r"""
CREATE FUNCTION journal_record(
    p_id uuid, p_act text, p_thing_type text, p_thing_id uuid, p_actor_kind text, p_actor_id uuid,
    p_at timestamptz, p_operation text, p_secrecy smallint, p_changes jsonb, p_concerned uuid[]
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE new_pos bigint;
BEGIN
    INSERT INTO journal_entry (id, act, thing_type, thing_id, actor_kind, actor_id, at,
                               recorded_at, operation, secrecy, changes, concerned)
    VALUES (p_id, p_act, p_thing_type, p_thing_id, p_actor_kind, p_actor_id, p_at,
            clock_timestamp(), p_operation, p_secrecy, p_changes, p_concerned)
    RETURNING pos INTO new_pos;
    INSERT INTO journal_concern (thing_id, pos)
    SELECT DISTINCT thing, new_pos FROM unnest(p_thing_id || p_concerned) AS thing;
    INSERT INTO journal_pending (pos) VALUES (new_pos);
    RETURN new_pos;
END $$;

-- Links are appended by whoever holds the sequencer's lock: no gap, nothing overwritten, and only
-- entries that wait.
CREATE FUNCTION journal_append_links(p_first bigint, p_pos bigint[], p_hash bytea[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE taken bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('liupan.journal.sequencer'));
    IF p_first <> (SELECT max(seq) FROM journal_link) + 1 THEN
        RAISE EXCEPTION 'journal: the chain has moved on' USING ERRCODE = '40001';
    END IF;
    DELETE FROM journal_pending WHERE pos = ANY (p_pos);
    GET DIAGNOSTICS taken = ROW_COUNT;
    IF taken <> cardinality(p_pos) OR taken <> cardinality(p_hash) THEN
        RAISE EXCEPTION 'journal: only waiting entries are linked, each once'
            USING ERRCODE = '42501';
    END IF;
    INSERT INTO journal_link (seq, pos, hash)
    SELECT p_first + n - 1, pos, hash
    FROM unnest(p_pos, p_hash) WITH ORDINALITY AS t(pos, hash, n);
END $$;

-- The text that is hashed and exported: one line of JSON, times in microseconds of Unix time.
-- Without a search path of its own, so that it is inlined: verifying reads millions of them.
CREATE FUNCTION journal_text(e journal_entry) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT pg_catalog.jsonb_build_array(
        e.id, e.act, e.thing_type, e.thing_id, e.actor_kind, e.actor_id,
        (EXTRACT(epoch FROM e.at) * 1000000)::bigint,
        (EXTRACT(epoch FROM e.recorded_at) * 1000000)::bigint,
        e.operation, e.secrecy, e.changes, pg_catalog.to_jsonb(e.concerned)
    )::text
$$;

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is permanent: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;
"""

PERMANENT = ("journal_entry", "journal_concern", "journal_link")

TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_is_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();\n"
    for table in PERMANENT
)

# The chain begins with 32 bytes drawn for this installation: no other installation's links fit.
GENESIS = """
INSERT INTO journal_link (seq, pos, hash) VALUES (0, 0, sha256(convert_to(
    gen_random_uuid()::text || gen_random_uuid()::text || clock_timestamp()::text, 'UTF8')));
"""

# Whoever was granted rights by default (the application's role) may read, and write only
# through the two functions.
GRANTS = r"""
DO $$
DECLARE
    app record;
    tab text;
    fun text;
    tabs text[] := ARRAY['journal_entry', 'journal_concern', 'journal_link', 'journal_pending'];
    funs text[] := ARRAY[
        'journal_record(uuid,text,text,uuid,text,uuid,timestamptz,text,smallint,jsonb,uuid[])',
        'journal_append_links(bigint,bigint[],bytea[])'
    ];
BEGIN
    FOREACH fun IN ARRAY funs LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', fun);
    END LOOP;
    FOR app IN
        SELECT DISTINCT pg_get_userbyid(a.grantee) AS name
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = 'journal_entry'::regclass AND a.grantee NOT IN (0, c.relowner)
    LOOP
        FOREACH tab IN ARRAY tabs LOOP
            EXECUTE format('REVOKE ALL ON %I FROM %I', tab, app.name);
            EXECUTE format('GRANT SELECT ON %I TO %I', tab, app.name);
        END LOOP;
        EXECUTE format('REVOKE ALL ON SEQUENCE %s FROM %I',
            pg_get_serial_sequence('journal_entry', 'pos'), app.name);
        FOREACH fun IN ARRAY funs LOOP
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', fun, app.name);
        END LOOP;
    END LOOP;
END $$;
"""
