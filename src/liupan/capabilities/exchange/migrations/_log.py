"""The message log in the database: tables by month, functions, rights.

The servers' role inserts messages and reads. It links and signs through one function, opens and
drops a month through two others; it owns nothing, and no function changes a message.
"""

TABLES = r"""
CREATE SEQUENCE exchange_message_pos;
CREATE TABLE exchange_message (
    pos bigint NOT NULL DEFAULT nextval('exchange_message_pos'),
    id uuid NOT NULL,
    at_us bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    request_id text NOT NULL,
    way text NOT NULL,
    door text NOT NULL,
    system_id uuid, consumer_id uuid, provider_id uuid, service_id uuid,
    service text NOT NULL,
    grant_id uuid,
    grant_version integer NOT NULL,
    case_number text NOT NULL,
    method text NOT NULL,
    status integer NOT NULL,
    code text NOT NULL,
    fault text NOT NULL,
    row_count bigint NOT NULL,
    sent bigint NOT NULL,
    took_us bigint NOT NULL,
    request_hash text NOT NULL,
    response_hash text NOT NULL,
    PRIMARY KEY (at_us, pos)
) PARTITION BY RANGE (at_us);
CREATE INDEX exchange_message_id ON exchange_message (id);
CREATE INDEX exchange_message_request ON exchange_message (request_id);
CREATE INDEX exchange_message_service ON exchange_message (service_id, at_us, pos);
CREATE INDEX exchange_message_consumer ON exchange_message (consumer_id, at_us, pos);
CREATE INDEX exchange_message_provider ON exchange_message (provider_id, at_us, pos);
CREATE INDEX exchange_message_grant ON exchange_message (grant_id, at_us, pos);

CREATE TABLE exchange_link (
    at_us bigint NOT NULL,
    pos bigint NOT NULL,
    seq bigint NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (at_us, pos)
) PARTITION BY RANGE (at_us);
CREATE INDEX exchange_link_seq ON exchange_link (seq);

CREATE TABLE exchange_pendingmessage (pos bigint PRIMARY KEY, at_us bigint NOT NULL);
"""

