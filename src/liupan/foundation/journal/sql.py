"""The journal's database functions, triggers and grants."""

FORWARD = r"""
CREATE FUNCTION journal_record(
    p_id uuid, p_act text, p_thing_type text, p_thing_id uuid, p_actor_kind text, p_actor_id uuid,
    p_at timestamptz, p_operation text, p_changes jsonb, p_concerned uuid[]
) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH entry AS (
        INSERT INTO journal_entry (id, act, thing_type, thing_id, actor_kind, actor_id, at,
                                   recorded_at, operation, changes, concerned)
        VALUES (p_id, p_act, p_thing_type, p_thing_id, p_actor_kind, p_actor_id, p_at,
                clock_timestamp(), p_operation, p_changes, p_concerned)
        RETURNING pos
    ), concern AS (
        INSERT INTO journal_concern (thing_id, pos)
        SELECT DISTINCT thing, pos FROM entry, unnest(p_thing_id || p_concerned) AS thing
    ), pending AS (
        INSERT INTO journal_pending (pos) SELECT pos FROM entry
    )
    SELECT pos FROM entry
$$;

-- Links are appended by whoever holds the sequencer's lock; gaps and overwriting are impossible.
CREATE FUNCTION journal_append_links(p_first bigint, p_pos bigint[], p_hash bytea[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('liupan.journal.sequencer'));
    IF p_first <> coalesce((SELECT max(seq) FROM journal_link), 0) + 1 THEN
        RAISE EXCEPTION 'journal: the chain has moved on' USING ERRCODE = '40001';
    END IF;
    INSERT INTO journal_link (seq, pos, hash)
    SELECT p_first + n - 1, pos, hash
    FROM unnest(p_pos, p_hash) WITH ORDINALITY AS t(pos, hash, n);
    DELETE FROM journal_pending WHERE pos = ANY (p_pos);
END $$;

-- The text that is hashed and exported: one line of JSON, times in microseconds of Unix time.
CREATE FUNCTION journal_text(e journal_entry) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_array(
        e.id, e.act, e.thing_type, e.thing_id, e.actor_kind, e.actor_id,
        (extract(epoch FROM e.at) * 1000000)::bigint,
        (extract(epoch FROM e.recorded_at) * 1000000)::bigint,
        e.operation, e.changes, to_jsonb(e.concerned)
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

# Whoever was granted rights by default (the application's role) may read, and write only
# through the two functions.
GRANTS = r"""
DO $$
DECLARE app record; tab text; fun text;
BEGIN
    FOREACH fun IN ARRAY ARRAY[
        'journal_record(uuid,text,text,uuid,text,uuid,timestamptz,text,jsonb,uuid[])',
        'journal_append_links(bigint,bigint[],bytea[])'
    ] LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', fun);
    END LOOP;
    FOR app IN
        SELECT DISTINCT pg_get_userbyid(a.grantee) AS name
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = 'journal_entry'::regclass AND a.grantee NOT IN (0, c.relowner)
    LOOP
        FOREACH tab IN ARRAY ARRAY[
            'journal_entry', 'journal_concern', 'journal_link', 'journal_pending'
        ] LOOP
            EXECUTE format('REVOKE ALL ON %I FROM %I', tab, app.name);
            EXECUTE format('GRANT SELECT ON %I TO %I', tab, app.name);
        END LOOP;
        EXECUTE format('GRANT EXECUTE ON FUNCTION journal_record(uuid,text,text,uuid,text,uuid,'
            'timestamptz,text,jsonb,uuid[]), journal_append_links(bigint,bigint[],bytea[]) TO %I',
            app.name);
    END LOOP;
END $$;
"""