FUNCTIONS = r"""
-- Whatever is inserted waits for its link; the inserting role has no rights on what waits.
CREATE FUNCTION exchange_wait() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO exchange_pendingmessage (pos, at_us) SELECT pos, at_us FROM fresh;
    RETURN NULL;
END $$;
CREATE TRIGGER exchange_message_waits AFTER INSERT ON exchange_message
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION exchange_wait();

CREATE FUNCTION exchange_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the message log is permanent: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;

-- The text that is hashed and exported. Without a search path of its own, so that it is inlined.
CREATE FUNCTION exchange_text(m exchange_message) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT pg_catalog.jsonb_build_array(
        m.pos, m.id, m.at_us, (EXTRACT(epoch FROM m.recorded_at) * 1000000)::bigint, m.request_id,
        m.way, m.door, m.system_id, m.consumer_id, m.provider_id, m.service_id, m.service,
        m.grant_id, m.grant_version, m.case_number, m.method, m.status, m.code, m.fault,
        m.row_count, m.sent, m.took_us, m.request_hash, m.response_hash
    )::text
$$;

-- Name of a month's part and its bounds, in the city's time.
CREATE FUNCTION exchange_month(p_at_us bigint, OUT name text, OUT low bigint, OUT high bigint)
LANGUAGE sql STABLE AS $$
    SELECT to_char(m, '"y"YYYY"m"MM'),
        (EXTRACT(epoch FROM m AT TIME ZONE 'Asia/Shanghai') * 1000000)::bigint,
        (EXTRACT(epoch FROM (m + interval '1 month') AT TIME ZONE 'Asia/Shanghai')
            * 1000000)::bigint
    FROM date_trunc('month', to_timestamp(p_at_us / 1000000.0) AT TIME ZONE 'Asia/Shanghai') AS m
$$;

-- Attaching waits for no reader and no writer; nobody has a right on a part but through the whole.
CREATE FUNCTION exchange_make_month(p_at_us bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    month record;
    tab text;
    part text;
    app record;
BEGIN
    IF p_at_us NOT BETWEEN 946684800000000 AND 4102444800000000 THEN
        RAISE EXCEPTION 'exchange: no such month' USING ERRCODE = '22023';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('liupan.exchange.months'));
    SELECT * INTO month FROM exchange_month(p_at_us);
    FOREACH tab IN ARRAY ARRAY['exchange_message', 'exchange_link'] LOOP
        part := tab || '_' || month.name;
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
            part, tab);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
            tab, part, month.low, month.high);
        FOR app IN
            SELECT DISTINCT pg_get_userbyid(a.grantee) AS name
            FROM pg_class c, aclexplode(c.relacl) a
            WHERE c.oid = part::regclass AND a.grantee NOT IN (0, c.relowner)
        LOOP
            EXECUTE format('REVOKE ALL ON %I FROM %I', part, app.name);
        END LOOP;
    END LOOP;
END $$;

-- A second's links with their signed root: no gap, nothing overwritten, only what waits, each once.
CREATE FUNCTION exchange_append(
    p_number bigint, p_first bigint, p_pos bigint[], p_at bigint[], p_digest bytea[],
    p_previous bytea, p_hash bytea, p_at_us bigint, p_key uuid, p_signature bytea
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head exchange_root;
    taken bigint;
    size bigint := cardinality(p_pos);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('liupan.exchange.sequencer'));
    SELECT * INTO head FROM exchange_root ORDER BY number DESC LIMIT 1;
    IF p_number <> head.number + 1 OR p_first <> head.last + 1 OR p_previous <> head.hash THEN
        RAISE EXCEPTION 'exchange: the chain has moved on' USING ERRCODE = '40001';
    END IF;
    WITH gone AS (
        DELETE FROM exchange_pendingmessage w USING unnest(p_pos, p_at) AS t(pos, at_us)
        WHERE w.pos = t.pos AND w.at_us = t.at_us RETURNING 1
    ) SELECT count(*) INTO taken FROM gone;
    IF taken = 0 OR taken <> size OR size <> cardinality(p_digest) OR length(p_hash) <> 32
        OR NOT EXISTS (SELECT 1 FROM exchange_rootkey WHERE id = p_key) THEN
        RAISE EXCEPTION 'exchange: only waiting messages are linked, each once'
            USING ERRCODE = '42501';
    END IF;
    INSERT INTO exchange_link (at_us, pos, seq, digest)
    SELECT at_us, pos, p_first + n - 1, digest
    FROM unnest(p_pos, p_at, p_digest) WITH ORDINALITY AS t(pos, at_us, digest, n);
    INSERT INTO exchange_root (number, first, last, count, previous, hash, at_us, key_id, signature)
    VALUES (p_number, p_first, p_first + size - 1, size, p_previous, p_hash, p_at_us, p_key,
        p_signature);
END $$;

-- A month goes when it was written out, nothing of it waits for its root, and nobody holds it.
CREATE FUNCTION exchange_drop_month(p_month text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    kept exchange_archive;
    month record;
BEGIN
    SELECT * INTO kept FROM exchange_archive WHERE exchange_archive.month = p_month;
    IF kept IS NULL OR p_month !~ '^y[0-9]{4}m[0-9]{2}$' THEN
        RAISE EXCEPTION 'exchange: the month was not written out' USING ERRCODE = '42501';
    END IF;
    IF to_regclass('exchange_message_' || p_month) IS NULL THEN
        RETURN false;
    END IF;
    SELECT * INTO month FROM exchange_month((EXTRACT(epoch FROM
        to_date(p_month, '"y"YYYY"m"MM')::timestamp AT TIME ZONE 'Asia/Shanghai')
        * 1000000)::bigint);
    SET LOCAL lock_timeout = '3s';
    EXECUTE format('LOCK TABLE %I IN SHARE MODE', 'exchange_message_' || p_month);
    IF EXISTS (SELECT 1 FROM exchange_pendingmessage
            WHERE at_us >= month.low AND at_us < month.high)
        OR EXISTS (SELECT 1 FROM exchange_link l WHERE l.at_us >= month.low
            AND l.at_us < month.high AND l.seq > (SELECT last FROM exchange_root
            WHERE number = kept.last_root)) THEN
        RAISE EXCEPTION 'exchange: messages of the month are not all written out'
            USING ERRCODE = '42501';
    END IF;
    IF EXISTS (SELECT 1 FROM exchange_hold h WHERE h.lifted_at IS NULL
            AND h.first_on < (to_date(p_month, '"y"YYYY"m"MM') + interval '1 month')
            AND h.last_on >= to_date(p_month, '"y"YYYY"m"MM')) THEN
        RAISE EXCEPTION 'exchange: messages of the month are held' USING ERRCODE = '42501';
    END IF;
    EXECUTE format('DROP TABLE %I, %I', 'exchange_message_' || p_month, 'exchange_link_' || p_month);
    RETURN true;
END $$;
"""

PERMANENT = ("exchange_message", "exchange_link", "exchange_root", "exchange_rootkey")
TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_is_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse();\n"
    for table in PERMANENT
)

# The chain begins with 32 bytes drawn for this installation: no other installation's roots fit.
GENESIS = """
INSERT INTO exchange_root (number, first, last, count, previous, hash, at_us, signature)
VALUES (0, 0, 0, 0, '', sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text
    || clock_timestamp()::text, 'UTF8')), 0, '');
"""

GRANTS = r"""
DO $$
DECLARE
    app record;
    tab record;
    fun text;
    funs text[] := ARRAY['exchange_wait()', 'exchange_make_month(bigint)',
        'exchange_append(bigint,bigint,bigint[],bigint[],bytea[],bytea,bytea,bigint,uuid,bytea)',
        'exchange_drop_month(text)'];
BEGIN
    IF to_regclass('public.exchange_message') IS NULL THEN
        RETURN;
    END IF;
    FOREACH fun IN ARRAY funs LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION public.%s FROM PUBLIC', fun);
    END LOOP;
    FOR app IN
        SELECT DISTINCT pg_get_userbyid(a.grantee) AS name
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = 'public.exchange_message'::regclass AND a.grantee NOT IN (0, c.relowner)
    LOOP
        FOR tab IN SELECT c.relname AS name FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND c.relname ~ '^exchange_(message|link)(_y[0-9]{4}m[0-9]{2})?$'
        LOOP
            EXECUTE format('REVOKE ALL ON public.%I FROM %I', tab.name, app.name);
        END LOOP;
        EXECUTE format('REVOKE ALL ON exchange_pendingmessage, exchange_root, exchange_rootkey,'
            ' exchange_archive FROM %I', app.name);
        EXECUTE format('GRANT SELECT ON exchange_message, exchange_link, exchange_pendingmessage,'
            ' exchange_root, exchange_rootkey, exchange_archive TO %I', app.name);
        EXECUTE format('GRANT INSERT ON exchange_rootkey, exchange_archive TO %I', app.name);
        EXECUTE format('GRANT UPDATE (dropped_at) ON exchange_archive TO %I', app.name);
        EXECUTE format('GRANT INSERT (id, at_us, request_id, way, door, system_id, consumer_id,'
            ' provider_id, service_id, service, grant_id, grant_version, case_number, method,'
            ' status, code, fault, row_count, sent, took_us, request_hash, response_hash)'
            ' ON exchange_message TO %I', app.name);
        FOREACH fun IN ARRAY funs LOOP
            EXECUTE format('GRANT EXECUTE ON FUNCTION public.%s TO %I', fun, app.name);
        END LOOP;
    END LOOP;
END $$;
"""

BACKWARD = """
DROP FUNCTION exchange_drop_month(text), exchange_make_month(bigint), exchange_append(bigint,
    bigint, bigint[], bigint[], bytea[], bytea, bytea, bigint, uuid, bytea),
    exchange_text(exchange_message), exchange_month(bigint);
DROP TABLE exchange_message, exchange_link, exchange_pendingmessage;
DROP FUNCTION exchange_wait(), exchange_refuse() CASCADE;
DROP SEQUENCE exchange_message_pos;
"""
