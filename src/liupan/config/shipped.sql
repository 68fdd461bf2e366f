-- Made by tools/tables.py from the migrations bbfbccd9520a5767552877680ec7ac059c76a15593bf8cfe79caa90e0aed248e
SET LOCAL check_function_bodies = false;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = '';
CREATE SCHEMA hosted;


CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;


CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;


CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);


CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);


CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);


CREATE FUNCTION public.catalogue_decided_item_within() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM catalogue_decision decision
        JOIN catalogue_requesteditem asked ON asked.request_id = decision.request_id
        WHERE decision.id = NEW.decision_id AND asked.item_id = NEW.item_id
            AND decision.size > (
                SELECT count(*) FROM catalogue_decideditem WHERE decision_id = NEW.decision_id
            )
    ) THEN
        RAISE EXCEPTION 'a decision gives no item that was not asked for' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;


CREATE FUNCTION public.catalogue_decision_within() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE asked catalogue_request;
BEGIN
    SELECT * INTO asked FROM catalogue_request WHERE id = NEW.request_id;
    IF catalogue_lacks(NEW.rows, asked.rows) OR NEW.valid_from < asked.valid_from
        OR NEW.valid_until > asked.valid_until OR NEW.quota > asked.quota OR NOT NEW.modes <@ asked.modes THEN
        RAISE EXCEPTION 'a decision gives no more than was asked for' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;


CREATE FUNCTION public.catalogue_grams(text) RETURNS text[]
    LANGUAGE sql IMMUTABLE COST 5000 PARALLEL SAFE
    AS $_$
    SELECT one || ARRAY(SELECT a || coalesce(b, '') FROM unnest(one, one[2:]) pair(a, b))
    FROM (SELECT string_to_array($1, NULL) AS one) cut
$_$;


CREATE FUNCTION public.catalogue_grant_passed_the_gate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE request catalogue_request; decision catalogue_decision; passed int; people int;
BEGIN
    SELECT * INTO request FROM catalogue_request WHERE id = NEW.request_id;
    SELECT * INTO decision FROM catalogue_decision WHERE id = request.decision_id;
    SELECT count(DISTINCT gate), count(DISTINCT reviewer_id) INTO passed, people
        FROM catalogue_review
        WHERE request_id = request.id AND decision_id = decision.id AND verdict = 'passed';
    IF request.state <> 'reviewing' OR passed <> 2 OR people <> 2 THEN
        RAISE EXCEPTION 'a grant needs a security and a secrecy review, passed by two people'
            USING ERRCODE = '42501';
    END IF;
    IF (NEW.resource_id, NEW.consumer_id, NEW.provider_id, NEW.purpose_kind,
            NEW.purpose, NEW.business)
        IS DISTINCT FROM (request.resource_id, request.consumer_id, request.provider_id,
            request.purpose_kind, request.purpose, request.business)
        OR NEW.valid_from < decision.valid_from OR NEW.valid_until > decision.valid_until
        OR NOT NEW.modes <@ decision.modes OR NEW.latest <> 1 THEN
        RAISE EXCEPTION 'a grant gives no more than was decided' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;


CREATE FUNCTION public.catalogue_grant_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF (NEW.number, NEW.request_id, NEW.resource_id, NEW.consumer_id, NEW.provider_id,
            NEW.purpose_kind, NEW.purpose, NEW.business, NEW.issued_at)
        IS DISTINCT FROM (OLD.number, OLD.request_id, OLD.resource_id, OLD.consumer_id,
            OLD.provider_id, OLD.purpose_kind, OLD.purpose, OLD.business, OLD.issued_at)
        OR OLD.state = 'revoked'
        OR NEW.latest < OLD.latest OR NEW.latest > OLD.latest + 1
        OR NOT EXISTS (
            SELECT 1 FROM catalogue_grantversion
            WHERE grant_id = NEW.id AND number = NEW.latest
                AND valid_from = NEW.valid_from AND valid_until = NEW.valid_until AND modes = NEW.modes
        ) THEN
        RAISE EXCEPTION 'a grant is narrowed, suspended or revoked, and nothing else'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;


CREATE FUNCTION public.catalogue_granted_has_grant() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM catalogue_grant WHERE request_id = NEW.id) THEN
        RAISE EXCEPTION 'a request is granted by a grant' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;


CREATE FUNCTION public.catalogue_granted_item_is_no_wider() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE version catalogue_grantversion; wide record;
BEGIN
    SELECT * INTO version FROM catalogue_grantversion WHERE id = NEW.grant_version_id;
    IF version.number = 1 THEN
        SELECT item.mask, item.keep_first, item.keep_last INTO wide
            FROM catalogue_grant
            JOIN catalogue_request request ON request.id = catalogue_grant.request_id
            JOIN catalogue_decideditem item ON item.decision_id = request.decision_id
            WHERE catalogue_grant.id = version.grant_id AND item.item_id = NEW.item_id;
    ELSE
        SELECT item.mask, item.keep_first, item.keep_last INTO wide
            FROM catalogue_grantversion before
            JOIN catalogue_granteditem item ON item.grant_version_id = before.id
            WHERE before.grant_id = version.grant_id AND before.number = version.number - 1
                AND item.item_id = NEW.item_id;
    END IF;
    IF NOT FOUND OR catalogue_is_weaker(NEW.mask, NEW.keep_first, NEW.keep_last,
            wide.mask, wide.keep_first, wide.keep_last)
        OR version.size <= (
            SELECT count(*) FROM catalogue_granteditem WHERE grant_version_id = version.id
        ) THEN
        RAISE EXCEPTION 'an item is given as it was decided, or masked more'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;


CREATE FUNCTION public.catalogue_is_weaker(mask text, first integer, last integer, mask2 text, first2 integer, last2 integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE
        WHEN mask = 'keep' AND mask2 = 'keep' THEN first > first2 OR last > last2
        ELSE array_position(ARRAY['none', 'keep', 'hash', 'hide'], mask)
            < array_position(ARRAY['none', 'keep', 'hash', 'hide'], mask2)
    END
$$;


CREATE FUNCTION public.catalogue_item_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM catalogue_edition
        WHERE id = OLD.edition_id AND state NOT IN (0, 1, 2, 22)
    ) THEN
        RAISE EXCEPTION 'items of an edition under review or published stay'
            USING ERRCODE = '42501';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;


CREATE FUNCTION public.catalogue_lacks(narrow jsonb, wide jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT EXISTS (
        SELECT 1 FROM jsonb_array_elements(wide) w
        WHERE NOT EXISTS (SELECT 1 FROM jsonb_array_elements(narrow) n WHERE n = w)
    )
$$;


CREATE FUNCTION public.catalogue_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what was done stays: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;


CREATE FUNCTION public.catalogue_requested_item_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM catalogue_request
        WHERE id = COALESCE(NEW.request_id, OLD.request_id) AND state NOT IN ('draft', 'returned')
    ) THEN
        RAISE EXCEPTION 'items of a request that was handed in stay' USING ERRCODE = '42501';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;


CREATE FUNCTION public.catalogue_reviewer_is_apart() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM catalogue_request request
        JOIN catalogue_decision decision ON decision.id = request.decision_id
        WHERE request.id = NEW.request_id AND request.state = 'reviewing'
            AND decision.id = NEW.decision_id AND decision.outcome <> 'refuse'
            AND NEW.reviewer_id NOT IN (request.begun_by, request.handed_in_by, decision.actor_id)
    ) OR EXISTS (
        SELECT 1 FROM catalogue_requeststep
        WHERE request_id = NEW.request_id AND actor_id = NEW.reviewer_id
            AND kind NOT IN ('pass_' || NEW.gate, 'return_' || NEW.gate, 'reject_' || NEW.gate)
    ) THEN
        RAISE EXCEPTION 'a review is by somebody who neither asked nor decided'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;


CREATE FUNCTION public.catalogue_version_is_narrower() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE wide record;
BEGIN
    IF NEW.number = 1 THEN
        SELECT decision.rows, decision.valid_from, decision.valid_until, decision.quota, decision.modes INTO wide
            FROM catalogue_grant
            JOIN catalogue_request request ON request.id = catalogue_grant.request_id
            JOIN catalogue_decision decision ON decision.id = request.decision_id
            WHERE catalogue_grant.id = NEW.grant_id;
    ELSE
        SELECT rows, valid_from, valid_until, quota, modes INTO wide
            FROM catalogue_grantversion
            WHERE grant_id = NEW.grant_id AND number = NEW.number - 1;
    END IF;
    IF NOT FOUND OR catalogue_lacks(NEW.rows, wide.rows) OR NEW.valid_from < wide.valid_from
        OR NEW.valid_until > wide.valid_until OR NEW.quota > wide.quota OR NOT NEW.modes <@ wide.modes THEN
        RAISE EXCEPTION 'a version of a grant is never wider than what it follows'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;


CREATE FUNCTION public.catalogue_words(text, text, text, text, text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    SELECT lower($1 || E'\n' || $2 || E'\n' || $3 || E'\n' || $4 || E'\n' || $5)
$_$;


CREATE FUNCTION public.changes_note() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM changes_change WHERE topic = TG_ARGV[0]
                   AND at = transaction_timestamp() AND xid = txid_current()) THEN
        INSERT INTO changes_change (topic, xid) VALUES (TG_ARGV[0], txid_current());
        DELETE FROM changes_change WHERE mark IN (
            SELECT mark FROM changes_change
            WHERE topic = TG_ARGV[0] AND at < transaction_timestamp() - interval '10 minutes'
            LIMIT 1000 FOR UPDATE SKIP LOCKED);
    END IF;
    RETURN NULL;
END $$;


CREATE FUNCTION public.correspondence_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what was done stays: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;


CREATE FUNCTION public.exchange_append(p_number bigint, p_first bigint, p_pos bigint[], p_at bigint[], p_digest bytea[], p_previous bytea, p_hash bytea, p_at_us bigint, p_key uuid, p_signature bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


CREATE FUNCTION public.exchange_drop_month(p_month text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
END $_$;


CREATE FUNCTION public.exchange_make_month(p_at_us bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


CREATE FUNCTION public.exchange_month(p_at_us bigint, OUT name text, OUT low bigint, OUT high bigint) RETURNS record
    LANGUAGE sql STABLE
    AS $$
    SELECT to_char(m, '"y"YYYY"m"MM'),
        (EXTRACT(epoch FROM m AT TIME ZONE 'Asia/Shanghai') * 1000000)::bigint,
        (EXTRACT(epoch FROM (m + interval '1 month') AT TIME ZONE 'Asia/Shanghai')
            * 1000000)::bigint
    FROM date_trunc('month', to_timestamp(p_at_us / 1000000.0) AT TIME ZONE 'Asia/Shanghai') AS m
$$;


CREATE FUNCTION public.exchange_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the message log is permanent: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;


CREATE SEQUENCE public.exchange_message_pos
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


CREATE TABLE public.exchange_message (
    pos bigint DEFAULT nextval('public.exchange_message_pos'::regclass) NOT NULL,
    id uuid NOT NULL,
    at_us bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    request_id text NOT NULL,
    way text NOT NULL,
    door text NOT NULL,
    system_id uuid,
    consumer_id uuid,
    provider_id uuid,
    service_id uuid,
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
    response_hash text NOT NULL
)
PARTITION BY RANGE (at_us);


CREATE FUNCTION public.exchange_text(m public.exchange_message) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT pg_catalog.jsonb_build_array(
        m.pos, m.id, m.at_us, (EXTRACT(epoch FROM m.recorded_at) * 1000000)::bigint, m.request_id,
        m.way, m.door, m.system_id, m.consumer_id, m.provider_id, m.service_id, m.service,
        m.grant_id, m.grant_version, m.case_number, m.method, m.status, m.code, m.fault,
        m.row_count, m.sent, m.took_us, m.request_hash, m.response_hash
    )::text
$$;


CREATE FUNCTION public.exchange_wait() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO exchange_pendingmessage (pos, at_us) SELECT pos, at_us FROM fresh;
    RETURN NULL;
END $$;


CREATE FUNCTION public.journal_append_links(p_first bigint, p_pos bigint[], p_hash bytea[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


CREATE FUNCTION public.journal_ask_check(p_id uuid, p_by uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    INSERT INTO journal_verification (id, asked_at, asked_by, entries, findings)
    VALUES (p_id, clock_timestamp(), p_by, 0, '[]')
$$;


CREATE FUNCTION public.journal_begin_check(p_id uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    UPDATE journal_verification SET started_at = clock_timestamp()
    WHERE id = p_id AND finished_at IS NULL
$$;


CREATE FUNCTION public.journal_finish_check(p_id uuid, p_last bigint, p_hash bytea, p_entries bigint, p_findings jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


CREATE FUNCTION public.journal_record(p_id uuid, p_act text, p_thing_type text, p_thing_id uuid, p_actor_kind text, p_actor_id uuid, p_at timestamp with time zone, p_operation text, p_secrecy smallint, p_changes jsonb, p_concerned uuid[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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


CREATE FUNCTION public.journal_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the journal is permanent: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;


CREATE TABLE public.journal_entry (
    pos bigint NOT NULL,
    id uuid NOT NULL,
    act text NOT NULL,
    thing_type text NOT NULL,
    thing_id uuid NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    operation text NOT NULL,
    secrecy smallint NOT NULL,
    changes jsonb NOT NULL,
    concerned uuid[] NOT NULL,
    CONSTRAINT journal_entry_secrecy_check CHECK ((secrecy >= 0))
);


CREATE FUNCTION public.journal_text(e public.journal_entry) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT pg_catalog.jsonb_build_array(
        e.id, e.act, e.thing_type, e.thing_id, e.actor_kind, e.actor_id,
        (EXTRACT(epoch FROM e.at) * 1000000)::bigint,
        (EXTRACT(epoch FROM e.recorded_at) * 1000000)::bigint,
        e.operation, e.secrecy, e.changes, pg_catalog.to_jsonb(e.concerned)
    )::text
$$;


CREATE FUNCTION public.opendata_columns_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE whose uuid;
BEGIN
    IF TG_OP = 'DELETE' THEN whose = OLD.dataset_id; ELSE whose = NEW.dataset_id; END IF;
    PERFORM 1 FROM opendata_dataset
        WHERE id = whose AND state = 'published' AND openness <> 'not' FOR SHARE;
    IF FOUND THEN
        RAISE EXCEPTION 'the columns of a released dataset stay'
            USING ERRCODE = '23514', CONSTRAINT = 'dataset_columns_stay';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;


CREATE FUNCTION public.opendata_content_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM opendata_dataset shown
        JOIN tables_hostedtable held ON held.id = shown.table_id
        WHERE shown.state = 'published' AND shown.openness <> 'not'
            AND (held.id = (to_jsonb(OLD) ->> 'id')::uuid
                OR held.current_id = (to_jsonb(OLD) ->> 'number')::integer)
    ) THEN
        RAISE EXCEPTION 'a released dataset shows this content; new data come by its own page'
            USING ERRCODE = '23514', CONSTRAINT = 'dataset_content_stays';
    END IF;
    RETURN NEW;
END $$;


CREATE FUNCTION public.opendata_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what was done stays: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;


CREATE FUNCTION public.opendata_released_is_checked() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM 1 FROM tables_hostedtable WHERE id = NEW.table_id FOR SHARE;
    IF NOT EXISTS (
        SELECT 1 FROM tables_hostedtable held
        JOIN tables_content content ON content.number = held.current_id
        JOIN opendata_check done ON done.table_id = held.id
            AND done.content = content.number AND done.position = content.last_n
        WHERE held.id = NEW.table_id AND done.dataset_id = NEW.id AND done.passed
            AND done.about_persons = NEW.about_persons
            AND done.columns = ARRAY(
                SELECT shown."column" FROM opendata_datasetcolumn shown
                WHERE shown.dataset_id = NEW.id ORDER BY shown."column" COLLATE "C")
            AND done.quasi = ARRAY(
                SELECT shown."column" FROM opendata_datasetcolumn shown
                WHERE shown.dataset_id = NEW.id AND shown.is_quasi_identifier
                ORDER BY shown."column" COLLATE "C")
    ) THEN
        RAISE EXCEPTION 'a released dataset has a passed check of what its table holds'
            USING ERRCODE = '23514', CONSTRAINT = 'dataset_released_is_checked';
    END IF;
    RETURN NEW;
END $$;


CREATE FUNCTION public.opendata_version_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF (to_jsonb(OLD) - '{dropped_at,dropped_by,why_dropped,swept_at}'::text[])
            <> (to_jsonb(NEW) - '{dropped_at,dropped_by,why_dropped,swept_at}'::text[])
        OR OLD.dropped_at IS NOT NULL
            AND (to_jsonb(OLD) - 'swept_at') <> (to_jsonb(NEW) - 'swept_at')
    THEN
        RAISE EXCEPTION 'what a version says stays' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;


CREATE FUNCTION public.organisations_scope_on(on_day date) RETURNS TABLE(unit_id uuid, scope text, key text)
    LANGUAGE sql STABLE
    AS $$
    WITH RECURSIVE standing AS (
        SELECT DISTINCT ON (place.unit_id) place.unit_id, place.parent_id, place.division_id,
            place.valid_from <= on_day AND coalesce(place.valid_to > on_day, true) AS is_open
        FROM organisations_unitplace place
        ORDER BY place.unit_id, place.valid_from <= on_day DESC,
            CASE WHEN place.valid_from <= on_day THEN on_day - place.valid_from
                 ELSE place.valid_from - on_day END
    ), under (unit_id, above) AS (
        SELECT standing.unit_id, standing.parent_id FROM standing
        WHERE standing.parent_id IS NOT NULL AND (standing.is_open OR NOT EXISTS (
            SELECT FROM organisations_succession gone
            WHERE gone.predecessor_id = standing.unit_id AND gone."on" <= on_day))
        UNION ALL
        SELECT gone.predecessor_id, gone.successor_id FROM organisations_succession gone
        JOIN standing ON standing.unit_id = gone.predecessor_id AND NOT standing.is_open
        WHERE gone."on" <= on_day
    ), climbed (unit_id, above) AS (
        SELECT standing.unit_id, standing.unit_id FROM standing
        UNION
        SELECT climbed.unit_id, under.above FROM climbed
        JOIN under ON under.unit_id = climbed.above
    )
    SELECT standing.unit_id, 'city', '' FROM standing
    UNION ALL
    SELECT standing.unit_id, 'county', left(division.code, 6) FROM standing
    JOIN organisations_division division ON division.id = standing.division_id
    UNION ALL
    SELECT climbed.unit_id, 'unit', climbed.above::text FROM climbed
$$;


CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;


CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;


CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;


CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);


CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;


CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;


CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;


CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;


CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;


CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;


CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;


CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;


CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;


CREATE FUNCTION public.supervision_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what was done stays: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;


CREATE FUNCTION public.tables_analyze(p_no integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    EXECUTE format('ANALYZE hosted.t%s', p_no);
END $$;


CREATE FUNCTION public.tables_drop(p_no integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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


CREATE FUNCTION public.tables_index(p_no integer, p_column integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    EXECUTE format('CREATE INDEX IF NOT EXISTS t%s_c%s ON hosted.t%s (c%s, n)',
        p_no, p_column, p_no, p_column);
END $$;


CREATE FUNCTION public.tables_key(p_no integer, p_columns integer[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    EXECUTE format('CREATE UNIQUE INDEX IF NOT EXISTS t%s_key ON hosted.t%s (%s)', p_no, p_no,
        (SELECT string_agg(format('c%s', c), ', ' ORDER BY o)
         FROM unnest(p_columns) WITH ORDINALITY AS u(c, o)));
END $$;


CREATE FUNCTION public.tables_make(p_no integer, p_types text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
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
END $_$;


CREATE FUNCTION public.workflow_candidates_follow() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE workflow_candidate c SET secrecy = NEW.secrecy, is_paused = (NEW.state = 'suspended')
    FROM workflow_item t WHERE t.instance_id = NEW.id AND c.item_id = t.id;
    RETURN NULL;
END $$;


CREATE FUNCTION public.workflow_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'opinions are permanent: % is refused', TG_OP USING ERRCODE = '42501';
END $$;


CREATE FUNCTION public.workflow_verdicts_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'verdicts are permanent: % is refused', TG_OP USING ERRCODE = '42501';
END $$;


CREATE TABLE public.access_binding (
    id uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    granted_by uuid NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    account_id uuid,
    everyone_in_id uuid,
    post_id uuid,
    unit_id uuid,
    role_id uuid NOT NULL,
    CONSTRAINT access_binding_version_check CHECK ((version >= 0)),
    CONSTRAINT binding_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT binding_is_to_one_holder CHECK ((((account_id IS NOT NULL) AND (everyone_in_id IS NULL) AND (post_id IS NULL)) OR ((account_id IS NULL) AND (everyone_in_id IS NULL) AND (post_id IS NOT NULL)) OR ((account_id IS NULL) AND (everyone_in_id IS NOT NULL) AND (post_id IS NULL)))),
    CONSTRAINT binding_to_an_account_names_its_unit CHECK (((account_id IS NULL) OR (unit_id IS NOT NULL)))
);


CREATE TABLE public.access_clearance (
    account_id uuid NOT NULL,
    level smallint NOT NULL,
    version integer NOT NULL,
    CONSTRAINT access_clearance_level_check CHECK ((level >= 0)),
    CONSTRAINT access_clearance_version_check CHECK ((version >= 0))
);


CREATE TABLE public.access_proposal (
    id uuid NOT NULL,
    act text NOT NULL,
    terms jsonb NOT NULL,
    digest bytea NOT NULL,
    reason text NOT NULL,
    path text NOT NULL,
    form text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    duty text NOT NULL,
    state text NOT NULL,
    decided_at timestamp with time zone,
    lapses_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    account_id uuid,
    decided_by_id uuid,
    grant_id uuid,
    post_id uuid,
    proposed_by_id uuid NOT NULL,
    CONSTRAINT access_proposal_version_check CHECK ((version >= 0)),
    CONSTRAINT proposal_decided_by_another CHECK (((decided_by_id IS NULL) OR (NOT ((decided_by_id = proposed_by_id) AND (decided_by_id IS NOT NULL)))))
);


CREATE TABLE public.access_role (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    duty text NOT NULL,
    needs_second_factor boolean NOT NULL,
    is_built_in boolean NOT NULL,
    version integer NOT NULL,
    CONSTRAINT access_role_version_check CHECK ((version >= 0))
);


CREATE TABLE public.access_rolepermission (
    id bigint NOT NULL,
    permission text NOT NULL,
    role_id uuid NOT NULL
);


ALTER TABLE public.access_rolepermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_rolepermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);


ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);


ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);


ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);


ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);


CREATE TABLE public.calendar_clock (
    id uuid NOT NULL,
    of_type text NOT NULL,
    of_id uuid NOT NULL,
    kind text NOT NULL,
    limit_unit text NOT NULL,
    limit_value numeric(9,2) NOT NULL,
    citation text NOT NULL,
    title text NOT NULL,
    url text NOT NULL,
    division text NOT NULL,
    responsible uuid[] NOT NULL,
    ladder jsonb NOT NULL,
    event_day_counts boolean NOT NULL,
    rolls boolean NOT NULL,
    until_closing boolean NOT NULL,
    counting_citation text NOT NULL,
    state text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    counted_from timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    due_on date NOT NULL,
    total_ticks bigint NOT NULL,
    paused_ticks bigint NOT NULL,
    paused_at timestamp with time zone,
    stopped_at timestamp with time zone,
    is_late boolean NOT NULL,
    late_by integer NOT NULL,
    is_provisional boolean NOT NULL,
    next_warning_at timestamp with time zone,
    reckoned_by uuid NOT NULL,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT calendar_clock_late_by_check CHECK ((late_by >= 0)),
    CONSTRAINT calendar_clock_version_check CHECK ((version >= 0)),
    CONSTRAINT clock_paused_since CHECK ((((paused_at IS NOT NULL) AND (state = 'paused'::text)) OR (NOT (state = 'paused'::text)))),
    CONSTRAINT clock_stopped_since CHECK (((state = ANY (ARRAY['running'::text, 'paused'::text])) OR (stopped_at IS NOT NULL)))
);


CREATE TABLE public.calendar_clockmark (
    id uuid NOT NULL,
    percent smallint NOT NULL,
    passed_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    clock_id uuid NOT NULL,
    CONSTRAINT calendar_clockmark_percent_check CHECK ((percent >= 0))
);


CREATE TABLE public.calendar_clockspan (
    id uuid NOT NULL,
    is_paused boolean NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    reason text NOT NULL,
    reason_title text NOT NULL,
    citation text NOT NULL,
    evidence text NOT NULL,
    clock_id uuid NOT NULL,
    CONSTRAINT clock_pause_has_a_reason CHECK (((NOT is_paused) OR (NOT (reason = ''::text)))),
    CONSTRAINT clock_span_ends_after_it_begins CHECK (((ended_at IS NULL) OR (ended_at >= started_at)))
);


CREATE TABLE public.calendar_clockterm (
    id uuid NOT NULL,
    "order" smallint NOT NULL,
    unit text NOT NULL,
    value numeric(9,2) NOT NULL,
    until_on date,
    rule_set text NOT NULL,
    rule_key text NOT NULL,
    citation text NOT NULL,
    sureness character varying(1) NOT NULL,
    approval text NOT NULL,
    reason text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    clock_id uuid NOT NULL,
    CONSTRAINT calendar_clockterm_order_check CHECK (("order" >= 0))
);


CREATE TABLE public.calendar_officialday (
    id uuid NOT NULL,
    division text NOT NULL,
    "on" date NOT NULL,
    is_working boolean NOT NULL,
    name text NOT NULL,
    notice text NOT NULL,
    note text NOT NULL,
    source text NOT NULL,
    sureness character varying(1) NOT NULL,
    version integer NOT NULL,
    CONSTRAINT calendar_officialday_version_check CHECK ((version >= 0))
);


CREATE TABLE public.calendar_officialyear (
    id uuid NOT NULL,
    division text NOT NULL,
    year smallint NOT NULL,
    notice text NOT NULL,
    source text NOT NULL,
    CONSTRAINT calendar_officialyear_year_check CHECK ((year >= 0))
);


CREATE TABLE public.calendar_stamp (
    id smallint NOT NULL,
    token uuid NOT NULL,
    CONSTRAINT calendar_stamp_id_check CHECK ((id >= 0))
);


CREATE TABLE public.catalogue_arbitration (
    id uuid NOT NULL,
    state text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    clock_id uuid NOT NULL,
    first_grounds text NOT NULL,
    first_stated_at timestamp with time zone,
    first_stated_by uuid,
    second_grounds text NOT NULL,
    second_stated_at timestamp with time zone,
    second_stated_by uuid,
    ruling text NOT NULL,
    ended_at timestamp with time zone,
    ended_by uuid,
    was_late boolean NOT NULL,
    version integer NOT NULL,
    edition_id uuid,
    first_id uuid NOT NULL,
    first_unit_id uuid NOT NULL,
    second_id uuid NOT NULL,
    second_unit_id uuid NOT NULL,
    winner_id uuid,
    item_id uuid NOT NULL,
    CONSTRAINT arbitration_between_two CHECK ((NOT (first_id = second_id))),
    CONSTRAINT catalogue_arbitration_version_check CHECK ((version >= 0)),
    CONSTRAINT one_of_two_wins CHECK (((winner_id IS NULL) OR (winner_id = first_id) OR (winner_id = second_id))),
    CONSTRAINT ruled_for_one CHECK ((((state = 'ruled'::text) AND (winner_id IS NOT NULL)) OR ((NOT (state = 'ruled'::text)) AND (winner_id IS NULL))))
);


CREATE TABLE public.catalogue_change (
    id uuid NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    law text NOT NULL,
    article text NOT NULL,
    effective_on date NOT NULL,
    note text NOT NULL,
    origin_id uuid,
    state text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by uuid NOT NULL,
    decided_at timestamp with time zone,
    decided_by uuid,
    version integer NOT NULL,
    to_unit_id uuid,
    unit_id uuid,
    CONSTRAINT catalogue_change_version_check CHECK ((version >= 0)),
    CONSTRAINT change_of_something CHECK ((((kind = 'law'::text) AND (law > ''::text)) OR ((kind = 'duty'::text) AND (unit_id IS NOT NULL))))
);


CREATE TABLE public.catalogue_collecting (
    id uuid NOT NULL,
    name text NOT NULL,
    claims boolean NOT NULL,
    is_source boolean NOT NULL,
    since_at timestamp with time zone NOT NULL,
    source_since_at timestamp with time zone,
    ended_at timestamp with time zone,
    resource_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    item_id uuid NOT NULL,
    named_id uuid NOT NULL,
    CONSTRAINT source_since_a_moment CHECK (((NOT is_source) OR (source_since_at IS NOT NULL)))
);


CREATE TABLE public.catalogue_correction (
    id uuid NOT NULL,
    fix smallint NOT NULL,
    items text[] NOT NULL,
    told_at timestamp with time zone NOT NULL,
    taken_at timestamp with time zone,
    taken_by uuid,
    unit_id uuid NOT NULL,
    doubt_id uuid NOT NULL,
    CONSTRAINT catalogue_correction_fix_check CHECK ((fix >= 0))
);


CREATE TABLE public.catalogue_dataitem (
    id uuid NOT NULL,
    division text NOT NULL,
    category text NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    bound_to_id uuid,
    CONSTRAINT data_item_bound_to_another CHECK (((bound_to_id IS NULL) OR (NOT ((bound_to_id = id) AND (bound_to_id IS NOT NULL)))))
);


CREATE TABLE public.catalogue_decideditem (
    id uuid NOT NULL,
    mask text NOT NULL,
    keep_first smallint NOT NULL,
    keep_last smallint NOT NULL,
    item_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    CONSTRAINT catalogue_decideditem_keep_first_check CHECK ((keep_first >= 0)),
    CONSTRAINT catalogue_decideditem_keep_last_check CHECK ((keep_last >= 0))
);


CREATE TABLE public.catalogue_decision (
    id uuid NOT NULL,
    round integer NOT NULL,
    is_ruling boolean NOT NULL,
    outcome text NOT NULL,
    rows jsonb NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    quota integer NOT NULL,
    reason text NOT NULL,
    actor_id uuid NOT NULL,
    size integer NOT NULL,
    due_on date,
    at timestamp with time zone NOT NULL,
    request_id uuid NOT NULL,
    modes text[] NOT NULL,
    CONSTRAINT catalogue_decision_quota_check CHECK ((quota >= 0)),
    CONSTRAINT catalogue_decision_round_check CHECK ((round >= 0)),
    CONSTRAINT catalogue_decision_size_check CHECK ((size >= 0)),
    CONSTRAINT decision_gives_reasons CHECK (((outcome = 'all'::text) OR (reason > ''::text))),
    CONSTRAINT decision_has_modes CHECK ((((((((modes = '{query}'::text[]) OR (modes = '{file}'::text[])) OR (modes = '{feed}'::text[])) OR (modes = '{query,file}'::text[])) OR (modes = '{query,feed}'::text[])) OR (modes = '{file,feed}'::text[])) OR (modes = '{query,file,feed}'::text[])))
);


CREATE TABLE public.catalogue_demand (
    id uuid NOT NULL,
    number text NOT NULL,
    title text NOT NULL,
    items text[] NOT NULL,
    business text NOT NULL,
    purpose text NOT NULL,
    basis text NOT NULL,
    cycle text NOT NULL,
    mode text NOT NULL,
    urgency text NOT NULL,
    is_public boolean NOT NULL,
    secrecy smallint NOT NULL,
    state smallint NOT NULL,
    is_ruled boolean NOT NULL,
    request_id uuid,
    clock_id uuid NOT NULL,
    due_on date NOT NULL,
    stage_since timestamp with time zone NOT NULL,
    stage_due_on date,
    registered_at timestamp with time zone NOT NULL,
    registered_by uuid NOT NULL,
    checked_at timestamp with time zone,
    ended_at timestamp with time zone,
    is_late boolean NOT NULL,
    why_closed text NOT NULL,
    version integer NOT NULL,
    believed_unit_id uuid,
    holder_id uuid,
    resource_id uuid,
    unit_id uuid NOT NULL,
    CONSTRAINT catalogue_demand_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT catalogue_demand_state_check CHECK ((state >= 0)),
    CONSTRAINT catalogue_demand_version_check CHECK ((version >= 0)),
    CONSTRAINT demand_closed_for_a_reason CHECK ((((state = 70) AND (why_closed > ''::text)) OR ((NOT (state = 70)) AND (why_closed = ''::text)))),
    CONSTRAINT demand_ended_at_a_moment CHECK ((((ended_at IS NOT NULL) AND (state = ANY (ARRAY[60, 70]))) OR ((NOT (state = ANY (ARRAY[60, 70]))) AND (ended_at IS NULL)))),
    CONSTRAINT demand_is_answered_by_a_resource CHECK (((NOT (state = ANY (ARRAY[40, 50, 60]))) OR (resource_id IS NOT NULL))),
    CONSTRAINT demand_is_held CHECK (((NOT (state = ANY (ARRAY[30, 40, 50, 60]))) OR (holder_id IS NOT NULL))),
    CONSTRAINT demand_state_is_known CHECK ((state = ANY (ARRAY[10, 15, 20, 30, 40, 50, 60, 70])))
);


CREATE TABLE public.catalogue_demandstep (
    id uuid NOT NULL,
    kind text NOT NULL,
    actor_id uuid NOT NULL,
    actor_unit_id uuid,
    opinion text NOT NULL,
    due_on date,
    was_late boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    demand_id uuid NOT NULL,
    unit_id uuid
);


CREATE TABLE public.catalogue_doubt (
    id uuid NOT NULL,
    number text NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    grant_id uuid NOT NULL,
    items text[] NOT NULL,
    record_id uuid NOT NULL,
    record text NOT NULL,
    state text NOT NULL,
    secrecy smallint NOT NULL,
    flagged_at timestamp with time zone NOT NULL,
    flagged_by uuid NOT NULL,
    clock_id uuid,
    due_on date NOT NULL,
    answered_at timestamp with time zone,
    answered_by uuid,
    in_time boolean,
    fixed_at timestamp with time zone,
    fix_days integer,
    fixes smallint NOT NULL,
    fix text NOT NULL,
    effective_on date,
    is_late boolean NOT NULL,
    disputed_at timestamp with time zone,
    ruled_at timestamp with time zone,
    ruled_by uuid,
    closed_at timestamp with time zone,
    outcome text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    flagger_unit_id uuid NOT NULL,
    resource_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT catalogue_doubt_fix_days_check CHECK ((fix_days >= 0)),
    CONSTRAINT catalogue_doubt_fixes_check CHECK ((fixes >= 0)),
    CONSTRAINT catalogue_doubt_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT catalogue_doubt_version_check CHECK ((version >= 0)),
    CONSTRAINT doubt_answered_by_another CHECK (((answered_by IS NULL) OR (NOT ((answered_by = flagged_by) AND (answered_by IS NOT NULL))))),
    CONSTRAINT doubt_ends_with_an_outcome CHECK ((((closed_at IS NULL) AND (outcome = ''::text)) OR ((NOT (outcome = ''::text)) AND (closed_at IS NOT NULL)))),
    CONSTRAINT doubt_fixed_from_a_day CHECK (((NOT (state = 'fixed'::text)) OR ((NOT (fix = ''::text)) AND (effective_on IS NOT NULL) AND (fixed_at IS NOT NULL)))),
    CONSTRAINT doubt_names_items CHECK ((NOT (items = '{}'::text[]))),
    CONSTRAINT doubt_ruled_by_another CHECK (((ruled_by IS NULL) OR ((NOT ((ruled_by = flagged_by) AND (ruled_by IS NOT NULL))) AND (NOT ((ruled_by = answered_by) AND (ruled_by IS NOT NULL) AND (answered_by IS NOT NULL)))))),
    CONSTRAINT doubt_state_is_known CHECK ((state = ANY (ARRAY['asked_back'::text, 'closed'::text, 'disputed'::text, 'fixed'::text, 'flagged'::text, 'ordered'::text, 'rejected'::text, 'withdrawn'::text])))
);


CREATE TABLE public.catalogue_doubtstep (
    id uuid NOT NULL,
    kind text NOT NULL,
    actor_id uuid NOT NULL,
    actor_unit_id uuid,
    words text NOT NULL,
    at timestamp with time zone NOT NULL,
    doubt_id uuid NOT NULL
);


CREATE TABLE public.catalogue_edition (
    id uuid NOT NULL,
    number integer NOT NULL,
    state smallint NOT NULL,
    category text NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    provider_name text NOT NULL,
    provider_dept text NOT NULL,
    provider_code text NOT NULL,
    abstract text NOT NULL,
    format_class text NOT NULL,
    format_type text NOT NULL,
    share_type text NOT NULL,
    share_condition text NOT NULL,
    share_mode text NOT NULL,
    is_open boolean NOT NULL,
    open_condition text NOT NULL,
    update_cycle text NOT NULL,
    publish_on date,
    related_codes text[] NOT NULL,
    secrecy smallint NOT NULL,
    zone text NOT NULL,
    has_main boolean NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    begun_by uuid NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    handed_in_at timestamp with time zone,
    handed_in_by uuid,
    registered_at timestamp with time zone,
    registered_by uuid,
    asked_at timestamp with time zone,
    asked_by uuid,
    published_at timestamp with time zone,
    published_by uuid,
    ended_at timestamp with time zone,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    resource_id uuid NOT NULL,
    hidden_names text NOT NULL,
    item_names text NOT NULL,
    CONSTRAINT asked_by_another CHECK (((asked_by IS NULL) OR (NOT ((asked_by = registered_by) AND (asked_by IS NOT NULL) AND (registered_by IS NOT NULL))))),
    CONSTRAINT catalogue_edition_number_check CHECK ((number >= 0)),
    CONSTRAINT catalogue_edition_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT catalogue_edition_state_check CHECK ((state >= 0)),
    CONSTRAINT catalogue_edition_version_check CHECK ((version >= 0)),
    CONSTRAINT conditional_states_conditions CHECK (((NOT ((share_type = '2'::text) AND (state = ANY (ARRAY[10, 19, 20, 29])))) OR (share_condition > ''::text))),
    CONSTRAINT edition_state_is_known CHECK ((state = ANY (ARRAY[0, 1, 2, 10, 19, 20, 22, 23, 29]))),
    CONSTRAINT not_shared_cites_article CHECK (((NOT ((share_type = '3'::text) AND (state = ANY (ARRAY[10, 19, 20, 29])))) OR (share_condition ~ '(第[0-9零〇一二三四五六七八九十百千]+条|[〔\[(（][0-9]{4}[〕\])）]\s*[0-9]+\s*号)'::text))),
    CONSTRAINT published_by_another CHECK (((published_by IS NULL) OR ((NOT ((published_by = asked_by) AND (published_by IS NOT NULL) AND (asked_by IS NOT NULL))) AND (NOT ((published_by = registered_by) AND (published_by IS NOT NULL) AND (registered_by IS NOT NULL)))))),
    CONSTRAINT published_on_a_day CHECK (((NOT (state = 29)) OR ((publish_on IS NOT NULL) AND (published_at IS NOT NULL)))),
    CONSTRAINT registered_by_another CHECK (((registered_by IS NULL) OR (NOT ((registered_by = handed_in_by) AND (registered_by IS NOT NULL) AND (handed_in_by IS NOT NULL))))),
    CONSTRAINT withdrawn_at_a_moment CHECK ((((ended_at IS NOT NULL) AND (state = 23)) OR ((NOT (state = 23)) AND (ended_at IS NULL))))
);


CREATE TABLE public.catalogue_grant (
    id uuid NOT NULL,
    number text NOT NULL,
    title text NOT NULL,
    secrecy smallint NOT NULL,
    zone text NOT NULL,
    purpose_kind text NOT NULL,
    business text NOT NULL,
    purpose text NOT NULL,
    legal_basis text NOT NULL,
    modes text[] CONSTRAINT catalogue_grant_mode_not_null NOT NULL,
    state text NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    latest integer NOT NULL,
    reason text NOT NULL,
    provide_by date,
    issued_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    version integer NOT NULL,
    consumer_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    resource_id uuid NOT NULL,
    request_id uuid NOT NULL,
    CONSTRAINT catalogue_grant_latest_check CHECK ((latest >= 0)),
    CONSTRAINT catalogue_grant_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT catalogue_grant_version_check CHECK ((version >= 0)),
    CONSTRAINT grant_has_modes CHECK ((((((((modes = '{query}'::text[]) OR (modes = '{file}'::text[])) OR (modes = '{feed}'::text[])) OR (modes = '{query,file}'::text[])) OR (modes = '{query,feed}'::text[])) OR (modes = '{file,feed}'::text[])) OR (modes = '{query,file,feed}'::text[]))),
    CONSTRAINT grant_revoked_at_a_moment CHECK ((((revoked_at IS NOT NULL) AND (state = 'revoked'::text)) OR ((NOT (state = 'revoked'::text)) AND (revoked_at IS NULL)))),
    CONSTRAINT grant_state_is_known CHECK ((state = ANY (ARRAY['in_force'::text, 'suspended'::text, 'revoked'::text]))),
    CONSTRAINT grant_stops_for_a_reason CHECK (((state = 'in_force'::text) OR (reason > ''::text))),
    CONSTRAINT grant_term_has_days CHECK ((valid_from <= valid_until))
);


CREATE TABLE public.catalogue_granteditem (
    id uuid NOT NULL,
    mask text NOT NULL,
    keep_first smallint NOT NULL,
    keep_last smallint NOT NULL,
    item_id uuid NOT NULL,
    grant_version_id uuid NOT NULL,
    CONSTRAINT catalogue_granteditem_keep_first_check CHECK ((keep_first >= 0)),
    CONSTRAINT catalogue_granteditem_keep_last_check CHECK ((keep_last >= 0))
);


CREATE TABLE public.catalogue_grantstep (
    id uuid NOT NULL,
    kind text NOT NULL,
    actor_id uuid NOT NULL,
    actor_unit_id uuid,
    words text NOT NULL,
    at timestamp with time zone NOT NULL,
    grant_id uuid NOT NULL
);


CREATE TABLE public.catalogue_grantversion (
    id uuid NOT NULL,
    number integer NOT NULL,
    rows jsonb NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    quota integer NOT NULL,
    size integer NOT NULL,
    at timestamp with time zone NOT NULL,
    grant_id uuid NOT NULL,
    modes text[] NOT NULL,
    CONSTRAINT catalogue_grantversion_number_check CHECK ((number >= 0)),
    CONSTRAINT catalogue_grantversion_quota_check CHECK ((quota >= 0)),
    CONSTRAINT catalogue_grantversion_size_check CHECK ((size >= 0)),
    CONSTRAINT grant_version_has_modes CHECK ((((((((modes = '{query}'::text[]) OR (modes = '{file}'::text[])) OR (modes = '{feed}'::text[])) OR (modes = '{query,file}'::text[])) OR (modes = '{query,feed}'::text[])) OR (modes = '{file,feed}'::text[])) OR (modes = '{query,file,feed}'::text[])))
);


CREATE TABLE public.catalogue_harvested (
    id uuid NOT NULL,
    foreign_id text NOT NULL,
    title text NOT NULL,
    abstract text NOT NULL,
    provider text NOT NULL,
    url text NOT NULL,
    keywords text[] NOT NULL,
    files jsonb NOT NULL,
    modified_on date,
    digest text NOT NULL,
    seen_in uuid NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    gone_at timestamp with time zone,
    source_id uuid NOT NULL
);


CREATE TABLE public.catalogue_item (
    id uuid NOT NULL,
    "order" integer NOT NULL,
    name text NOT NULL,
    data_type text NOT NULL,
    length integer,
    unit text NOT NULL,
    code_list text NOT NULL,
    is_sensitive boolean NOT NULL,
    is_shared boolean NOT NULL,
    is_open boolean NOT NULL,
    is_main boolean NOT NULL,
    is_source boolean NOT NULL,
    edition_id uuid NOT NULL,
    CONSTRAINT catalogue_item_length_check CHECK ((length >= 0)),
    CONSTRAINT catalogue_item_order_check CHECK (("order" >= 0))
);


CREATE TABLE public.catalogue_monthlynotice (
    id uuid NOT NULL,
    month date NOT NULL,
    state text NOT NULL,
    title text NOT NULL,
    opening text NOT NULL,
    commended text NOT NULL,
    criticised text NOT NULL,
    closing text NOT NULL,
    formula text NOT NULL,
    figures jsonb NOT NULL,
    counted_on date NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    drafted_by uuid NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    issued_at timestamp with time zone,
    issued_by uuid,
    version integer NOT NULL,
    CONSTRAINT catalogue_monthlynotice_version_check CHECK ((version >= 0)),
    CONSTRAINT notice_issued_at_a_moment CHECK ((((issued_at IS NULL) AND (state = 'draft'::text)) OR ((issued_at IS NOT NULL) AND (state = 'issued'::text))))
);


CREATE TABLE public.catalogue_request (
    id uuid NOT NULL,
    number text NOT NULL,
    title text NOT NULL,
    share_type text NOT NULL,
    secrecy smallint NOT NULL,
    zone text NOT NULL,
    demand_id uuid,
    purpose_kind text NOT NULL,
    business text NOT NULL,
    purpose text NOT NULL,
    legal_basis text NOT NULL,
    rows jsonb NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    modes text[] CONSTRAINT catalogue_request_mode_not_null NOT NULL,
    quota integer NOT NULL,
    state text NOT NULL,
    round integer NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    begun_by uuid NOT NULL,
    handed_in_at timestamp with time zone,
    handed_in_by uuid,
    stage_at timestamp with time zone NOT NULL,
    negotiates_since timestamp with time zone,
    clock_id uuid,
    due_on date,
    ended_at timestamp with time zone,
    version integer NOT NULL,
    consumer_id uuid NOT NULL,
    decision_id uuid,
    edition_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    resource_id uuid NOT NULL,
    CONSTRAINT catalogue_request_quota_check CHECK ((quota >= 0)),
    CONSTRAINT catalogue_request_round_check CHECK ((round >= 0)),
    CONSTRAINT catalogue_request_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT catalogue_request_version_check CHECK ((version >= 0)),
    CONSTRAINT request_ends_at_a_moment CHECK ((((ended_at IS NULL) AND (state = ANY (ARRAY['answered'::text, 'checking'::text, 'deciding'::text, 'draft'::text, 'negotiating'::text, 'returned'::text, 'reviewing'::text]))) OR ((NOT (state = ANY (ARRAY['answered'::text, 'checking'::text, 'deciding'::text, 'draft'::text, 'negotiating'::text, 'returned'::text, 'reviewing'::text]))) AND (ended_at IS NOT NULL)))),
    CONSTRAINT request_has_modes CHECK ((((((((modes = '{query}'::text[]) OR (modes = '{file}'::text[])) OR (modes = '{feed}'::text[])) OR (modes = '{query,file}'::text[])) OR (modes = '{query,feed}'::text[])) OR (modes = '{file,feed}'::text[])) OR (modes = '{query,file,feed}'::text[]))),
    CONSTRAINT request_of_another_unit CHECK ((NOT (consumer_id = provider_id))),
    CONSTRAINT request_quota_is_some CHECK ((quota > 0)),
    CONSTRAINT request_reviewed_as_decided CHECK (((NOT (state = ANY (ARRAY['reviewing'::text, 'granted'::text]))) OR (decision_id IS NOT NULL))),
    CONSTRAINT request_state_is_known CHECK ((state = ANY (ARRAY['draft'::text, 'returned'::text, 'checking'::text, 'rejected'::text, 'deciding'::text, 'answered'::text, 'negotiating'::text, 'reviewing'::text, 'not_passed'::text, 'granted'::text, 'refused'::text, 'withdrawn'::text]))),
    CONSTRAINT request_states_its_ground CHECK (((state = ANY (ARRAY['draft'::text, 'returned'::text, 'withdrawn'::text])) OR ((business > ''::text) AND (legal_basis > ''::text) AND (purpose > ''::text) AND (round > 0)))),
    CONSTRAINT request_term_has_days CHECK ((valid_from <= valid_until))
);


CREATE TABLE public.catalogue_requesteditem (
    id uuid NOT NULL,
    "order" integer NOT NULL,
    item_id uuid NOT NULL,
    request_id uuid NOT NULL,
    CONSTRAINT catalogue_requesteditem_order_check CHECK (("order" >= 0))
);


CREATE TABLE public.catalogue_requeststep (
    id uuid NOT NULL,
    round integer NOT NULL,
    kind text NOT NULL,
    side text NOT NULL,
    actor_id uuid NOT NULL,
    actor_unit_id uuid,
    words text NOT NULL,
    due_on date,
    at timestamp with time zone NOT NULL,
    request_id uuid NOT NULL,
    CONSTRAINT catalogue_requeststep_round_check CHECK ((round >= 0))
);


CREATE TABLE public.catalogue_resource (
    id uuid NOT NULL,
    code text NOT NULL,
    category text NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    unit_id uuid NOT NULL
);


CREATE TABLE public.catalogue_review (
    id uuid NOT NULL,
    gate text NOT NULL,
    verdict text NOT NULL,
    reviewer_id uuid NOT NULL,
    opinion text NOT NULL,
    checklist jsonb NOT NULL,
    screening jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    decision_id uuid NOT NULL,
    request_id uuid NOT NULL,
    CONSTRAINT review_has_an_opinion CHECK ((opinion > ''::text))
);


CREATE TABLE public.catalogue_run (
    id uuid NOT NULL,
    state text NOT NULL,
    place text NOT NULL,
    pages integer NOT NULL,
    announced integer,
    added integer NOT NULL,
    changed integer NOT NULL,
    unchanged integer NOT NULL,
    gone integer NOT NULL,
    wrong integer NOT NULL,
    reason text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    started_by uuid NOT NULL,
    ended_at timestamp with time zone,
    source_id uuid NOT NULL,
    CONSTRAINT catalogue_run_added_check CHECK ((added >= 0)),
    CONSTRAINT catalogue_run_announced_check CHECK ((announced >= 0)),
    CONSTRAINT catalogue_run_changed_check CHECK ((changed >= 0)),
    CONSTRAINT catalogue_run_gone_check CHECK ((gone >= 0)),
    CONSTRAINT catalogue_run_pages_check CHECK ((pages >= 0)),
    CONSTRAINT catalogue_run_unchanged_check CHECK ((unchanged >= 0)),
    CONSTRAINT catalogue_run_wrong_check CHECK ((wrong >= 0))
);


CREATE TABLE public.catalogue_source (
    id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    url text NOT NULL,
    is_public boolean NOT NULL,
    is_nightly boolean NOT NULL,
    shrink_limit smallint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT catalogue_source_shrink_limit_check CHECK ((shrink_limit >= 0)),
    CONSTRAINT catalogue_source_version_check CHECK ((version >= 0)),
    CONSTRAINT harvest_limit_is_percent CHECK ((shrink_limit <= 100))
);


CREATE TABLE public.catalogue_step (
    id uuid NOT NULL,
    kind text NOT NULL,
    actor_id uuid NOT NULL,
    actor_unit_id uuid,
    opinion text NOT NULL,
    "values" jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    edition_id uuid NOT NULL,
    resource_id uuid NOT NULL
);


CREATE TABLE public.catalogue_updatetask (
    id uuid NOT NULL,
    state text NOT NULL,
    clock_id uuid NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    due_on date NOT NULL,
    statement text NOT NULL,
    stated_at timestamp with time zone,
    stated_by uuid,
    answer text NOT NULL,
    outcome text NOT NULL,
    done_at timestamp with time zone,
    done_by uuid,
    was_late boolean NOT NULL,
    version integer NOT NULL,
    change_id uuid NOT NULL,
    edition_id uuid,
    resource_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT catalogue_updatetask_version_check CHECK ((version >= 0)),
    CONSTRAINT task_done_at_a_moment CHECK ((((done_at IS NOT NULL) AND (outcome > ''::text) AND (state = 'done'::text)) OR ((NOT (state = 'done'::text)) AND (done_at IS NULL) AND (outcome = ''::text))))
);


CREATE TABLE public.catalogue_wrong (
    id uuid NOT NULL,
    page integer NOT NULL,
    foreign_id text NOT NULL,
    reason text NOT NULL,
    run_id uuid NOT NULL,
    CONSTRAINT catalogue_wrong_page_check CHECK ((page >= 0))
);


CREATE TABLE public.changes_change (
    mark bigint DEFAULT ((('x'::text || "left"(md5((gen_random_uuid())::text), 15)))::bit(60))::bigint NOT NULL,
    topic text NOT NULL,
    xid bigint NOT NULL,
    at timestamp with time zone DEFAULT transaction_timestamp() NOT NULL
);


CREATE TABLE public.correspondence_addressee (
    id bigint NOT NULL,
    kind text NOT NULL,
    "order" smallint NOT NULL,
    text text NOT NULL,
    unit_id uuid,
    circle_id uuid,
    document_id uuid NOT NULL,
    CONSTRAINT addressee_unit_or_circle CHECK (((unit_id IS NULL) OR (circle_id IS NULL))),
    CONSTRAINT correspondence_addressee_order_check CHECK (("order" >= 0))
);


ALTER TABLE public.correspondence_addressee ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.correspondence_addressee_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.correspondence_circle (
    id uuid NOT NULL,
    name text NOT NULL,
    is_active boolean NOT NULL,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT correspondence_circle_version_check CHECK ((version >= 0))
);


CREATE TABLE public.correspondence_circle_members (
    id bigint NOT NULL,
    circle_id uuid NOT NULL,
    unit_id uuid NOT NULL
);


ALTER TABLE public.correspondence_circle_members ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.correspondence_circle_members_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.correspondence_code (
    id uuid NOT NULL,
    text text NOT NULL,
    form text NOT NULL,
    word text NOT NULL,
    is_active boolean NOT NULL,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT correspondence_code_version_check CHECK ((version >= 0))
);


CREATE TABLE public.correspondence_draft (
    id uuid NOT NULL,
    n integer NOT NULL,
    source jsonb NOT NULL,
    sm3 text NOT NULL,
    written_by uuid NOT NULL,
    written_at timestamp with time zone NOT NULL,
    step text NOT NULL,
    note text NOT NULL,
    document_id uuid NOT NULL,
    CONSTRAINT correspondence_draft_n_check CHECK ((n >= 0))
);


CREATE TABLE public.correspondence_entry (
    id uuid NOT NULL,
    act text NOT NULL,
    actor_id uuid NOT NULL,
    actor_unit_id uuid,
    words text NOT NULL,
    "values" jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    incoming_id uuid,
    outgoing_id uuid,
    CONSTRAINT entry_of_one CHECK ((((incoming_id IS NOT NULL) AND (outgoing_id IS NULL)) OR ((incoming_id IS NULL) AND (outgoing_id IS NOT NULL))))
);


CREATE TABLE public.correspondence_filingclass (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    scope text NOT NULL,
    retention text NOT NULL,
    is_active boolean NOT NULL,
    version integer NOT NULL,
    unit_id uuid,
    CONSTRAINT correspondence_filingclass_version_check CHECK ((version >= 0))
);


CREATE TABLE public.correspondence_incoming (
    id uuid NOT NULL,
    origin text NOT NULL,
    kind text NOT NULL,
    copy_number integer,
    copies integer NOT NULL,
    type text NOT NULL,
    title text NOT NULL,
    from_name text NOT NULL,
    their_number text NOT NULL,
    their_date date,
    secrecy smallint NOT NULL,
    mark text NOT NULL,
    urgency text NOT NULL,
    state text NOT NULL,
    purpose text NOT NULL,
    number text NOT NULL,
    handler_id uuid,
    leader_id uuid,
    proposal text NOT NULL,
    instance_id uuid,
    clock_id uuid,
    due_on date,
    is_late boolean NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    sign_by date,
    signed_for_at timestamp with time zone,
    signed_for_by uuid,
    registered_at timestamp with time zone,
    reviewed_at timestamp with time zone,
    done_at timestamp with time zone,
    returned_at timestamp with time zone,
    return_reason text NOT NULL,
    version integer NOT NULL,
    from_unit_id uuid,
    lead_unit_id uuid,
    unit_id uuid NOT NULL,
    outgoing_id uuid,
    CONSTRAINT correspondence_incoming_copies_check CHECK ((copies >= 0)),
    CONSTRAINT correspondence_incoming_copy_number_check CHECK ((copy_number >= 0)),
    CONSTRAINT correspondence_incoming_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT correspondence_incoming_version_check CHECK ((version >= 0)),
    CONSTRAINT incoming_back_why CHECK (((NOT (state = 'returned'::text)) OR (NOT (return_reason = ''::text))))
);


CREATE TABLE public.correspondence_markchange (
    id uuid NOT NULL,
    kind text NOT NULL,
    before text NOT NULL,
    before_level smallint NOT NULL,
    after text NOT NULL,
    after_level smallint NOT NULL,
    after_since date,
    reason text NOT NULL,
    state text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked_by uuid NOT NULL,
    decided_at timestamp with time zone,
    decided_by uuid,
    answer text NOT NULL,
    incoming_id uuid,
    outgoing_id uuid,
    CONSTRAINT correspondence_markchange_after_level_check CHECK ((after_level >= 0)),
    CONSTRAINT correspondence_markchange_before_level_check CHECK ((before_level >= 0)),
    CONSTRAINT mark_change_by_another CHECK (((decided_by IS NULL) OR (NOT ((decided_by = asked_by) AND (decided_by IS NOT NULL))))),
    CONSTRAINT mark_change_of_one CHECK ((((incoming_id IS NOT NULL) AND (outgoing_id IS NULL)) OR ((incoming_id IS NULL) AND (outgoing_id IS NOT NULL))))
);


CREATE TABLE public.correspondence_outgoing (
    id uuid NOT NULL,
    type text NOT NULL,
    form text NOT NULL,
    title text NOT NULL,
    drafter_id uuid NOT NULL,
    signer_id uuid,
    secrecy smallint NOT NULL,
    mark text NOT NULL,
    urgency text NOT NULL,
    is_normative boolean NOT NULL,
    disclosure text NOT NULL,
    disclosure_reason text NOT NULL,
    state text NOT NULL,
    returned smallint NOT NULL,
    draft_number integer NOT NULL,
    signed_draft integer,
    number text NOT NULL,
    number_id uuid,
    instance_id uuid,
    clock_id uuid,
    due_on date,
    is_late boolean NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    submitted_at timestamp with time zone,
    signed_off_at timestamp with time zone,
    signed_off_by uuid,
    numbered_at timestamp with time zone,
    rendered_at timestamp with time zone,
    sealed_at timestamp with time zone,
    dispatched_at timestamp with time zone,
    ended_at timestamp with time zone,
    version integer NOT NULL,
    code_id uuid,
    drafting_unit_id uuid NOT NULL,
    in_reply_to_id uuid,
    issuing_unit_id uuid NOT NULL,
    based_on_id uuid,
    CONSTRAINT correspondence_outgoing_draft_number_check CHECK ((draft_number >= 0)),
    CONSTRAINT correspondence_outgoing_returned_check CHECK ((returned >= 0)),
    CONSTRAINT correspondence_outgoing_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT correspondence_outgoing_signed_draft_check CHECK ((signed_draft >= 0)),
    CONSTRAINT correspondence_outgoing_version_check CHECK ((version >= 0)),
    CONSTRAINT outgoing_number_whole CHECK ((((number = ''::text) AND (number_id IS NULL)) OR ((NOT (number = ''::text)) AND (number_id IS NOT NULL)))),
    CONSTRAINT outgoing_signed_draft CHECK ((((signed_draft IS NULL) AND (signed_off_at IS NULL)) OR ((signed_draft IS NOT NULL) AND (signed_off_at IS NOT NULL))))
);


CREATE TABLE public.correspondence_party (
    id bigint NOT NULL,
    part text NOT NULL,
    "order" smallint NOT NULL,
    seal_id uuid,
    sealed_at timestamp with time zone,
    sealed_by uuid,
    use_id uuid,
    document_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT correspondence_party_order_check CHECK (("order" >= 0))
);


ALTER TABLE public.correspondence_party ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.correspondence_party_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.correspondence_printedcopy (
    id uuid NOT NULL,
    copy_number integer NOT NULL,
    mark text NOT NULL,
    purpose text NOT NULL,
    printed_by uuid NOT NULL,
    printed_at timestamp with time zone NOT NULL,
    sm3 text NOT NULL,
    incoming_id uuid,
    outgoing_id uuid,
    CONSTRAINT copy_of_something CHECK (((outgoing_id IS NOT NULL) OR (incoming_id IS NOT NULL))),
    CONSTRAINT correspondence_printedcopy_copy_number_check CHECK ((copy_number >= 0))
);


CREATE TABLE public.correspondence_reader (
    id bigint NOT NULL,
    person_id uuid NOT NULL,
    sent_by uuid NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    words text NOT NULL,
    incoming_id uuid NOT NULL
);


ALTER TABLE public.correspondence_reader ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.correspondence_reader_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.correspondence_record (
    id uuid NOT NULL,
    year smallint NOT NULL,
    retention text NOT NULL,
    item_number text NOT NULL,
    title text NOT NULL,
    secrecy smallint NOT NULL,
    pages integer NOT NULL,
    package_file_id uuid,
    sm3 text NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    filed_by uuid NOT NULL,
    due_for_appraisal_on date,
    filing_class_id uuid NOT NULL,
    incoming_id uuid,
    outgoing_id uuid,
    unit_id uuid NOT NULL,
    CONSTRAINT correspondence_record_pages_check CHECK ((pages >= 0)),
    CONSTRAINT correspondence_record_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT correspondence_record_year_check CHECK ((year >= 0)),
    CONSTRAINT record_kept_until CHECK ((((due_for_appraisal_on IS NULL) AND (retention = 'permanent'::text)) OR ((NOT (retention = 'permanent'::text)) AND (due_for_appraisal_on IS NOT NULL)))),
    CONSTRAINT record_of_one CHECK ((((incoming_id IS NOT NULL) AND (outgoing_id IS NULL)) OR ((incoming_id IS NULL) AND (outgoing_id IS NOT NULL))))
);


CREATE TABLE public.correspondence_rendition (
    id uuid NOT NULL,
    kind text NOT NULL,
    n smallint NOT NULL,
    draft integer NOT NULL,
    file_id uuid NOT NULL,
    sm3 text NOT NULL,
    pages integer NOT NULL,
    places jsonb NOT NULL,
    seals smallint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    document_id uuid NOT NULL,
    CONSTRAINT correspondence_rendition_draft_check CHECK ((draft >= 0)),
    CONSTRAINT correspondence_rendition_n_check CHECK ((n >= 0)),
    CONSTRAINT correspondence_rendition_pages_check CHECK ((pages >= 0)),
    CONSTRAINT correspondence_rendition_seals_check CHECK ((seals >= 0))
);


CREATE TABLE public.correspondence_resolution (
    id uuid NOT NULL,
    n smallint NOT NULL,
    text text NOT NULL,
    due_on date,
    handed_by uuid NOT NULL,
    handed_at timestamp with time zone NOT NULL,
    item_id uuid,
    item_number text NOT NULL,
    incoming_id uuid,
    lead_unit_id uuid NOT NULL,
    outgoing_id uuid,
    CONSTRAINT correspondence_resolution_n_check CHECK ((n >= 0)),
    CONSTRAINT resolution_of_one CHECK ((((incoming_id IS NOT NULL) AND (outgoing_id IS NULL)) OR ((incoming_id IS NULL) AND (outgoing_id IS NOT NULL))))
);


CREATE TABLE public.correspondence_statesecret (
    id uuid NOT NULL,
    level smallint NOT NULL,
    mark text NOT NULL,
    since date NOT NULL,
    ends_on date NOT NULL,
    released_at timestamp with time zone,
    incoming_id uuid,
    outgoing_id uuid,
    unit_id uuid NOT NULL,
    CONSTRAINT correspondence_statesecret_level_check CHECK ((level >= 0)),
    CONSTRAINT secret_is_one CHECK ((level > 1)),
    CONSTRAINT secret_of_one CHECK ((((incoming_id IS NOT NULL) AND (outgoing_id IS NULL)) OR ((incoming_id IS NULL) AND (outgoing_id IS NOT NULL))))
);


CREATE TABLE public.correspondence_template (
    id uuid NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    form text NOT NULL,
    source jsonb NOT NULL,
    hint text NOT NULL,
    is_active boolean NOT NULL,
    version integer NOT NULL,
    unit_id uuid,
    CONSTRAINT correspondence_template_version_check CHECK ((version >= 0))
);


CREATE TABLE public.correspondence_workingcopy (
    id bigint NOT NULL,
    person_id uuid NOT NULL,
    form jsonb NOT NULL,
    of_draft integer NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    revision integer NOT NULL,
    document_id uuid NOT NULL,
    CONSTRAINT correspondence_workingcopy_of_draft_check CHECK ((of_draft >= 0)),
    CONSTRAINT correspondence_workingcopy_revision_check CHECK ((revision >= 0))
);


ALTER TABLE public.correspondence_workingcopy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.correspondence_workingcopy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.crypto_masterkey (
    id smallint NOT NULL,
    fingerprint text NOT NULL,
    rotated_at timestamp with time zone,
    CONSTRAINT crypto_masterkey_id_check CHECK ((id >= 0))
);


CREATE TABLE public.crypto_personkey (
    person_id uuid NOT NULL,
    wrapped bytea,
    fingerprint text NOT NULL,
    destroyed_at timestamp with time zone,
    CONSTRAINT person_key_is_whole_or_destroyed CHECK ((((wrapped IS NOT NULL) OR (destroyed_at IS NOT NULL)) AND (1 = (
CASE
    WHEN (wrapped IS NOT NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (destroyed_at IS NOT NULL) THEN 1
    ELSE 0
END))))
);


CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);


ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);


ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);


CREATE TABLE public.documents_content (
    id uuid NOT NULL,
    secrecy smallint NOT NULL,
    sm3 text NOT NULL,
    size bigint NOT NULL,
    media_type text NOT NULL,
    sealed_key text NOT NULL,
    owner_unit_id uuid NOT NULL,
    scan text NOT NULL,
    scanned_at timestamp with time zone,
    finding text NOT NULL,
    CONSTRAINT content_level_exists CHECK ((secrecy <= 4)),
    CONSTRAINT documents_content_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT documents_content_size_check CHECK ((size >= 0))
);


CREATE TABLE public.documents_file (
    id uuid NOT NULL,
    name text NOT NULL,
    of_type text NOT NULL,
    of_id uuid NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    kept_by uuid NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by uuid,
    withdrawn_for text NOT NULL,
    content_id uuid NOT NULL,
    document_id uuid NOT NULL,
    number integer NOT NULL,
    secrecy smallint NOT NULL,
    mark_since date,
    mark_years smallint,
    mark_until date,
    mark_condition text NOT NULL,
    mark_ends_on date,
    CONSTRAINT documents_file_mark_years_check CHECK ((mark_years >= 0)),
    CONSTRAINT documents_file_number_check CHECK ((number >= 0)),
    CONSTRAINT documents_file_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT file_level_exists CHECK ((secrecy <= 4)),
    CONSTRAINT file_secret_ends CHECK ((((mark_ends_on IS NULL) AND (secrecy <= 1)) OR ((mark_ends_on IS NOT NULL) AND (secrecy > 1)))),
    CONSTRAINT file_withdrawn_for_a_reason CHECK ((((withdrawn_at IS NULL) AND (withdrawn_by IS NULL) AND (withdrawn_for = ''::text)) OR ((withdrawn_at IS NOT NULL) AND (withdrawn_by IS NOT NULL) AND (NOT (withdrawn_for = ''::text)))))
);


CREATE TABLE public.documents_markchange (
    id uuid NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    after_since date,
    reason text NOT NULL,
    state text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked_by uuid NOT NULL,
    decided_at timestamp with time zone,
    decided_by uuid,
    answer text NOT NULL,
    file_id uuid NOT NULL,
    CONSTRAINT mark_decided_by_another CHECK (((decided_by IS NULL) OR (NOT ((decided_by = asked_by) AND (decided_by IS NOT NULL)))))
);


CREATE TABLE public.documents_part (
    id uuid NOT NULL,
    "offset" bigint NOT NULL,
    size integer NOT NULL,
    sealed_key text NOT NULL,
    upload_id uuid NOT NULL,
    CONSTRAINT documents_part_offset_check CHECK (("offset" >= 0)),
    CONSTRAINT documents_part_size_check CHECK ((size >= 0))
);


CREATE TABLE public.documents_upload (
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    name text NOT NULL,
    stamp text NOT NULL,
    size bigint NOT NULL,
    received bigint NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    touched_at timestamp with time zone NOT NULL,
    CONSTRAINT documents_upload_received_check CHECK ((received >= 0)),
    CONSTRAINT documents_upload_size_check CHECK ((size >= 0))
);


CREATE TABLE public.exchange_alarm (
    id uuid NOT NULL,
    service_id uuid NOT NULL,
    kind text NOT NULL,
    calls integer NOT NULL,
    failures integer NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    calm_since timestamp with time zone,
    ended_at timestamp with time zone
);


CREATE TABLE public.exchange_archive (
    month text NOT NULL,
    first_root bigint NOT NULL,
    last_root bigint NOT NULL,
    messages bigint NOT NULL,
    file text NOT NULL,
    size bigint NOT NULL,
    sm3 text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    dropped_at timestamp with time zone
);


CREATE TABLE public.exchange_batch (
    id uuid NOT NULL,
    after text NOT NULL,
    until text NOT NULL,
    changes integer NOT NULL,
    state text NOT NULL,
    is_replay boolean NOT NULL,
    attempts integer NOT NULL,
    trouble text NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    subscription_id uuid NOT NULL,
    CONSTRAINT exchange_batch_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT exchange_batch_changes_check CHECK ((changes >= 0))
);


CREATE TABLE public.exchange_credential (
    id uuid NOT NULL,
    kind text NOT NULL,
    key_id text NOT NULL,
    public_key bytea,
    sealed_secret text NOT NULL,
    fingerprint text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    system_id uuid NOT NULL,
    CONSTRAINT credential_proves CHECK ((((kind = 'sm2'::text) AND (public_key IS NOT NULL)) OR ((kind = 'hmac'::text) AND (NOT (sealed_secret = ''::text))) OR ((kind = 'certificate'::text) AND (NOT (fingerprint = ''::text)))))
);


CREATE TABLE public.exchange_daily (
    calls bigint NOT NULL,
    delivered bigint NOT NULL,
    caller_faults bigint NOT NULL,
    provider_faults bigint NOT NULL,
    platform_faults bigint NOT NULL,
    row_count bigint NOT NULL,
    sent bigint NOT NULL,
    buckets bigint[] NOT NULL,
    last_delivered_us bigint,
    day date NOT NULL,
    service_id uuid NOT NULL,
    system_id uuid NOT NULL,
    grant_id uuid NOT NULL,
    grant_version integer NOT NULL,
    data bigint NOT NULL
);


CREATE TABLE public.exchange_hold (
    id uuid NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    reason text NOT NULL,
    set_by uuid NOT NULL,
    set_at timestamp with time zone NOT NULL,
    lifted_at timestamp with time zone,
    CONSTRAINT hold_has_days CHECK ((first_on <= last_on))
);


CREATE TABLE public.exchange_hourly (
    calls bigint NOT NULL,
    delivered bigint NOT NULL,
    caller_faults bigint NOT NULL,
    provider_faults bigint NOT NULL,
    platform_faults bigint NOT NULL,
    row_count bigint NOT NULL,
    sent bigint NOT NULL,
    buckets bigint[] NOT NULL,
    last_delivered_us bigint,
    hour timestamp with time zone NOT NULL,
    service_id uuid NOT NULL,
    system_id uuid NOT NULL
);


CREATE TABLE public.exchange_keptanswer (
    id uuid NOT NULL,
    service_id uuid NOT NULL,
    grant_id uuid NOT NULL,
    sealed text NOT NULL,
    taken_at timestamp with time zone NOT NULL
);


CREATE TABLE public.exchange_link (
    at_us bigint NOT NULL,
    pos bigint NOT NULL,
    seq bigint NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT exchange_link_digest_check CHECK ((length(digest) = 32))
)
PARTITION BY RANGE (at_us);


CREATE TABLE public.exchange_nonce (
    digest bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL
);


CREATE TABLE public.exchange_pendingmessage (
    pos bigint NOT NULL,
    at_us bigint NOT NULL
);


CREATE TABLE public.exchange_pullrun (
    id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    rows bigint,
    load_id uuid,
    job_id uuid,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    source_id uuid NOT NULL,
    CONSTRAINT exchange_pullrun_rows_check CHECK ((rows >= 0))
);


CREATE TABLE public.exchange_pullsource (
    id uuid NOT NULL,
    host text NOT NULL,
    port integer NOT NULL,
    database text NOT NULL,
    username text NOT NULL,
    sealed_password text NOT NULL,
    tls text NOT NULL,
    schema text NOT NULL,
    relation text NOT NULL,
    columns jsonb NOT NULL,
    rhythm text NOT NULL,
    minute smallint NOT NULL,
    is_running boolean NOT NULL,
    due_at timestamp with time zone,
    succeeded_at timestamp with time zone,
    failing_since timestamp with time zone,
    version integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    service_id uuid NOT NULL,
    CONSTRAINT exchange_pullsource_minute_check CHECK ((minute >= 0)),
    CONSTRAINT exchange_pullsource_port_check CHECK ((port >= 0)),
    CONSTRAINT exchange_pullsource_version_check CHECK ((version >= 0)),
    CONSTRAINT source_running_is_due CHECK (((NOT is_running) OR (due_at IS NOT NULL)))
);


CREATE TABLE public.exchange_root (
    number bigint NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    count integer NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    at_us bigint NOT NULL,
    key_id uuid,
    signature bytea NOT NULL
);


CREATE TABLE public.exchange_rootkey (
    id uuid NOT NULL,
    public_key bytea NOT NULL,
    sealed text NOT NULL,
    made_at timestamp with time zone NOT NULL
);


CREATE TABLE public.exchange_service (
    id uuid NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    kind text NOT NULL,
    table_id uuid,
    address text NOT NULL,
    sealed_secret text NOT NULL,
    timeout_ms integer NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    secrecy smallint NOT NULL,
    zone text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone,
    ended_at timestamp with time zone,
    version integer NOT NULL,
    provider_id uuid NOT NULL,
    resource_id uuid NOT NULL,
    stale_minutes integer NOT NULL,
    CONSTRAINT exchange_service_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT exchange_service_stale_minutes_check CHECK ((stale_minutes >= 0)),
    CONSTRAINT exchange_service_timeout_ms_check CHECK ((timeout_ms >= 0)),
    CONSTRAINT exchange_service_version_check CHECK ((version >= 0)),
    CONSTRAINT service_code_is_plain CHECK ((code ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'::text)),
    CONSTRAINT service_data_stand_in_one_place CHECK ((((address = ''::text) AND (kind = 'hosted'::text)) OR ((kind = 'proxied'::text) AND (table_id IS NULL)))),
    CONSTRAINT service_online_has_data CHECK (((NOT (state = 'online'::text)) OR (table_id IS NOT NULL) OR (NOT (address = ''::text))))
);


CREATE TABLE public.exchange_servicefield (
    id bigint NOT NULL,
    "order" integer NOT NULL,
    item text NOT NULL,
    field text NOT NULL,
    service_id uuid NOT NULL,
    CONSTRAINT exchange_servicefield_order_check CHECK (("order" >= 0))
);


ALTER TABLE public.exchange_servicefield ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.exchange_servicefield_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.exchange_sharedfile (
    id uuid NOT NULL,
    grant_id uuid NOT NULL,
    grant_number text NOT NULL,
    grant_version integer NOT NULL,
    request_id text NOT NULL,
    "case" text NOT NULL,
    form text NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    job_id uuid,
    rows bigint,
    size bigint,
    digest text NOT NULL,
    content_id uuid,
    sealed_key text NOT NULL,
    asked_by uuid NOT NULL,
    asked_by_name text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone,
    kept_until timestamp with time zone,
    consumer_id uuid NOT NULL,
    service_id uuid NOT NULL,
    system_id uuid,
    CONSTRAINT exchange_sharedfile_grant_version_check CHECK ((grant_version >= 0)),
    CONSTRAINT exchange_sharedfile_rows_check CHECK ((rows >= 0)),
    CONSTRAINT exchange_sharedfile_size_check CHECK ((size >= 0)),
    CONSTRAINT shared_file_has_key CHECK (((NOT (state = 'ready'::text)) OR (NOT (sealed_key = ''::text))))
);


CREATE TABLE public.exchange_subscription (
    id uuid NOT NULL,
    grant_id uuid NOT NULL,
    grant_number text NOT NULL,
    "case" text NOT NULL,
    address text NOT NULL,
    sealed_secret text NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    "position" text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    delivered_at timestamp with time zone,
    made_at timestamp with time zone NOT NULL,
    made_by uuid NOT NULL,
    version integer NOT NULL,
    consumer_id uuid NOT NULL,
    service_id uuid NOT NULL,
    system_id uuid NOT NULL,
    CONSTRAINT exchange_subscription_version_check CHECK ((version >= 0))
);


CREATE TABLE public.exchange_system (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    contact text NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT exchange_system_version_check CHECK ((version >= 0)),
    CONSTRAINT system_code_is_plain CHECK ((code ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'::text))
);


CREATE TABLE public.exchange_upload (
    id uuid NOT NULL,
    state text NOT NULL,
    file_name text NOT NULL,
    size bigint NOT NULL,
    sealed_key text NOT NULL,
    encoding text NOT NULL,
    load_id uuid,
    made_by uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    service_id uuid NOT NULL,
    CONSTRAINT exchange_upload_size_check CHECK ((size >= 0))
);


CREATE TABLE public.exchange_usage (
    grant_id uuid NOT NULL,
    day date NOT NULL,
    calls integer NOT NULL,
    bucket double precision NOT NULL,
    filled_at timestamp with time zone NOT NULL,
    CONSTRAINT exchange_usage_calls_check CHECK ((calls >= 0))
);


CREATE TABLE public.identity_account (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    id uuid NOT NULL,
    kind text NOT NULL,
    username text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    email character varying(254) NOT NULL,
    phone text NOT NULL,
    phone_confirmed_at timestamp with time zone,
    uscc text,
    id_number_sealed text NOT NULL,
    id_number_digest bytea,
    real_name_level smallint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    first_signed_in_at timestamp with time zone,
    closed_at timestamp with time zone,
    erased_at timestamp with time zone,
    must_change_password boolean NOT NULL,
    version integer NOT NULL,
    CONSTRAINT account_erased_is_closed CHECK (((erased_at IS NULL) OR (closed_at IS NOT NULL))),
    CONSTRAINT account_uscc_is_of_a_legal_person CHECK (((uscc IS NULL) OR (kind = 'legal_person'::text))),
    CONSTRAINT account_username_is_lower_case CHECK ((username = lower(username))),
    CONSTRAINT identity_account_real_name_level_check CHECK ((real_name_level >= 0)),
    CONSTRAINT identity_account_version_check CHECK ((version >= 0))
);


CREATE TABLE public.identity_apitoken (
    id uuid NOT NULL,
    label text NOT NULL,
    prefix text NOT NULL,
    digest bytea NOT NULL,
    scopes text[] NOT NULL,
    zone text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    version integer NOT NULL,
    account_id uuid NOT NULL,
    CONSTRAINT api_token_expires_after_it_is_issued CHECK ((expires_at > issued_at)),
    CONSTRAINT api_token_has_scopes CHECK ((NOT (scopes = '{}'::text[]))),
    CONSTRAINT identity_apitoken_version_check CHECK ((version >= 0))
);


CREATE TABLE public.identity_factorperiod (
    id uuid NOT NULL,
    factor text NOT NULL,
    authenticator_id bigint NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    account_id uuid NOT NULL,
    CONSTRAINT factor_period_ends_after_it_begins CHECK (((ended_at IS NULL) OR (ended_at >= begun_at)))
);


CREATE TABLE public.identity_savedview (
    id bigint NOT NULL,
    list_key text NOT NULL,
    name text NOT NULL,
    query text NOT NULL,
    account_id uuid NOT NULL
);


ALTER TABLE public.identity_savedview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.identity_savedview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.identity_window (
    action text NOT NULL,
    key text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    hits integer NOT NULL,
    CONSTRAINT identity_window_hits_check CHECK ((hits >= 0))
);


CREATE TABLE public.jobs_job (
    id uuid NOT NULL,
    name text NOT NULL,
    title text NOT NULL,
    owner_id uuid NOT NULL,
    owner_name text NOT NULL,
    arguments jsonb NOT NULL,
    state text NOT NULL,
    done bigint NOT NULL,
    total bigint,
    message text NOT NULL,
    checkpoint jsonb,
    outcome jsonb NOT NULL,
    run integer NOT NULL,
    attempts integer NOT NULL,
    worker_id uuid,
    broker_id bigint,
    seen_at timestamp with time zone,
    cancel_asked_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    keep_until timestamp with time zone,
    CONSTRAINT jobs_job_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT jobs_job_done_check CHECK ((done >= 0)),
    CONSTRAINT jobs_job_run_check CHECK ((run >= 0)),
    CONSTRAINT jobs_job_total_check CHECK ((total >= 0))
);


CREATE TABLE public.jobs_jobfile (
    id uuid NOT NULL,
    role text NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL,
    sealed_key text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    job_id uuid NOT NULL,
    CONSTRAINT jobs_jobfile_size_check CHECK ((size >= 0))
);


CREATE TABLE public.jobs_receipt (
    id bigint NOT NULL,
    step text NOT NULL,
    outcome jsonb NOT NULL,
    job_id uuid NOT NULL
);


ALTER TABLE public.jobs_receipt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.jobs_receipt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.jobs_tick (
    name text NOT NULL,
    at timestamp with time zone NOT NULL
);


CREATE TABLE public.jobs_worker (
    id uuid NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    beat_at timestamp with time zone NOT NULL,
    stopped_at timestamp with time zone,
    alarmed_at timestamp with time zone,
    CONSTRAINT jobs_worker_pid_check CHECK ((pid >= 0))
);


CREATE TABLE public.journal_concern (
    thing_id uuid NOT NULL,
    pos bigint NOT NULL
);


CREATE TABLE public.journal_cursor (
    handler text NOT NULL,
    seq bigint NOT NULL
);


CREATE TABLE public.journal_delivery (
    id uuid NOT NULL,
    handler text NOT NULL,
    seq bigint NOT NULL,
    pos bigint NOT NULL,
    thing_id uuid NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    due_at timestamp with time zone NOT NULL,
    failed_at timestamp with time zone,
    error text NOT NULL,
    CONSTRAINT journal_delivery_attempts_check CHECK ((attempts >= 0))
);


ALTER TABLE public.journal_entry ALTER COLUMN pos ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journal_entry_pos_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.journal_link (
    seq bigint NOT NULL,
    pos bigint NOT NULL,
    hash bytea NOT NULL
);


CREATE TABLE public.journal_pending (
    pos bigint NOT NULL
);


CREATE TABLE public.journal_verification (
    id uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked_by uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    last_seq bigint,
    last_hash bytea,
    entries bigint NOT NULL,
    findings jsonb NOT NULL
);


CREATE TABLE public.measures_snapshot (
    id bigint NOT NULL,
    measure text NOT NULL,
    day date NOT NULL,
    scope text NOT NULL,
    key text NOT NULL,
    numerator numeric(24,6) NOT NULL,
    denominator numeric(24,6) NOT NULL,
    records integer NOT NULL,
    computed_at timestamp with time zone NOT NULL
);


ALTER TABLE public.measures_snapshot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.measures_snapshot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.messaging_delivery (
    id uuid NOT NULL,
    channel text NOT NULL,
    in_digest boolean NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    due_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    trouble text NOT NULL,
    notice_id uuid NOT NULL,
    webhook_id uuid,
    CONSTRAINT messaging_delivery_attempts_check CHECK ((attempts >= 0))
);


CREATE TABLE public.messaging_habit (
    account_id uuid NOT NULL,
    quiet_from time without time zone,
    quiet_to time without time zone,
    digest boolean NOT NULL,
    version integer NOT NULL,
    CONSTRAINT messaging_habit_version_check CHECK ((version >= 0)),
    CONSTRAINT quiet_hours_have_both_ends CHECK ((((quiet_from IS NULL) AND (quiet_to IS NULL)) OR ((quiet_from IS NOT NULL) AND (quiet_to IS NOT NULL))))
);


CREATE TABLE public.messaging_mute (
    id bigint NOT NULL,
    account_id uuid NOT NULL,
    kind text NOT NULL,
    channel text NOT NULL
);


ALTER TABLE public.messaging_mute ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.messaging_mute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.messaging_notice (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    url text NOT NULL,
    "group" text NOT NULL,
    key text,
    urgent boolean NOT NULL,
    shown boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone
);


CREATE TABLE public.messaging_webhook (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    url text NOT NULL,
    secret text NOT NULL,
    kinds jsonb NOT NULL,
    retired_at timestamp with time zone,
    added_at timestamp with time zone,
    paused_at timestamp with time zone
);


CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);


ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.numbering_counter (
    id uuid NOT NULL,
    scope text NOT NULL,
    year smallint NOT NULL,
    last integer NOT NULL,
    series_id uuid NOT NULL,
    CONSTRAINT numbering_counter_last_check CHECK ((last >= 0)),
    CONSTRAINT numbering_counter_year_check CHECK ((year >= 0))
);


CREATE TABLE public.numbering_number (
    id uuid NOT NULL,
    n integer NOT NULL,
    text text NOT NULL,
    state text NOT NULL,
    user_id uuid,
    purpose text NOT NULL,
    void_reason text NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    actor_id uuid NOT NULL,
    counter_id uuid NOT NULL,
    series_id uuid NOT NULL,
    CONSTRAINT numbering_number_n_check CHECK ((n >= 0))
);


CREATE TABLE public.numbering_prefix (
    id uuid NOT NULL,
    scope text NOT NULL,
    prefix text NOT NULL,
    series_id uuid NOT NULL,
    version integer NOT NULL,
    CONSTRAINT numbering_prefix_version_check CHECK ((version >= 0))
);


CREATE TABLE public.numbering_series (
    id uuid NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    pattern text NOT NULL,
    prefix text NOT NULL,
    is_yearly boolean NOT NULL,
    version integer NOT NULL,
    CONSTRAINT numbering_series_version_check CHECK ((version >= 0))
);


CREATE TABLE public.opendata_agreement (
    version integer NOT NULL,
    text text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by uuid NOT NULL,
    CONSTRAINT opendata_agreement_version_check CHECK ((version >= 0))
);


CREATE TABLE public.opendata_application (
    id uuid NOT NULL,
    number text NOT NULL,
    applicant_id uuid NOT NULL,
    purpose text NOT NULL,
    agreement integer NOT NULL,
    state text NOT NULL,
    clock_id uuid NOT NULL,
    due_on date NOT NULL,
    is_extended boolean NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    answered_by uuid,
    reason text NOT NULL,
    until_on date,
    is_late boolean NOT NULL,
    uses integer NOT NULL,
    last_used_at timestamp with time zone,
    dataset_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT application_accepted_for_a_term CHECK (((NOT (state = 'accepted'::text)) OR (until_on IS NOT NULL))),
    CONSTRAINT application_answered_by_another CHECK (((answered_by IS NULL) OR (NOT ((answered_by = applicant_id) AND (answered_by IS NOT NULL))))),
    CONSTRAINT application_refused_for_a_reason CHECK (((NOT (state = ANY (ARRAY['refused'::text, 'revoked'::text]))) OR (reason > ''::text))),
    CONSTRAINT opendata_application_agreement_check CHECK ((agreement >= 0)),
    CONSTRAINT opendata_application_uses_check CHECK ((uses >= 0))
);


CREATE TABLE public.opendata_check (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by uuid NOT NULL,
    table_id uuid NOT NULL,
    content integer NOT NULL,
    "position" bigint NOT NULL,
    rows bigint NOT NULL,
    columns text[] NOT NULL,
    quasi text[] NOT NULL,
    about_persons boolean NOT NULL,
    k integer NOT NULL,
    passed boolean NOT NULL,
    findings jsonb NOT NULL,
    privacy jsonb NOT NULL,
    dataset_id uuid NOT NULL,
    CONSTRAINT opendata_check_content_check CHECK ((content >= 0)),
    CONSTRAINT opendata_check_k_check CHECK ((k >= 0)),
    CONSTRAINT opendata_check_position_check CHECK (("position" >= 0)),
    CONSTRAINT opendata_check_rows_check CHECK ((rows >= 0))
);


CREATE TABLE public.opendata_dailyuse (
    day date NOT NULL,
    views bigint NOT NULL,
    downloads bigint NOT NULL,
    calls bigint NOT NULL,
    dataset_id uuid NOT NULL
);


CREATE TABLE public.opendata_dataload (
    id uuid NOT NULL,
    table_id uuid NOT NULL,
    state text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked_by uuid NOT NULL,
    ended_at timestamp with time zone,
    check_of_id uuid,
    dataset_id uuid NOT NULL
);


CREATE TABLE public.opendata_dataset (
    id uuid NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    name_en text NOT NULL,
    abstract text NOT NULL,
    theme text NOT NULL,
    keywords text[] NOT NULL,
    openness text NOT NULL,
    conditions text NOT NULL,
    ground text NOT NULL,
    licence text NOT NULL,
    update_cycle text NOT NULL,
    covers_from date,
    covers_until date,
    division text NOT NULL,
    contact text NOT NULL,
    about_persons boolean NOT NULL,
    table_id uuid,
    state text NOT NULL,
    reason text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by uuid NOT NULL,
    handed_in_by uuid,
    released_by uuid,
    published_at timestamp with time zone,
    data_at timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    version integer NOT NULL,
    resource_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT dataset_code_is_plain CHECK ((code ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'::text)),
    CONSTRAINT dataset_conditional_states_conditions CHECK (((NOT (openness = 'conditional'::text)) OR (conditions > ''::text))),
    CONSTRAINT dataset_not_opened_has_ground CHECK (((NOT (openness = 'not'::text)) OR (ground > ''::text))),
    CONSTRAINT dataset_released_by_another CHECK (((released_by IS NULL) OR (NOT ((released_by = handed_in_by) AND (released_by IS NOT NULL) AND (handed_in_by IS NOT NULL))))),
    CONSTRAINT dataset_released_has_data CHECK (((NOT (state = 'published'::text)) OR (openness = 'not'::text) OR ((published_at IS NOT NULL) AND (table_id IS NOT NULL)))),
    CONSTRAINT opendata_dataset_version_check CHECK ((version >= 0))
);


CREATE TABLE public.opendata_datasetcolumn (
    id bigint NOT NULL,
    "order" integer NOT NULL,
    "column" text NOT NULL,
    item text NOT NULL,
    note text NOT NULL,
    is_quasi_identifier boolean NOT NULL,
    dataset_id uuid NOT NULL,
    CONSTRAINT opendata_datasetcolumn_order_check CHECK (("order" >= 0))
);


ALTER TABLE public.opendata_datasetcolumn ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.opendata_datasetcolumn_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.opendata_datasetstep (
    id uuid NOT NULL,
    kind text NOT NULL,
    actor_id uuid NOT NULL,
    actor_unit_id uuid,
    opinion text NOT NULL,
    check_id uuid,
    at timestamp with time zone NOT NULL,
    dataset_id uuid NOT NULL
);


CREATE TABLE public.opendata_follow (
    id bigint NOT NULL,
    account_id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    dataset_id uuid NOT NULL
);


ALTER TABLE public.opendata_follow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.opendata_follow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE UNLOGGED TABLE public.opendata_hit (
    id bigint NOT NULL,
    dataset_id uuid NOT NULL,
    way text NOT NULL,
    day date NOT NULL
);


ALTER TABLE public.opendata_hit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.opendata_hit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.opendata_link (
    id uuid NOT NULL,
    address text NOT NULL,
    looked_at timestamp with time zone,
    failures integer NOT NULL,
    said text NOT NULL,
    failing_since timestamp with time zone,
    dead_since timestamp with time zone,
    CONSTRAINT opendata_link_failures_check CHECK ((failures >= 0))
);


CREATE TABLE public.opendata_picture (
    submission_id uuid NOT NULL,
    content bytea NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    words text NOT NULL,
    CONSTRAINT opendata_picture_height_check CHECK ((height >= 0)),
    CONSTRAINT opendata_picture_width_check CHECK ((width >= 0))
);


CREATE TABLE public.opendata_quality (
    dataset_id uuid NOT NULL,
    points integer NOT NULL,
    parts jsonb NOT NULL,
    due_on date,
    late_days integer NOT NULL,
    told_on date,
    dead_links integer NOT NULL,
    reckoned_at timestamp with time zone NOT NULL,
    CONSTRAINT opendata_quality_dead_links_check CHECK ((dead_links >= 0)),
    CONSTRAINT opendata_quality_late_days_check CHECK ((late_days >= 0)),
    CONSTRAINT opendata_quality_points_check CHECK ((points >= 0))
);


CREATE TABLE public.opendata_submission (
    id uuid NOT NULL,
    number text NOT NULL,
    kind text NOT NULL,
    author_id uuid NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    address text NOT NULL,
    uses uuid[] NOT NULL,
    state text NOT NULL,
    visibility text NOT NULL,
    clock_id uuid NOT NULL,
    due_on date NOT NULL,
    said_at timestamp with time zone NOT NULL,
    answer text NOT NULL,
    answered_at timestamp with time zone,
    answered_by uuid,
    moderated_at timestamp with time zone,
    moderated_by uuid,
    why_hidden text NOT NULL,
    is_late boolean NOT NULL,
    dataset_id uuid,
    unit_id uuid,
    CONSTRAINT submission_declined_with_words CHECK (((NOT (state = 'declined'::text)) OR (answer > ''::text))),
    CONSTRAINT submission_is_about_a_dataset CHECK (((kind = ANY (ARRAY['request'::text, 'reuse'::text])) OR (dataset_id IS NOT NULL))),
    CONSTRAINT submission_shown_by_a_person CHECK (((NOT (visibility = 'shown'::text)) OR (moderated_by IS NOT NULL))),
    CONSTRAINT submission_shown_by_another CHECK (((moderated_by IS NULL) OR (NOT ((moderated_by = author_id) AND (moderated_by IS NOT NULL)))))
);


CREATE TABLE public.opendata_use (
    dataset_id uuid NOT NULL,
    views bigint NOT NULL,
    downloads bigint NOT NULL,
    calls bigint NOT NULL,
    recent bigint NOT NULL
);


CREATE TABLE public.opendata_version (
    id uuid NOT NULL,
    number integer NOT NULL,
    at timestamp with time zone NOT NULL,
    why text NOT NULL,
    title text NOT NULL,
    licence text NOT NULL,
    openness text NOT NULL,
    table_id uuid NOT NULL,
    dropped_at timestamp with time zone,
    dropped_by uuid,
    why_dropped text NOT NULL,
    swept_at timestamp with time zone,
    check_of_id uuid NOT NULL,
    dataset_id uuid NOT NULL,
    CONSTRAINT opendata_version_number_check CHECK ((number >= 0)),
    CONSTRAINT version_dropped_for_a_reason CHECK (((dropped_by IS NULL) OR (why_dropped > ''::text)))
);


CREATE TABLE public.organisations_appointment (
    id uuid NOT NULL,
    is_primary boolean NOT NULL,
    is_acting boolean NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    version integer NOT NULL,
    account_id uuid NOT NULL,
    post_id uuid NOT NULL,
    CONSTRAINT appointment_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT organisations_appointment_version_check CHECK ((version >= 0))
);


CREATE TABLE public.organisations_division (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    level smallint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    version integer NOT NULL,
    parent_id uuid,
    CONSTRAINT division_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT organisations_division_level_check CHECK ((level >= 0)),
    CONSTRAINT organisations_division_version_check CHECK ((version >= 0))
);


CREATE TABLE public.organisations_installation (
    id smallint NOT NULL,
    instance_id uuid NOT NULL,
    city_code text NOT NULL,
    city_name text NOT NULL,
    is_demo boolean NOT NULL,
    clock_offset interval NOT NULL,
    setup_closed_at timestamp with time zone,
    CONSTRAINT installation_is_one CHECK ((id = 1)),
    CONSTRAINT organisations_installation_id_check CHECK ((id >= 0))
);


CREATE TABLE public.organisations_post (
    id uuid NOT NULL,
    title text NOT NULL,
    kind text NOT NULL,
    "order" integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT organisations_post_order_check CHECK (("order" >= 0)),
    CONSTRAINT organisations_post_version_check CHECK ((version >= 0)),
    CONSTRAINT post_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);


CREATE TABLE public.organisations_unitplace (
    id uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    division_id uuid NOT NULL,
    parent_id uuid,
    unit_id uuid NOT NULL
);


CREATE VIEW public.organisations_staffing AS
 SELECT a.id AS appointment_id,
    a.account_id,
    a.post_id,
    p.kind AS post_kind,
    a.is_primary,
    a.is_acting,
    pl.unit_id,
    d.code AS division_code,
        CASE
            WHEN (substr(d.code, 5, 2) = '00'::text) THEN ''::text
            ELSE substr(d.code, 1, 6)
        END AS county_code,
    GREATEST(a.valid_from, p.valid_from, pl.valid_from) AS valid_from,
    LEAST(a.valid_to, p.valid_to, pl.valid_to) AS valid_to
   FROM (((public.organisations_appointment a
     JOIN public.organisations_post p ON ((p.id = a.post_id)))
     JOIN public.organisations_unitplace pl ON ((pl.unit_id = p.unit_id)))
     JOIN public.organisations_division d ON ((d.id = pl.division_id)))
  WHERE (GREATEST(a.valid_from, p.valid_from, pl.valid_from) < COALESCE(LEAST(a.valid_to, p.valid_to, pl.valid_to), 'infinity'::date));


CREATE TABLE public.organisations_succession (
    id uuid NOT NULL,
    "on" date NOT NULL,
    predecessor_id uuid NOT NULL,
    successor_id uuid NOT NULL
);


CREATE TABLE public.organisations_unit (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    short_name text NOT NULL,
    search_keys text NOT NULL,
    category text NOT NULL,
    uscc text,
    "order" integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    version integer NOT NULL,
    division_id uuid NOT NULL,
    parent_id uuid,
    CONSTRAINT organisations_unit_order_check CHECK (("order" >= 0)),
    CONSTRAINT organisations_unit_version_check CHECK ((version >= 0)),
    CONSTRAINT unit_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);


CREATE TABLE public.organisations_unitname (
    id uuid NOT NULL,
    name text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    unit_id uuid NOT NULL
);


CREATE TABLE public.organisations_unittree (
    id bigint NOT NULL,
    depth smallint NOT NULL,
    ancestor_id uuid NOT NULL,
    descendant_id uuid NOT NULL,
    CONSTRAINT organisations_unittree_depth_check CHECK ((depth >= 0))
);


ALTER TABLE public.organisations_unittree ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_unittree_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.parcels_incoming (
    id uuid NOT NULL,
    parcel_id uuid,
    number integer,
    is_signed boolean NOT NULL,
    kind text NOT NULL,
    purpose text NOT NULL,
    secrecy smallint NOT NULL,
    parts jsonb NOT NULL,
    packed_at timestamp with time zone,
    sm3 text NOT NULL,
    size bigint NOT NULL,
    file_name text NOT NULL,
    state text NOT NULL,
    cause text NOT NULL,
    sentence text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    received_by uuid NOT NULL,
    led_to text NOT NULL,
    peer_id uuid,
    CONSTRAINT parcel_in_arrived_is_proven CHECK (((NOT (state = 'arrived'::text)) OR (is_signed AND (number IS NOT NULL) AND (parcel_id IS NOT NULL) AND (peer_id IS NOT NULL)))),
    CONSTRAINT parcels_incoming_number_check CHECK ((number >= 0)),
    CONSTRAINT parcels_incoming_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT parcels_incoming_size_check CHECK ((size >= 0))
);


CREATE TABLE public.parcels_outgoing (
    id uuid NOT NULL,
    number integer,
    kind text NOT NULL,
    purpose text NOT NULL,
    secrecy smallint NOT NULL,
    data jsonb NOT NULL,
    parts jsonb NOT NULL,
    parts_key text NOT NULL,
    findings jsonb NOT NULL,
    unread jsonb NOT NULL,
    state text NOT NULL,
    prepared_at timestamp with time zone NOT NULL,
    prepared_by uuid NOT NULL,
    decided_at timestamp with time zone,
    decided_by uuid,
    opinion text NOT NULL,
    packed_at timestamp with time zone,
    file_id uuid,
    file_key text NOT NULL,
    sm3 text NOT NULL,
    size bigint NOT NULL,
    taken_at timestamp with time zone,
    times_taken integer NOT NULL,
    answered_at timestamp with time zone,
    cause text NOT NULL,
    reminded_at timestamp with time zone,
    unit_id uuid NOT NULL,
    peer_id uuid NOT NULL,
    card_id uuid,
    CONSTRAINT parcel_out_packed_is_whole CHECK ((((number IS NULL) AND (state = ANY (ARRAY['waiting'::text, 'refused'::text, 'withdrawn'::text]))) OR ((number IS NOT NULL) AND (packed_at IS NOT NULL) AND (state = ANY (ARRAY['packed'::text, 'taken'::text, 'arrived'::text, 'not_taken'::text])) AND (NOT (sm3 = ''::text))))),
    CONSTRAINT parcel_out_released_by_another CHECK (((decided_by IS NULL) OR (NOT ((decided_by = prepared_by) AND (decided_by IS NOT NULL))))),
    CONSTRAINT parcels_outgoing_number_check CHECK ((number >= 0)),
    CONSTRAINT parcels_outgoing_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT parcels_outgoing_size_check CHECK ((size >= 0)),
    CONSTRAINT parcels_outgoing_times_taken_check CHECK ((times_taken >= 0))
);


CREATE TABLE public.parcels_peer (
    id uuid NOT NULL,
    instance_id uuid NOT NULL,
    city text NOT NULL,
    zone text NOT NULL,
    state text NOT NULL,
    ceiling smallint NOT NULL,
    max_mb integer NOT NULL,
    kinds text[] NOT NULL,
    sent integer NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    unit_id uuid,
    CONSTRAINT parcel_peer_trusted_has_a_unit CHECK (((NOT (state = 'trusted'::text)) OR (unit_id IS NOT NULL))),
    CONSTRAINT parcels_peer_ceiling_check CHECK ((ceiling >= 0)),
    CONSTRAINT parcels_peer_max_mb_check CHECK ((max_mb >= 0)),
    CONSTRAINT parcels_peer_sent_check CHECK ((sent >= 0))
);


CREATE TABLE public.parcels_peercard (
    id uuid NOT NULL,
    city text NOT NULL,
    zone text NOT NULL,
    fingerprint text NOT NULL,
    signing_key bytea NOT NULL,
    encryption_key bytea NOT NULL,
    signing_key_id text NOT NULL,
    encryption_key_id text NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    taken_by uuid NOT NULL,
    trusted_at timestamp with time zone,
    trusted_by uuid,
    retired_at timestamp with time zone,
    peer_id uuid NOT NULL
);


CREATE TABLE public.parcels_stationkey (
    id uuid NOT NULL,
    use text NOT NULL,
    key_id text NOT NULL,
    public_key bytea NOT NULL,
    sealed text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    replaced_at timestamp with time zone
);


CREATE TABLE public.plan_clause (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    gist text NOT NULL,
    office text NOT NULL,
    office_name text NOT NULL,
    missing text NOT NULL,
    "order" integer NOT NULL,
    section_id uuid NOT NULL,
    serves_id uuid,
    version integer NOT NULL,
    CONSTRAINT plan_clause_order_check CHECK (("order" >= 0)),
    CONSTRAINT plan_clause_version_check CHECK ((version >= 0))
);


CREATE TABLE public.plan_edition (
    id uuid NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    title text NOT NULL,
    title_en text NOT NULL,
    document_number text,
    issuer text NOT NULL,
    issued_on date NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    summary text NOT NULL,
    note text NOT NULL,
    adopted_at timestamp with time zone,
    version integer NOT NULL,
    plan_id uuid NOT NULL,
    is_example boolean NOT NULL,
    CONSTRAINT edition_ends_after_it_starts CHECK ((ends_on > starts_on)),
    CONSTRAINT plan_edition_number_check CHECK ((number >= 0)),
    CONSTRAINT plan_edition_version_check CHECK ((version >= 0))
);


CREATE TABLE public.plan_keytask (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    end_state text NOT NULL,
    lead text NOT NULL,
    assisting jsonb NOT NULL,
    due_on date NOT NULL,
    office text NOT NULL,
    office_name text NOT NULL,
    "order" integer NOT NULL,
    version integer NOT NULL,
    clause_id uuid NOT NULL,
    CONSTRAINT plan_keytask_order_check CHECK (("order" >= 0)),
    CONSTRAINT plan_keytask_version_check CHECK ((version >= 0))
);


CREATE TABLE public.plan_keytask_targets (
    id bigint NOT NULL,
    keytask_id uuid NOT NULL,
    target_id uuid NOT NULL
);


ALTER TABLE public.plan_keytask_targets ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_keytask_targets_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.plan_notice (
    id uuid NOT NULL,
    division_code text NOT NULL,
    level text NOT NULL,
    file_name text NOT NULL,
    text text NOT NULL,
    state text NOT NULL,
    undo jsonb,
    read_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    edition_id uuid,
    unit_id uuid,
    CONSTRAINT plan_notice_version_check CHECK ((version >= 0))
);


CREATE TABLE public.plan_plan (
    id uuid NOT NULL,
    code text NOT NULL,
    level text NOT NULL,
    division_code text NOT NULL,
    above_id uuid,
    unit_id uuid
);


CREATE TABLE public.plan_proposedpart (
    id uuid NOT NULL,
    kind text NOT NULL,
    said jsonb NOT NULL,
    places jsonb NOT NULL,
    is_dropped boolean NOT NULL,
    is_checked boolean NOT NULL,
    code text NOT NULL,
    version integer NOT NULL,
    notice_id uuid NOT NULL,
    CONSTRAINT plan_proposedpart_version_check CHECK ((version >= 0))
);


CREATE TABLE public.plan_section (
    id uuid NOT NULL,
    code text NOT NULL,
    numeral text,
    name text NOT NULL,
    name_en text NOT NULL,
    "order" integer NOT NULL,
    edition_id uuid NOT NULL,
    version integer NOT NULL,
    CONSTRAINT plan_section_order_check CHECK (("order" >= 0)),
    CONSTRAINT plan_section_version_check CHECK ((version >= 0))
);


CREATE TABLE public.plan_step (
    id uuid NOT NULL,
    day date NOT NULL,
    figure numeric(18,4) NOT NULL,
    target_id uuid NOT NULL
);


CREATE TABLE public.plan_superior (
    id uuid NOT NULL,
    level text NOT NULL,
    title text,
    document_number text NOT NULL,
    note text NOT NULL,
    edition_id uuid NOT NULL,
    issuer text,
    year integer,
    CONSTRAINT plan_superior_year_check CHECK ((year >= 0))
);


CREATE TABLE public.plan_target (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    comparison text NOT NULL,
    figure numeric(18,4),
    proposal numeric(18,4),
    unit text NOT NULL,
    baseline_on date NOT NULL,
    deadline_on date NOT NULL,
    lead text NOT NULL,
    office text NOT NULL,
    office_name text NOT NULL,
    measure text,
    formula text NOT NULL,
    formula_en text NOT NULL,
    numerator text NOT NULL,
    denominator text NOT NULL,
    evidence text NOT NULL,
    note text NOT NULL,
    "order" integer NOT NULL,
    version integer NOT NULL,
    clause_id uuid NOT NULL,
    serves_id uuid,
    CONSTRAINT plan_target_order_check CHECK (("order" >= 0)),
    CONSTRAINT plan_target_version_check CHECK ((version >= 0))
);


CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);


CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;


CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;


CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);


CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;


CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);


ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.rulesets_rule (
    id uuid NOT NULL,
    key text NOT NULL,
    title text NOT NULL,
    scope text NOT NULL,
    text text NOT NULL,
    value numeric(18,4),
    unit text NOT NULL,
    law text NOT NULL,
    edition text NOT NULL,
    article text NOT NULL,
    source text NOT NULL,
    sureness character varying(1) NOT NULL,
    note text NOT NULL,
    reason text NOT NULL,
    deviation text NOT NULL,
    is_shipped boolean NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    version integer NOT NULL,
    rule_set_id uuid NOT NULL,
    CONSTRAINT rule_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT rulesets_rule_version_check CHECK ((version >= 0))
);


CREATE TABLE public.rulesets_ruleset (
    id uuid NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    note text NOT NULL
);


CREATE TABLE public.rulesets_stamp (
    id smallint NOT NULL,
    token uuid NOT NULL,
    CONSTRAINT rulesets_stamp_id_check CHECK ((id >= 0))
);


CREATE TABLE public.screening_acceptance (
    id uuid NOT NULL,
    of_type text NOT NULL,
    of_id uuid NOT NULL,
    purpose text NOT NULL,
    digest text NOT NULL,
    kind text NOT NULL,
    severity smallint NOT NULL,
    shown text NOT NULL,
    reason text NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    accepted_by uuid NOT NULL,
    CONSTRAINT finding_accepted_for_a_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT screening_acceptance_severity_check CHECK ((severity >= 0))
);


CREATE TABLE public.seals_certificate (
    id uuid NOT NULL,
    role text NOT NULL,
    subject text NOT NULL,
    issuer text NOT NULL,
    serial text NOT NULL,
    algorithm text NOT NULL,
    der bytea NOT NULL,
    sm3 text NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    is_trusted boolean NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    revoked_for text NOT NULL,
    warned_days integer,
    issued_by_id uuid,
    key_id uuid,
    CONSTRAINT certificate_trust_is_for_authorities CHECK (((NOT is_trusted) OR (role = 'authority'::text))),
    CONSTRAINT seals_certificate_warned_days_check CHECK ((warned_days >= 0))
);


CREATE TABLE public.seals_key (
    id uuid NOT NULL,
    algorithm text NOT NULL,
    public_key bytea NOT NULL,
    sealed text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    destroyed_at timestamp with time zone
);


CREATE TABLE public.seals_revocationlist (
    id uuid NOT NULL,
    number bigint NOT NULL,
    der bytea NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    next_at timestamp with time zone,
    taken_at timestamp with time zone NOT NULL,
    is_ours boolean NOT NULL,
    authority_id uuid NOT NULL,
    CONSTRAINT seals_revocationlist_number_check CHECK ((number >= 0))
);


CREATE TABLE public.seals_seal (
    id uuid NOT NULL,
    es_id text NOT NULL,
    name text NOT NULL,
    line text NOT NULL,
    kind text NOT NULL,
    width_mm smallint NOT NULL,
    height_mm smallint NOT NULL,
    picture bytea NOT NULL,
    state text NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    applied_by uuid NOT NULL,
    decided_at timestamp with time zone,
    decided_by uuid,
    made_at timestamp with time zone,
    data bytea,
    valid_from timestamp with time zone,
    valid_to timestamp with time zone,
    revoked_at timestamp with time zone,
    revoked_for text NOT NULL,
    version integer NOT NULL,
    certificate_id uuid,
    keeper_post_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    pdf_certificate_id uuid,
    CONSTRAINT seal_approved_by_another CHECK (((decided_by IS NULL) OR (NOT ((decided_by = applied_by) AND (decided_by IS NOT NULL))))),
    CONSTRAINT seal_made_is_whole CHECK (((state = ANY (ARRAY['applied'::text, 'refused'::text, 'approved'::text])) OR ((certificate_id IS NOT NULL) AND (data IS NOT NULL) AND (made_at IS NOT NULL)))),
    CONSTRAINT seal_revoked_has_its_moment CHECK ((((revoked_at IS NOT NULL) AND (state = ANY (ARRAY['revoked'::text, 'destroyed'::text]))) OR ((NOT (state = ANY (ARRAY['revoked'::text, 'destroyed'::text]))) AND (revoked_at IS NULL)))),
    CONSTRAINT seals_seal_height_mm_check CHECK ((height_mm >= 0)),
    CONSTRAINT seals_seal_version_check CHECK ((version >= 0)),
    CONSTRAINT seals_seal_width_mm_check CHECK ((width_mm >= 0))
);


CREATE TABLE public.seals_use (
    id uuid NOT NULL,
    number text NOT NULL,
    document text NOT NULL,
    sm3 text NOT NULL,
    file_id uuid,
    secrecy smallint NOT NULL,
    copies integer NOT NULL,
    purpose text NOT NULL,
    of_type text NOT NULL,
    of_id uuid,
    state text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    requested_by uuid NOT NULL,
    decided_at timestamp with time zone,
    decided_by uuid,
    opinion text NOT NULL,
    used_at timestamp with time zone,
    used_by uuid,
    sealed_sm3 text NOT NULL,
    sealed_file_id uuid,
    seal_id uuid NOT NULL,
    copied_at timestamp with time zone,
    copy_file_id uuid,
    copy_signature bytea,
    copy_sm3 text NOT NULL,
    CONSTRAINT seals_use_copies_check CHECK ((copies >= 0)),
    CONSTRAINT seals_use_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT use_approved_by_another CHECK (((decided_by IS NULL) OR (NOT ((decided_by = requested_by) AND (decided_by IS NOT NULL))))),
    CONSTRAINT use_copy_is_whole CHECK ((((copied_at IS NOT NULL) AND (copy_file_id IS NOT NULL) AND (copy_signature IS NOT NULL) AND (state = 'used'::text) AND (NOT (copy_sm3 = ''::text))) OR ((copied_at IS NULL) AND (copy_file_id IS NULL) AND (copy_signature IS NULL) AND (copy_sm3 = ''::text)))),
    CONSTRAINT use_of_an_approved_request CHECK ((((sealed_file_id IS NOT NULL) AND (state = 'used'::text) AND (used_at IS NOT NULL) AND (used_by IS NOT NULL) AND (NOT (sealed_sm3 = ''::text)) AND (decided_by IS NOT NULL)) OR ((NOT (state = 'used'::text)) AND (sealed_file_id IS NULL) AND (sealed_sm3 = ''::text) AND (used_at IS NULL) AND (used_by IS NULL))))
);


CREATE TABLE public.search_entry (
    thing_type text NOT NULL,
    thing_id uuid NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    url text NOT NULL,
    unit_id uuid,
    permission text NOT NULL,
    is_public boolean NOT NULL,
    secrecy smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    title_normal text NOT NULL,
    whole_normal text NOT NULL,
    title_tokens tsvector NOT NULL,
    tokens tsvector NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT search_entry_secrecy_check CHECK ((secrecy >= 0))
)
WITH (toast_tuple_target='512');
ALTER TABLE ONLY public.search_entry ALTER COLUMN text SET STATISTICS 0;
ALTER TABLE ONLY public.search_entry ALTER COLUMN title_normal SET STORAGE MAIN;
ALTER TABLE ONLY public.search_entry ALTER COLUMN whole_normal SET STATISTICS 0;
ALTER TABLE ONLY public.search_entry ALTER COLUMN whole_normal SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.search_entry ALTER COLUMN title_tokens SET STATISTICS 0;
ALTER TABLE ONLY public.search_entry ALTER COLUMN title_tokens SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.search_entry ALTER COLUMN tokens SET STATISTICS 0;
ALTER TABLE ONLY public.search_entry ALTER COLUMN tokens SET STORAGE EXTERNAL;


CREATE TABLE public.supervision_assisting (
    id bigint NOT NULL,
    unit_id uuid NOT NULL,
    item_id uuid NOT NULL
);


ALTER TABLE public.supervision_assisting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.supervision_assisting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.supervision_entry (
    id uuid NOT NULL,
    kind text NOT NULL,
    actor_id uuid NOT NULL,
    actor_unit_id uuid,
    on_behalf_id uuid,
    opinion text NOT NULL,
    percent smallint,
    "values" jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    item_id uuid NOT NULL,
    root_id uuid NOT NULL,
    CONSTRAINT supervision_entry_percent_check CHECK ((percent >= 0))
);


CREATE TABLE public.supervision_evidence (
    id uuid NOT NULL,
    file_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    item_id uuid NOT NULL
);


CREATE TABLE public.supervision_item (
    id uuid NOT NULL,
    number text NOT NULL,
    code text NOT NULL,
    year smallint NOT NULL,
    path text NOT NULL,
    ordinal integer NOT NULL,
    title text NOT NULL,
    end_state text NOT NULL,
    origin text NOT NULL,
    origin_title text NOT NULL,
    origin_number text NOT NULL,
    origin_on date,
    plan_code text NOT NULL,
    task_code text NOT NULL,
    clause_code text NOT NULL,
    urgency text NOT NULL,
    secrecy smallint NOT NULL,
    supervisor_id uuid NOT NULL,
    is_mandatory boolean NOT NULL,
    weight integer NOT NULL,
    state text NOT NULL,
    percent smallint NOT NULL,
    due_on date NOT NULL,
    first_due_on date,
    clock_id uuid,
    paused_since timestamp with time zone,
    is_late boolean NOT NULL,
    late_since date,
    sheet_colour text NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    handed_over_at timestamp with time zone,
    signed_at timestamp with time zone,
    signed_by uuid,
    progressed_at timestamp with time zone,
    reported_at timestamp with time zone,
    reported_by uuid,
    endorsed_by uuid,
    closed_at timestamp with time zone,
    archived_at timestamp with time zone,
    reopened smallint NOT NULL,
    returned smallint NOT NULL,
    version integer NOT NULL,
    lead_unit_id uuid NOT NULL,
    parent_id uuid,
    root_id uuid NOT NULL,
    supervising_unit_id uuid NOT NULL,
    origin_url text DEFAULT ''::text NOT NULL,
    CONSTRAINT item_full_by_closing_only CHECK ((percent <= 99)),
    CONSTRAINT item_late_since_a_day CHECK ((((NOT is_late) AND (late_since IS NULL)) OR (is_late AND (late_since IS NOT NULL)))),
    CONSTRAINT item_not_its_own_part CHECK (((parent_id IS NULL) OR (NOT ((parent_id = id) AND (parent_id IS NOT NULL))))),
    CONSTRAINT item_paused_while_working CHECK (((paused_since IS NULL) OR (state = 'working'::text))),
    CONSTRAINT item_weighs_something CHECK ((weight >= 1)),
    CONSTRAINT supervision_item_ordinal_check CHECK ((ordinal >= 0)),
    CONSTRAINT supervision_item_percent_check CHECK ((percent >= 0)),
    CONSTRAINT supervision_item_reopened_check CHECK ((reopened >= 0)),
    CONSTRAINT supervision_item_returned_check CHECK ((returned >= 0)),
    CONSTRAINT supervision_item_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT supervision_item_version_check CHECK ((version >= 0)),
    CONSTRAINT supervision_item_weight_check CHECK ((weight >= 0)),
    CONSTRAINT supervision_item_year_check CHECK ((year >= 0))
);


CREATE TABLE public.supervision_request (
    id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    pause_key text NOT NULL,
    until_on date,
    old_due_on date NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone,
    opinion text NOT NULL,
    item_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT extension_is_later CHECK (((NOT (kind = 'extension'::text)) OR (until_on > old_due_on)))
);


CREATE TABLE public.supervision_sheet (
    id uuid NOT NULL,
    colour text NOT NULL,
    number text NOT NULL,
    state text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    issued_by uuid,
    answer_by date NOT NULL,
    reason text NOT NULL,
    is_direct boolean NOT NULL,
    direct_reason text NOT NULL,
    answer text NOT NULL,
    answered_at timestamp with time zone,
    answered_by uuid,
    lapsed_at timestamp with time zone,
    item_id uuid NOT NULL
);


CREATE TABLE public.tables_content (
    number integer NOT NULL,
    state text NOT NULL,
    rows bigint NOT NULL,
    last_n bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    replaced_at timestamp with time zone,
    structure_id uuid NOT NULL,
    CONSTRAINT tables_content_last_n_check CHECK ((last_n >= 0)),
    CONSTRAINT tables_content_rows_check CHECK ((rows >= 0))
);


ALTER TABLE public.tables_content ALTER COLUMN number ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tables_content_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.tables_hostedtable (
    id uuid NOT NULL,
    title text NOT NULL,
    unit_id uuid NOT NULL,
    secrecy smallint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by uuid NOT NULL,
    closed_at timestamp with time zone,
    current_id integer,
    CONSTRAINT hosted_table_has_title CHECK ((NOT (title = ''::text))),
    CONSTRAINT tables_hostedtable_secrecy_check CHECK ((secrecy >= 0))
);


CREATE TABLE public.tables_load (
    id uuid NOT NULL,
    mode text NOT NULL,
    state text NOT NULL,
    file_name text NOT NULL,
    size bigint NOT NULL,
    sealed_key text NOT NULL,
    encoding text NOT NULL,
    delimiter text NOT NULL,
    sheet text NOT NULL,
    allowed_wrong integer NOT NULL,
    job_id uuid,
    asked_at timestamp with time zone NOT NULL,
    asked_by uuid NOT NULL,
    ended_at timestamp with time zone,
    reason text NOT NULL,
    rows_read bigint NOT NULL,
    wrong bigint NOT NULL,
    added bigint NOT NULL,
    changed bigint NOT NULL,
    removed bigint NOT NULL,
    first_n bigint NOT NULL,
    last_n bigint NOT NULL,
    content_id integer,
    table_id uuid NOT NULL,
    structure_id uuid NOT NULL,
    CONSTRAINT tables_load_added_check CHECK ((added >= 0)),
    CONSTRAINT tables_load_allowed_wrong_check CHECK ((allowed_wrong >= 0)),
    CONSTRAINT tables_load_changed_check CHECK ((changed >= 0)),
    CONSTRAINT tables_load_first_n_check CHECK ((first_n >= 0)),
    CONSTRAINT tables_load_last_n_check CHECK ((last_n >= 0)),
    CONSTRAINT tables_load_removed_check CHECK ((removed >= 0)),
    CONSTRAINT tables_load_rows_read_check CHECK ((rows_read >= 0)),
    CONSTRAINT tables_load_size_check CHECK ((size >= 0)),
    CONSTRAINT tables_load_wrong_check CHECK ((wrong >= 0))
);


CREATE TABLE public.tables_qualityline (
    id bigint NOT NULL,
    "column" text NOT NULL,
    flaw text NOT NULL,
    count bigint NOT NULL,
    load_id uuid NOT NULL,
    CONSTRAINT tables_qualityline_count_check CHECK ((count >= 0))
);


ALTER TABLE public.tables_qualityline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tables_qualityline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.tables_structure (
    id uuid NOT NULL,
    number integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    table_id uuid NOT NULL,
    CONSTRAINT tables_structure_number_check CHECK ((number >= 0))
);


CREATE TABLE public.tables_structurecolumn (
    id bigint NOT NULL,
    number smallint NOT NULL,
    name text NOT NULL,
    type character varying(1) NOT NULL,
    length integer NOT NULL,
    is_required boolean NOT NULL,
    unit text NOT NULL,
    codes text[] NOT NULL,
    pattern text NOT NULL,
    "least" numeric(60,20),
    most numeric(60,20),
    key smallint NOT NULL,
    is_indexed boolean NOT NULL,
    structure_id uuid NOT NULL,
    CONSTRAINT tables_structurecolumn_key_check CHECK ((key >= 0)),
    CONSTRAINT tables_structurecolumn_length_check CHECK ((length >= 0)),
    CONSTRAINT tables_structurecolumn_number_check CHECK ((number >= 0))
);


ALTER TABLE public.tables_structurecolumn ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tables_structurecolumn_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL
);


ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workflow_candidate (
    id bigint NOT NULL,
    key uuid NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    is_open boolean NOT NULL,
    item_id uuid NOT NULL,
    signer_id uuid,
    secrecy smallint NOT NULL,
    is_paused boolean NOT NULL,
    of_type text NOT NULL,
    CONSTRAINT workflow_candidate_secrecy_check CHECK ((secrecy >= 0))
);


ALTER TABLE public.workflow_candidate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workflow_candidate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workflow_copy (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    sent_by uuid NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    instance_id uuid NOT NULL
);


CREATE TABLE public.workflow_definition (
    id uuid NOT NULL,
    code text NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    source bytea NOT NULL,
    digest text NOT NULL,
    origin text NOT NULL,
    specification jsonb,
    outline jsonb NOT NULL,
    objections jsonb NOT NULL,
    is_deployed boolean NOT NULL,
    kept_by uuid NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    deployed_by uuid,
    deployed_at timestamp with time zone,
    tried_at timestamp with time zone,
    tried_by uuid,
    CONSTRAINT definition_deployed_is_specified CHECK (((NOT is_deployed) OR (specification IS NOT NULL))),
    CONSTRAINT workflow_definition_number_check CHECK ((number >= 0))
);


CREATE TABLE public.workflow_instance (
    id uuid NOT NULL,
    of_type text NOT NULL,
    of_id uuid NOT NULL,
    title text NOT NULL,
    url text NOT NULL,
    secrecy smallint NOT NULL,
    state text NOT NULL,
    marking jsonb NOT NULL,
    data jsonb NOT NULL,
    started_by uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    version integer NOT NULL,
    definition_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    tables jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT instance_over_since CHECK ((((ended_at IS NULL) AND (state = ANY (ARRAY['running'::text, 'suspended'::text]))) OR ((ended_at IS NOT NULL) AND (state = ANY (ARRAY['ended'::text, 'cancelled'::text]))))),
    CONSTRAINT workflow_instance_secrecy_check CHECK ((secrecy >= 0)),
    CONSTRAINT workflow_instance_version_check CHECK ((version >= 0))
);


CREATE TABLE public.workflow_item (
    id uuid NOT NULL,
    "order" integer NOT NULL,
    element text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    signing text NOT NULL,
    ratio numeric(5,4) NOT NULL,
    holder_id uuid,
    owner_id uuid,
    said jsonb,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    done_by uuid,
    outcome text NOT NULL,
    submitted jsonb NOT NULL,
    causes uuid[] NOT NULL,
    consumed jsonb NOT NULL,
    instance_id uuid NOT NULL,
    CONSTRAINT item_closed_since CHECK ((((closed_at IS NULL) AND (state = 'open'::text)) OR ((closed_at IS NOT NULL) AND (state = ANY (ARRAY['done'::text, 'undone'::text]))))),
    CONSTRAINT workflow_item_order_check CHECK (("order" >= 0))
);


CREATE TABLE public.workflow_message (
    id uuid NOT NULL,
    name text NOT NULL,
    key text NOT NULL,
    came_at timestamp with time zone NOT NULL,
    was_awaited boolean NOT NULL,
    is_pending boolean NOT NULL,
    instance_id uuid NOT NULL
);


CREATE TABLE public.workflow_opinion (
    id uuid NOT NULL,
    author_id uuid NOT NULL,
    act text NOT NULL,
    outcome text NOT NULL,
    text text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    instance_id uuid NOT NULL,
    item_id uuid NOT NULL,
    CONSTRAINT workflow_opinion_version_check CHECK ((version >= 0))
);


CREATE TABLE public.workflow_signer (
    id uuid NOT NULL,
    key uuid NOT NULL,
    place text NOT NULL,
    "order" integer NOT NULL,
    vote text NOT NULL,
    voted_by uuid,
    voted_at timestamp with time zone,
    added_by uuid,
    removed_at timestamp with time zone,
    item_id uuid NOT NULL,
    CONSTRAINT signer_voted_by CHECK ((((vote = ''::text) AND (voted_by IS NULL)) OR ((NOT (vote = ''::text)) AND (voted_by IS NOT NULL)))),
    CONSTRAINT workflow_signer_order_check CHECK (("order" >= 0))
);


CREATE TABLE public.workflow_sketch (
    id uuid NOT NULL,
    kind text NOT NULL,
    code text NOT NULL,
    person_id uuid NOT NULL,
    source bytea NOT NULL,
    based_on integer NOT NULL,
    revision integer NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    CONSTRAINT workflow_sketch_based_on_check CHECK ((based_on >= 0)),
    CONSTRAINT workflow_sketch_revision_check CHECK ((revision >= 0))
);


CREATE TABLE public.workflow_table (
    id uuid NOT NULL,
    code text NOT NULL,
    number integer NOT NULL,
    source bytea NOT NULL,
    digest text NOT NULL,
    objections jsonb NOT NULL,
    is_deployed boolean NOT NULL,
    kept_by uuid NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    deployed_by uuid,
    deployed_at timestamp with time zone,
    CONSTRAINT workflow_table_number_check CHECK ((number >= 0))
);


CREATE TABLE public.workflow_verdict (
    id uuid NOT NULL,
    element text NOT NULL,
    inputs jsonb NOT NULL,
    rules integer[] NOT NULL,
    result jsonb,
    said_at timestamp with time zone NOT NULL,
    instance_id uuid NOT NULL,
    table_id uuid NOT NULL
);


ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);


ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);


ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);


ALTER TABLE ONLY public.access_binding
    ADD CONSTRAINT access_binding_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.access_clearance
    ADD CONSTRAINT access_clearance_pkey PRIMARY KEY (account_id);


ALTER TABLE ONLY public.access_proposal
    ADD CONSTRAINT access_proposal_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.access_role
    ADD CONSTRAINT access_role_code_key UNIQUE (code);


ALTER TABLE ONLY public.access_role
    ADD CONSTRAINT access_role_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.access_rolepermission
    ADD CONSTRAINT access_rolepermission_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_addressee
    ADD CONSTRAINT addressee_once UNIQUE (document_id, kind, "order");


ALTER TABLE ONLY public.supervision_assisting
    ADD CONSTRAINT assists_once UNIQUE (item_id, unit_id);


ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.cache
    ADD CONSTRAINT cache_pkey PRIMARY KEY (cache_key);


ALTER TABLE ONLY public.calendar_clock
    ADD CONSTRAINT calendar_clock_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.calendar_clockmark
    ADD CONSTRAINT calendar_clockmark_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.calendar_clockspan
    ADD CONSTRAINT calendar_clockspan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.calendar_clockterm
    ADD CONSTRAINT calendar_clockterm_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.calendar_officialday
    ADD CONSTRAINT calendar_officialday_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.calendar_officialyear
    ADD CONSTRAINT calendar_officialyear_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.calendar_stamp
    ADD CONSTRAINT calendar_stamp_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_arbitration
    ADD CONSTRAINT catalogue_arbitration_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_change
    ADD CONSTRAINT catalogue_change_origin_id_key UNIQUE (origin_id);


ALTER TABLE ONLY public.catalogue_change
    ADD CONSTRAINT catalogue_change_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_collecting
    ADD CONSTRAINT catalogue_collecting_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_correction
    ADD CONSTRAINT catalogue_correction_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_dataitem
    ADD CONSTRAINT catalogue_dataitem_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_decideditem
    ADD CONSTRAINT catalogue_decideditem_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_decision
    ADD CONSTRAINT catalogue_decision_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_demand
    ADD CONSTRAINT catalogue_demand_number_key UNIQUE (number);


ALTER TABLE ONLY public.catalogue_demand
    ADD CONSTRAINT catalogue_demand_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_demandstep
    ADD CONSTRAINT catalogue_demandstep_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_doubt
    ADD CONSTRAINT catalogue_doubt_number_key UNIQUE (number);


ALTER TABLE ONLY public.catalogue_doubt
    ADD CONSTRAINT catalogue_doubt_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_doubtstep
    ADD CONSTRAINT catalogue_doubtstep_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_edition
    ADD CONSTRAINT catalogue_edition_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_grant
    ADD CONSTRAINT catalogue_grant_number_key UNIQUE (number);


ALTER TABLE ONLY public.catalogue_grant
    ADD CONSTRAINT catalogue_grant_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_grant
    ADD CONSTRAINT catalogue_grant_request_id_key UNIQUE (request_id);


ALTER TABLE ONLY public.catalogue_granteditem
    ADD CONSTRAINT catalogue_granteditem_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_grantstep
    ADD CONSTRAINT catalogue_grantstep_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_grantversion
    ADD CONSTRAINT catalogue_grantversion_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_harvested
    ADD CONSTRAINT catalogue_harvested_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_item
    ADD CONSTRAINT catalogue_item_name_once UNIQUE (edition_id, name);


ALTER TABLE ONLY public.catalogue_item
    ADD CONSTRAINT catalogue_item_order_once UNIQUE (edition_id, "order");


ALTER TABLE ONLY public.catalogue_item
    ADD CONSTRAINT catalogue_item_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_monthlynotice
    ADD CONSTRAINT catalogue_monthlynotice_month_key UNIQUE (month);


ALTER TABLE ONLY public.catalogue_monthlynotice
    ADD CONSTRAINT catalogue_monthlynotice_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_request
    ADD CONSTRAINT catalogue_request_number_key UNIQUE (number);


ALTER TABLE ONLY public.catalogue_request
    ADD CONSTRAINT catalogue_request_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_requesteditem
    ADD CONSTRAINT catalogue_requesteditem_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_requeststep
    ADD CONSTRAINT catalogue_requeststep_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_resource
    ADD CONSTRAINT catalogue_resource_code_key UNIQUE (code);


ALTER TABLE ONLY public.catalogue_resource
    ADD CONSTRAINT catalogue_resource_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_review
    ADD CONSTRAINT catalogue_review_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_run
    ADD CONSTRAINT catalogue_run_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_source
    ADD CONSTRAINT catalogue_source_name_key UNIQUE (name);


ALTER TABLE ONLY public.catalogue_source
    ADD CONSTRAINT catalogue_source_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_step
    ADD CONSTRAINT catalogue_step_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_updatetask
    ADD CONSTRAINT catalogue_updatetask_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.catalogue_wrong
    ADD CONSTRAINT catalogue_wrong_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.changes_change
    ADD CONSTRAINT changes_change_pkey PRIMARY KEY (mark);


ALTER TABLE ONLY public.correspondence_circle
    ADD CONSTRAINT circle_name_once UNIQUE (unit_id, name);


ALTER TABLE ONLY public.plan_clause
    ADD CONSTRAINT clause_code_once UNIQUE (section_id, code);


ALTER TABLE ONLY public.calendar_clockmark
    ADD CONSTRAINT clock_mark_once UNIQUE (clock_id, percent);


ALTER TABLE ONLY public.calendar_clockspan
    ADD CONSTRAINT clock_spans_do_not_overlap EXCLUDE USING gist (clock_id WITH =, tstzrange(started_at, ended_at, '[)'::text) WITH &&);


ALTER TABLE ONLY public.calendar_clockterm
    ADD CONSTRAINT clock_term_order UNIQUE (clock_id, "order");


ALTER TABLE ONLY public.tables_structurecolumn
    ADD CONSTRAINT column_name_once UNIQUE (structure_id, name);


ALTER TABLE ONLY public.tables_structurecolumn
    ADD CONSTRAINT column_number_once UNIQUE (structure_id, number);


ALTER TABLE ONLY public.workflow_copy
    ADD CONSTRAINT copy_once UNIQUE (instance_id, account_id);


ALTER TABLE ONLY public.catalogue_correction
    ADD CONSTRAINT correction_once UNIQUE (doubt_id, fix, unit_id);


ALTER TABLE ONLY public.correspondence_addressee
    ADD CONSTRAINT correspondence_addressee_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_circle_members
    ADD CONSTRAINT correspondence_circle_members_circle_id_unit_id_2ce295ff_uniq UNIQUE (circle_id, unit_id);


ALTER TABLE ONLY public.correspondence_circle_members
    ADD CONSTRAINT correspondence_circle_members_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_circle
    ADD CONSTRAINT correspondence_circle_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_code
    ADD CONSTRAINT correspondence_code_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_code
    ADD CONSTRAINT correspondence_code_text_key UNIQUE (text);


ALTER TABLE ONLY public.correspondence_draft
    ADD CONSTRAINT correspondence_draft_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_entry
    ADD CONSTRAINT correspondence_entry_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_filingclass
    ADD CONSTRAINT correspondence_filingclass_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_incoming
    ADD CONSTRAINT correspondence_incoming_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_markchange
    ADD CONSTRAINT correspondence_markchange_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_outgoing
    ADD CONSTRAINT correspondence_outgoing_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_party
    ADD CONSTRAINT correspondence_party_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_printedcopy
    ADD CONSTRAINT correspondence_printedcopy_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_reader
    ADD CONSTRAINT correspondence_reader_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_record
    ADD CONSTRAINT correspondence_record_incoming_id_key UNIQUE (incoming_id);


ALTER TABLE ONLY public.correspondence_record
    ADD CONSTRAINT correspondence_record_outgoing_id_key UNIQUE (outgoing_id);


ALTER TABLE ONLY public.correspondence_record
    ADD CONSTRAINT correspondence_record_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_rendition
    ADD CONSTRAINT correspondence_rendition_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_resolution
    ADD CONSTRAINT correspondence_resolution_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_statesecret
    ADD CONSTRAINT correspondence_statesecret_incoming_id_key UNIQUE (incoming_id);


ALTER TABLE ONLY public.correspondence_statesecret
    ADD CONSTRAINT correspondence_statesecret_outgoing_id_key UNIQUE (outgoing_id);


ALTER TABLE ONLY public.correspondence_statesecret
    ADD CONSTRAINT correspondence_statesecret_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_template
    ADD CONSTRAINT correspondence_template_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_workingcopy
    ADD CONSTRAINT correspondence_workingcopy_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.numbering_counter
    ADD CONSTRAINT counter_once UNIQUE (series_id, scope, year);


ALTER TABLE ONLY public.crypto_masterkey
    ADD CONSTRAINT crypto_masterkey_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.crypto_personkey
    ADD CONSTRAINT crypto_personkey_pkey PRIMARY KEY (person_id);


ALTER TABLE ONLY public.catalogue_dataitem
    ADD CONSTRAINT data_item_once UNIQUE (division, category, key);


ALTER TABLE ONLY public.opendata_datasetcolumn
    ADD CONSTRAINT dataset_column_once UNIQUE (dataset_id, "column");


ALTER TABLE ONLY public.catalogue_decideditem
    ADD CONSTRAINT decided_item_once UNIQUE (decision_id, item_id);


ALTER TABLE ONLY public.workflow_definition
    ADD CONSTRAINT definition_version_once UNIQUE (code, number);


ALTER TABLE ONLY public.organisations_division
    ADD CONSTRAINT division_code_once_a_day EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to, '[)'::text) WITH &&);


ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);


ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);


ALTER TABLE ONLY public.documents_content
    ADD CONSTRAINT documents_content_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.documents_file
    ADD CONSTRAINT documents_file_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.documents_markchange
    ADD CONSTRAINT documents_markchange_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.documents_part
    ADD CONSTRAINT documents_part_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.documents_upload
    ADD CONSTRAINT documents_upload_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_draft
    ADD CONSTRAINT draft_once UNIQUE (document_id, n);


ALTER TABLE ONLY public.plan_edition
    ADD CONSTRAINT edition_number_once UNIQUE (plan_id, number);


ALTER TABLE ONLY public.catalogue_edition
    ADD CONSTRAINT edition_once UNIQUE (resource_id, number);


ALTER TABLE ONLY public.exchange_alarm
    ADD CONSTRAINT exchange_alarm_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_archive
    ADD CONSTRAINT exchange_archive_pkey PRIMARY KEY (month);


ALTER TABLE ONLY public.exchange_batch
    ADD CONSTRAINT exchange_batch_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_credential
    ADD CONSTRAINT exchange_credential_key_id_key UNIQUE (key_id);


ALTER TABLE ONLY public.exchange_credential
    ADD CONSTRAINT exchange_credential_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_daily
    ADD CONSTRAINT exchange_daily_pkey PRIMARY KEY (day, service_id, system_id, grant_id, grant_version);


ALTER TABLE ONLY public.exchange_hold
    ADD CONSTRAINT exchange_hold_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_hourly
    ADD CONSTRAINT exchange_hourly_pkey PRIMARY KEY (hour, service_id, system_id);


ALTER TABLE ONLY public.exchange_keptanswer
    ADD CONSTRAINT exchange_keptanswer_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_link
    ADD CONSTRAINT exchange_link_pkey PRIMARY KEY (at_us, pos);


ALTER TABLE ONLY public.exchange_message
    ADD CONSTRAINT exchange_message_pkey PRIMARY KEY (at_us, pos);


ALTER TABLE ONLY public.exchange_nonce
    ADD CONSTRAINT exchange_nonce_pkey PRIMARY KEY (digest);


ALTER TABLE ONLY public.exchange_pendingmessage
    ADD CONSTRAINT exchange_pendingmessage_pkey PRIMARY KEY (pos);


ALTER TABLE ONLY public.exchange_pullrun
    ADD CONSTRAINT exchange_pullrun_load_id_key UNIQUE (load_id);


ALTER TABLE ONLY public.exchange_pullrun
    ADD CONSTRAINT exchange_pullrun_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_pullsource
    ADD CONSTRAINT exchange_pullsource_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_pullsource
    ADD CONSTRAINT exchange_pullsource_service_id_key UNIQUE (service_id);


ALTER TABLE ONLY public.exchange_root
    ADD CONSTRAINT exchange_root_pkey PRIMARY KEY (number);


ALTER TABLE ONLY public.exchange_rootkey
    ADD CONSTRAINT exchange_rootkey_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_service
    ADD CONSTRAINT exchange_service_code_key UNIQUE (code);


ALTER TABLE ONLY public.exchange_service
    ADD CONSTRAINT exchange_service_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_service
    ADD CONSTRAINT exchange_service_table_id_key UNIQUE (table_id);


ALTER TABLE ONLY public.exchange_servicefield
    ADD CONSTRAINT exchange_servicefield_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_sharedfile
    ADD CONSTRAINT exchange_sharedfile_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_subscription
    ADD CONSTRAINT exchange_subscription_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_system
    ADD CONSTRAINT exchange_system_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_upload
    ADD CONSTRAINT exchange_upload_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_usage
    ADD CONSTRAINT exchange_usage_pkey PRIMARY KEY (grant_id);


ALTER TABLE ONLY public.documents_file
    ADD CONSTRAINT file_version_once UNIQUE (document_id, number);


ALTER TABLE ONLY public.correspondence_filingclass
    ADD CONSTRAINT filing_class_once UNIQUE NULLS NOT DISTINCT (unit_id, code);


ALTER TABLE ONLY public.screening_acceptance
    ADD CONSTRAINT finding_accepted_once UNIQUE (of_id, purpose, digest);


ALTER TABLE ONLY public.opendata_follow
    ADD CONSTRAINT follow_once UNIQUE (dataset_id, account_id);


ALTER TABLE ONLY public.catalogue_grantversion
    ADD CONSTRAINT grant_version_once UNIQUE (grant_id, number);


ALTER TABLE ONLY public.catalogue_granteditem
    ADD CONSTRAINT granted_item_once UNIQUE (grant_version_id, item_id);


ALTER TABLE ONLY public.catalogue_harvested
    ADD CONSTRAINT harvested_once UNIQUE (source_id, foreign_id);


ALTER TABLE ONLY public.identity_account
    ADD CONSTRAINT identity_account_id_number_digest_key UNIQUE (id_number_digest);


ALTER TABLE ONLY public.identity_account
    ADD CONSTRAINT identity_account_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.identity_account
    ADD CONSTRAINT identity_account_uscc_key UNIQUE (uscc);


ALTER TABLE ONLY public.identity_account
    ADD CONSTRAINT identity_account_username_key UNIQUE (username);


ALTER TABLE ONLY public.identity_apitoken
    ADD CONSTRAINT identity_apitoken_digest_key UNIQUE (digest);


ALTER TABLE ONLY public.identity_apitoken
    ADD CONSTRAINT identity_apitoken_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.identity_apitoken
    ADD CONSTRAINT identity_apitoken_prefix_key UNIQUE (prefix);


ALTER TABLE ONLY public.identity_factorperiod
    ADD CONSTRAINT identity_factorperiod_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.identity_savedview
    ADD CONSTRAINT identity_savedview_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.identity_window
    ADD CONSTRAINT identity_window_pkey PRIMARY KEY (action, key);


ALTER TABLE ONLY public.workflow_item
    ADD CONSTRAINT item_order_once UNIQUE (instance_id, "order");


ALTER TABLE ONLY public.jobs_jobfile
    ADD CONSTRAINT job_file_one_of_a_role UNIQUE (job_id, role);


ALTER TABLE ONLY public.jobs_receipt
    ADD CONSTRAINT job_step_done_once UNIQUE (job_id, step);


ALTER TABLE ONLY public.jobs_job
    ADD CONSTRAINT jobs_job_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.jobs_jobfile
    ADD CONSTRAINT jobs_jobfile_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.jobs_receipt
    ADD CONSTRAINT jobs_receipt_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.jobs_tick
    ADD CONSTRAINT jobs_tick_pkey PRIMARY KEY (name);


ALTER TABLE ONLY public.jobs_worker
    ADD CONSTRAINT jobs_worker_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.journal_concern
    ADD CONSTRAINT journal_concern_pkey PRIMARY KEY (thing_id, pos);


ALTER TABLE ONLY public.journal_cursor
    ADD CONSTRAINT journal_cursor_pkey PRIMARY KEY (handler);


ALTER TABLE ONLY public.journal_delivery
    ADD CONSTRAINT journal_delivery_once UNIQUE (handler, thing_id, seq);


ALTER TABLE ONLY public.journal_delivery
    ADD CONSTRAINT journal_delivery_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT journal_entry_id_key UNIQUE (id);


ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT journal_entry_pkey PRIMARY KEY (pos);


ALTER TABLE ONLY public.journal_link
    ADD CONSTRAINT journal_link_pkey PRIMARY KEY (seq);


ALTER TABLE ONLY public.journal_link
    ADD CONSTRAINT journal_link_pos_key UNIQUE (pos);


ALTER TABLE ONLY public.journal_pending
    ADD CONSTRAINT journal_pending_pkey PRIMARY KEY (pos);


ALTER TABLE ONLY public.journal_verification
    ADD CONSTRAINT journal_verification_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.seals_revocationlist
    ADD CONSTRAINT list_once UNIQUE (authority_id, number);


ALTER TABLE ONLY public.measures_snapshot
    ADD CONSTRAINT measures_snapshot_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workflow_message
    ADD CONSTRAINT message_once UNIQUE (instance_id, key);


ALTER TABLE ONLY public.messaging_delivery
    ADD CONSTRAINT messaging_delivery_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.messaging_habit
    ADD CONSTRAINT messaging_habit_pkey PRIMARY KEY (account_id);


ALTER TABLE ONLY public.messaging_mute
    ADD CONSTRAINT messaging_mute_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.messaging_notice
    ADD CONSTRAINT messaging_notice_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.messaging_webhook
    ADD CONSTRAINT messaging_webhook_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.messaging_mute
    ADD CONSTRAINT mute_once UNIQUE (account_id, kind, channel);


ALTER TABLE ONLY public.messaging_notice
    ADD CONSTRAINT notice_told_once UNIQUE (account_id, key);


ALTER TABLE ONLY public.numbering_number
    ADD CONSTRAINT number_once UNIQUE (counter_id, n);


ALTER TABLE ONLY public.numbering_number
    ADD CONSTRAINT number_text_once UNIQUE (series_id, text);


ALTER TABLE ONLY public.numbering_counter
    ADD CONSTRAINT numbering_counter_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.numbering_number
    ADD CONSTRAINT numbering_number_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.numbering_prefix
    ADD CONSTRAINT numbering_prefix_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.numbering_series
    ADD CONSTRAINT numbering_series_code_key UNIQUE (code);


ALTER TABLE ONLY public.numbering_series
    ADD CONSTRAINT numbering_series_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.calendar_officialday
    ADD CONSTRAINT official_day_once UNIQUE (division, "on");


ALTER TABLE ONLY public.calendar_officialyear
    ADD CONSTRAINT official_year_once UNIQUE (division, year);


ALTER TABLE ONLY public.organisations_appointment
    ADD CONSTRAINT one_appointment_to_a_post_a_day EXCLUDE USING gist (post_id WITH =, account_id WITH =, daterange(valid_from, valid_to, '[)'::text) WITH &&);


ALTER TABLE ONLY public.organisations_appointment
    ADD CONSTRAINT one_primary_post_a_day EXCLUDE USING gist (account_id WITH =, daterange(valid_from, valid_to, '[)'::text) WITH &&) WHERE (is_primary);


ALTER TABLE ONLY public.catalogue_updatetask
    ADD CONSTRAINT one_task_for_each UNIQUE (change_id, resource_id);


ALTER TABLE ONLY public.opendata_agreement
    ADD CONSTRAINT opendata_agreement_pkey PRIMARY KEY (version);


ALTER TABLE ONLY public.opendata_application
    ADD CONSTRAINT opendata_application_number_key UNIQUE (number);


ALTER TABLE ONLY public.opendata_application
    ADD CONSTRAINT opendata_application_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.opendata_check
    ADD CONSTRAINT opendata_check_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.opendata_dailyuse
    ADD CONSTRAINT opendata_dailyuse_pkey PRIMARY KEY (dataset_id, day);


ALTER TABLE ONLY public.opendata_dataload
    ADD CONSTRAINT opendata_dataload_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.opendata_dataload
    ADD CONSTRAINT opendata_dataload_table_id_key UNIQUE (table_id);


ALTER TABLE ONLY public.opendata_dataset
    ADD CONSTRAINT opendata_dataset_code_key UNIQUE (code);


ALTER TABLE ONLY public.opendata_dataset
    ADD CONSTRAINT opendata_dataset_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.opendata_dataset
    ADD CONSTRAINT opendata_dataset_table_id_key UNIQUE (table_id);


ALTER TABLE ONLY public.opendata_datasetcolumn
    ADD CONSTRAINT opendata_datasetcolumn_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.opendata_datasetstep
    ADD CONSTRAINT opendata_datasetstep_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.opendata_follow
    ADD CONSTRAINT opendata_follow_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.opendata_hit
    ADD CONSTRAINT opendata_hit_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.opendata_link
    ADD CONSTRAINT opendata_link_address_key UNIQUE (address);


ALTER TABLE ONLY public.opendata_link
    ADD CONSTRAINT opendata_link_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.opendata_picture
    ADD CONSTRAINT opendata_picture_pkey PRIMARY KEY (submission_id);


ALTER TABLE ONLY public.opendata_quality
    ADD CONSTRAINT opendata_quality_pkey PRIMARY KEY (dataset_id);


ALTER TABLE ONLY public.opendata_submission
    ADD CONSTRAINT opendata_submission_number_key UNIQUE (number);


ALTER TABLE ONLY public.opendata_submission
    ADD CONSTRAINT opendata_submission_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.opendata_use
    ADD CONSTRAINT opendata_use_pkey PRIMARY KEY (dataset_id);


ALTER TABLE ONLY public.opendata_version
    ADD CONSTRAINT opendata_version_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workflow_opinion
    ADD CONSTRAINT opinion_version_once UNIQUE (item_id, author_id, version);


ALTER TABLE ONLY public.organisations_appointment
    ADD CONSTRAINT organisations_appointment_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.organisations_division
    ADD CONSTRAINT organisations_division_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.organisations_installation
    ADD CONSTRAINT organisations_installation_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.organisations_post
    ADD CONSTRAINT organisations_post_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.organisations_succession
    ADD CONSTRAINT organisations_succession_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.organisations_unit
    ADD CONSTRAINT organisations_unit_code_key UNIQUE (code);


ALTER TABLE ONLY public.organisations_unit
    ADD CONSTRAINT organisations_unit_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.organisations_unit
    ADD CONSTRAINT organisations_unit_uscc_key UNIQUE (uscc);


ALTER TABLE ONLY public.organisations_unitname
    ADD CONSTRAINT organisations_unitname_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.organisations_unitplace
    ADD CONSTRAINT organisations_unitplace_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.organisations_unittree
    ADD CONSTRAINT organisations_unittree_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.parcels_outgoing
    ADD CONSTRAINT parcel_out_number_once UNIQUE (peer_id, number);


ALTER TABLE ONLY public.parcels_incoming
    ADD CONSTRAINT parcels_incoming_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.parcels_outgoing
    ADD CONSTRAINT parcels_outgoing_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.parcels_peer
    ADD CONSTRAINT parcels_peer_instance_id_key UNIQUE (instance_id);


ALTER TABLE ONLY public.parcels_peer
    ADD CONSTRAINT parcels_peer_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.parcels_peercard
    ADD CONSTRAINT parcels_peercard_fingerprint_key UNIQUE (fingerprint);


ALTER TABLE ONLY public.parcels_peercard
    ADD CONSTRAINT parcels_peercard_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.parcels_stationkey
    ADD CONSTRAINT parcels_stationkey_key_id_key UNIQUE (key_id);


ALTER TABLE ONLY public.parcels_stationkey
    ADD CONSTRAINT parcels_stationkey_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.documents_part
    ADD CONSTRAINT part_once UNIQUE (upload_id, "offset");


ALTER TABLE ONLY public.supervision_item
    ADD CONSTRAINT part_ordinal_once UNIQUE (parent_id, ordinal);


ALTER TABLE ONLY public.correspondence_party
    ADD CONSTRAINT party_once UNIQUE (document_id, unit_id, part);


ALTER TABLE ONLY public.plan_clause
    ADD CONSTRAINT plan_clause_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.plan_edition
    ADD CONSTRAINT plan_edition_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.plan_keytask
    ADD CONSTRAINT plan_keytask_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.plan_keytask_targets
    ADD CONSTRAINT plan_keytask_targets_keytask_id_target_id_9619c976_uniq UNIQUE (keytask_id, target_id);


ALTER TABLE ONLY public.plan_keytask_targets
    ADD CONSTRAINT plan_keytask_targets_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.plan_notice
    ADD CONSTRAINT plan_notice_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.plan_plan
    ADD CONSTRAINT plan_plan_code_key UNIQUE (code);


ALTER TABLE ONLY public.plan_plan
    ADD CONSTRAINT plan_plan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.plan_proposedpart
    ADD CONSTRAINT plan_proposedpart_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.plan_section
    ADD CONSTRAINT plan_section_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.plan_step
    ADD CONSTRAINT plan_step_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.plan_superior
    ADD CONSTRAINT plan_superior_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.plan_target
    ADD CONSTRAINT plan_target_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.numbering_prefix
    ADD CONSTRAINT prefix_once_a_scope UNIQUE (series_id, scope);


ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);


ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_pullrun
    ADD CONSTRAINT pull_run_once UNIQUE (source_id, due_at);


ALTER TABLE ONLY public.tables_qualityline
    ADD CONSTRAINT quality_line_once UNIQUE (load_id, "column", flaw);


ALTER TABLE ONLY public.correspondence_reader
    ADD CONSTRAINT reader_once UNIQUE (incoming_id, person_id);


ALTER TABLE ONLY public.correspondence_record
    ADD CONSTRAINT record_number_once UNIQUE (unit_id, item_number);


ALTER TABLE ONLY public.correspondence_rendition
    ADD CONSTRAINT rendition_once UNIQUE (document_id, kind, n);


ALTER TABLE ONLY public.catalogue_requesteditem
    ADD CONSTRAINT requested_item_once UNIQUE (request_id, item_id);


ALTER TABLE ONLY public.catalogue_review
    ADD CONSTRAINT reviewed_by_two UNIQUE (decision_id, reviewer_id);


ALTER TABLE ONLY public.catalogue_review
    ADD CONSTRAINT reviewed_once UNIQUE (decision_id, gate);


ALTER TABLE ONLY public.access_rolepermission
    ADD CONSTRAINT role_permission_once UNIQUE (role_id, permission);


ALTER TABLE ONLY public.rulesets_rule
    ADD CONSTRAINT rule_says_one_thing_a_day EXCLUDE USING gist (rule_set_id WITH =, scope WITH =, key WITH =, daterange(valid_from, valid_to, '[)'::text) WITH &&);


ALTER TABLE ONLY public.rulesets_rule
    ADD CONSTRAINT rulesets_rule_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.rulesets_ruleset
    ADD CONSTRAINT rulesets_ruleset_code_key UNIQUE (code);


ALTER TABLE ONLY public.rulesets_ruleset
    ADD CONSTRAINT rulesets_ruleset_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.rulesets_stamp
    ADD CONSTRAINT rulesets_stamp_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.identity_savedview
    ADD CONSTRAINT saved_view_name_once UNIQUE (account_id, list_key, name);


ALTER TABLE ONLY public.screening_acceptance
    ADD CONSTRAINT screening_acceptance_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.seals_certificate
    ADD CONSTRAINT seals_certificate_key_id_key UNIQUE (key_id);


ALTER TABLE ONLY public.seals_certificate
    ADD CONSTRAINT seals_certificate_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.seals_certificate
    ADD CONSTRAINT seals_certificate_sm3_key UNIQUE (sm3);


ALTER TABLE ONLY public.seals_key
    ADD CONSTRAINT seals_key_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.seals_revocationlist
    ADD CONSTRAINT seals_revocationlist_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.seals_seal
    ADD CONSTRAINT seals_seal_certificate_id_key UNIQUE (certificate_id);


ALTER TABLE ONLY public.seals_seal
    ADD CONSTRAINT seals_seal_es_id_key UNIQUE (es_id);


ALTER TABLE ONLY public.seals_seal
    ADD CONSTRAINT seals_seal_pdf_certificate_id_key UNIQUE (pdf_certificate_id);


ALTER TABLE ONLY public.seals_seal
    ADD CONSTRAINT seals_seal_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.seals_use
    ADD CONSTRAINT seals_use_number_key UNIQUE (number);


ALTER TABLE ONLY public.seals_use
    ADD CONSTRAINT seals_use_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.search_entry
    ADD CONSTRAINT search_entry_pkey PRIMARY KEY (thing_type, thing_id);


ALTER TABLE ONLY public.plan_section
    ADD CONSTRAINT section_code_once UNIQUE (edition_id, code);


ALTER TABLE ONLY public.exchange_servicefield
    ADD CONSTRAINT service_field_once UNIQUE (service_id, field);


ALTER TABLE ONLY public.exchange_servicefield
    ADD CONSTRAINT service_item_once UNIQUE (service_id, item);


ALTER TABLE ONLY public.exchange_sharedfile
    ADD CONSTRAINT shared_file_once UNIQUE (asked_by, request_id);


ALTER TABLE ONLY public.workflow_sketch
    ADD CONSTRAINT sketch_once UNIQUE (kind, code, person_id);


ALTER TABLE ONLY public.measures_snapshot
    ADD CONSTRAINT snapshot_once_a_day UNIQUE (measure, scope, key, day);


ALTER TABLE ONLY public.plan_step
    ADD CONSTRAINT step_once_a_day UNIQUE (target_id, day);


ALTER TABLE ONLY public.tables_structure
    ADD CONSTRAINT structure_number_once UNIQUE (table_id, number);


ALTER TABLE ONLY public.organisations_succession
    ADD CONSTRAINT succession_once UNIQUE (predecessor_id, successor_id);


ALTER TABLE ONLY public.supervision_assisting
    ADD CONSTRAINT supervision_assisting_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.supervision_entry
    ADD CONSTRAINT supervision_entry_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.supervision_evidence
    ADD CONSTRAINT supervision_evidence_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.supervision_item
    ADD CONSTRAINT supervision_item_number_key UNIQUE (number);


ALTER TABLE ONLY public.supervision_item
    ADD CONSTRAINT supervision_item_path_key UNIQUE (path);


ALTER TABLE ONLY public.supervision_item
    ADD CONSTRAINT supervision_item_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.supervision_request
    ADD CONSTRAINT supervision_request_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.supervision_sheet
    ADD CONSTRAINT supervision_sheet_number_key UNIQUE (number);


ALTER TABLE ONLY public.supervision_sheet
    ADD CONSTRAINT supervision_sheet_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.exchange_system
    ADD CONSTRAINT system_code_once UNIQUE (unit_id, code);


ALTER TABLE ONLY public.workflow_table
    ADD CONSTRAINT table_version_once UNIQUE (code, number);


ALTER TABLE ONLY public.tables_content
    ADD CONSTRAINT tables_content_pkey PRIMARY KEY (number);


ALTER TABLE ONLY public.tables_hostedtable
    ADD CONSTRAINT tables_hostedtable_current_id_key UNIQUE (current_id);


ALTER TABLE ONLY public.tables_hostedtable
    ADD CONSTRAINT tables_hostedtable_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.tables_load
    ADD CONSTRAINT tables_load_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.tables_qualityline
    ADD CONSTRAINT tables_qualityline_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.tables_structure
    ADD CONSTRAINT tables_structure_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.tables_structurecolumn
    ADD CONSTRAINT tables_structurecolumn_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.organisations_unitname
    ADD CONSTRAINT unit_has_one_name_a_day EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_to, '[)'::text) WITH &&);


ALTER TABLE ONLY public.organisations_unitplace
    ADD CONSTRAINT unit_has_one_place_a_day EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_to, '[)'::text) WITH &&);


ALTER TABLE ONLY public.organisations_unittree
    ADD CONSTRAINT unit_tree_pair UNIQUE (ancestor_id, descendant_id);


ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);


ALTER TABLE ONLY public.opendata_version
    ADD CONSTRAINT version_once UNIQUE (dataset_id, number);


ALTER TABLE ONLY public.workflow_candidate
    ADD CONSTRAINT workflow_candidate_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workflow_copy
    ADD CONSTRAINT workflow_copy_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workflow_definition
    ADD CONSTRAINT workflow_definition_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workflow_instance
    ADD CONSTRAINT workflow_instance_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workflow_item
    ADD CONSTRAINT workflow_item_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workflow_message
    ADD CONSTRAINT workflow_message_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workflow_opinion
    ADD CONSTRAINT workflow_opinion_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workflow_signer
    ADD CONSTRAINT workflow_signer_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workflow_sketch
    ADD CONSTRAINT workflow_sketch_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workflow_table
    ADD CONSTRAINT workflow_table_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workflow_verdict
    ADD CONSTRAINT workflow_verdict_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.correspondence_workingcopy
    ADD CONSTRAINT working_copy_once UNIQUE (document_id, person_id);


CREATE INDEX access_binding_account_id_b232f572 ON public.access_binding USING btree (account_id);


CREATE INDEX access_binding_everyone_in_id_34b4a146 ON public.access_binding USING btree (everyone_in_id);


CREATE INDEX access_binding_post_id_7821e1d8 ON public.access_binding USING btree (post_id);


CREATE INDEX access_binding_role_id_825c90f3 ON public.access_binding USING btree (role_id);


CREATE INDEX access_binding_unit_id_53d1d7da ON public.access_binding USING btree (unit_id);


CREATE INDEX access_proposal_account_id_25ff4fd5 ON public.access_proposal USING btree (account_id);


CREATE INDEX access_proposal_decided_by_id_537c230e ON public.access_proposal USING btree (decided_by_id);


CREATE INDEX access_proposal_grant_id_65bb9c3b ON public.access_proposal USING btree (grant_id);


CREATE INDEX access_proposal_post_id_1219686f ON public.access_proposal USING btree (post_id);


CREATE INDEX access_proposal_proposed_by_id_3aef31b4 ON public.access_proposal USING btree (proposed_by_id);


CREATE INDEX access_role_code_85843d26_like ON public.access_role USING btree (code text_pattern_ops);


CREATE INDEX access_rolepermission_role_id_ce4a1fbb ON public.access_rolepermission USING btree (role_id);


CREATE INDEX account_email_of_the_open ON public.identity_account USING btree (email) WHERE (closed_at IS NULL);


CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);


CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);


CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);


CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);


CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);


CREATE INDEX account_kind_name ON public.identity_account USING btree (kind, name_key);


CREATE UNIQUE INDEX account_phone_confirmed_once ON public.identity_account USING btree (phone) WHERE (phone_confirmed_at IS NOT NULL);


CREATE INDEX account_phone_of_the_open ON public.identity_account USING btree (phone) WHERE (closed_at IS NULL);


CREATE INDEX alarm_by_time ON public.exchange_alarm USING btree (raised_at);


CREATE UNIQUE INDEX alarm_of_service ON public.exchange_alarm USING btree (service_id) WHERE (ended_at IS NULL);


CREATE INDEX application_of_unit ON public.opendata_application USING btree (unit_id, state);


CREATE UNIQUE INDEX application_waits_once ON public.opendata_application USING btree (dataset_id, applicant_id) WHERE (state = 'waiting'::text);


CREATE INDEX appointment_of_account ON public.organisations_appointment USING btree (account_id, valid_from);


CREATE INDEX arbitration_by_state ON public.catalogue_arbitration USING btree (state, opened_at);


CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);


CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);


CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);


CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);


CREATE INDEX batch_of_subscription ON public.exchange_batch USING btree (subscription_id, begun_at DESC);


CREATE UNIQUE INDEX batch_one_at_once ON public.exchange_batch USING btree (subscription_id) WHERE (state = 'waiting'::text);


CREATE INDEX cache_expires ON public.cache USING btree (expires);


CREATE INDEX calendar_clock_unit_id_15989892 ON public.calendar_clock USING btree (unit_id);


CREATE INDEX calendar_clockmark_clock_id_35ce5fb2 ON public.calendar_clockmark USING btree (clock_id);


CREATE INDEX calendar_clockspan_clock_id_d4660f79 ON public.calendar_clockspan USING btree (clock_id);


CREATE INDEX calendar_clockterm_clock_id_008517a0 ON public.calendar_clockterm USING btree (clock_id);


CREATE INDEX candidate_waiting ON public.workflow_candidate USING btree (key, opened_at, item_id) INCLUDE (secrecy, of_type) WHERE (is_open AND (NOT is_paused));


CREATE INDEX catalogue_arbitration_edition_id_428b53d4 ON public.catalogue_arbitration USING btree (edition_id);


CREATE INDEX catalogue_arbitration_first_id_bf6cf2e3 ON public.catalogue_arbitration USING btree (first_id);


CREATE INDEX catalogue_arbitration_first_unit_id_45b1f28f ON public.catalogue_arbitration USING btree (first_unit_id);


CREATE INDEX catalogue_arbitration_item_id_5570bed0 ON public.catalogue_arbitration USING btree (item_id);


CREATE INDEX catalogue_arbitration_second_id_a414838b ON public.catalogue_arbitration USING btree (second_id);


CREATE INDEX catalogue_arbitration_second_unit_id_1e9eea75 ON public.catalogue_arbitration USING btree (second_unit_id);


CREATE INDEX catalogue_arbitration_winner_id_97633184 ON public.catalogue_arbitration USING btree (winner_id);


CREATE INDEX catalogue_change_to_unit_id_e9da581c ON public.catalogue_change USING btree (to_unit_id);


CREATE INDEX catalogue_change_unit_id_174ae133 ON public.catalogue_change USING btree (unit_id);


CREATE INDEX catalogue_collecting_item_id_f10279a6 ON public.catalogue_collecting USING btree (item_id);


CREATE INDEX catalogue_collecting_named_id_3c158ec3 ON public.catalogue_collecting USING btree (named_id);


CREATE INDEX catalogue_collecting_resource_id_e7622a28 ON public.catalogue_collecting USING btree (resource_id);


CREATE INDEX catalogue_collecting_unit_id_5d5e6fe8 ON public.catalogue_collecting USING btree (unit_id);


CREATE INDEX catalogue_correction_doubt_id_cacb8ace ON public.catalogue_correction USING btree (doubt_id);


CREATE INDEX catalogue_correction_unit_id_15f9dd47 ON public.catalogue_correction USING btree (unit_id);


CREATE INDEX catalogue_dataitem_bound_to_id_05536de6 ON public.catalogue_dataitem USING btree (bound_to_id);


CREATE INDEX catalogue_decideditem_decision_id_542aea12 ON public.catalogue_decideditem USING btree (decision_id);


CREATE INDEX catalogue_decideditem_item_id_e72287de ON public.catalogue_decideditem USING btree (item_id);


CREATE INDEX catalogue_decision_request_id_c24e8ef4 ON public.catalogue_decision USING btree (request_id);


CREATE INDEX catalogue_demand_believed_unit_id_1496f9d1 ON public.catalogue_demand USING btree (believed_unit_id);


CREATE INDEX catalogue_demand_holder_id_dcd8a180 ON public.catalogue_demand USING btree (holder_id);


CREATE INDEX catalogue_demand_number_f7eeba41_like ON public.catalogue_demand USING btree (number text_pattern_ops);


CREATE INDEX catalogue_demand_resource_id_d8f0b81a ON public.catalogue_demand USING btree (resource_id);


CREATE INDEX catalogue_demand_unit_id_d6610989 ON public.catalogue_demand USING btree (unit_id);


CREATE INDEX catalogue_demandstep_demand_id_11dd3ca5 ON public.catalogue_demandstep USING btree (demand_id);


CREATE INDEX catalogue_demandstep_unit_id_99a56e4a ON public.catalogue_demandstep USING btree (unit_id);


CREATE INDEX catalogue_doubt_flagger_unit_id_45b24951 ON public.catalogue_doubt USING btree (flagger_unit_id);


CREATE INDEX catalogue_doubt_number_76c83e78_like ON public.catalogue_doubt USING btree (number text_pattern_ops);


CREATE INDEX catalogue_doubt_resource_id_5f793f50 ON public.catalogue_doubt USING btree (resource_id);


CREATE INDEX catalogue_doubt_unit_id_2273af90 ON public.catalogue_doubt USING btree (unit_id);


CREATE INDEX catalogue_doubtstep_doubt_id_5a09f5b4 ON public.catalogue_doubtstep USING btree (doubt_id);


CREATE INDEX catalogue_edition_resource_id_9fb75a53 ON public.catalogue_edition USING btree (resource_id);


CREATE INDEX catalogue_edition_unit_id_751ee4a6 ON public.catalogue_edition USING btree (unit_id);


CREATE INDEX catalogue_grant_consumer_id_6de30bf1 ON public.catalogue_grant USING btree (consumer_id);


CREATE INDEX catalogue_grant_number_15458936_like ON public.catalogue_grant USING btree (number text_pattern_ops);


CREATE INDEX catalogue_grant_provider_id_f8519e5f ON public.catalogue_grant USING btree (provider_id);


CREATE INDEX catalogue_grant_resource_id_38b5e164 ON public.catalogue_grant USING btree (resource_id);


CREATE INDEX catalogue_granteditem_grant_version_id_ae3dbe58 ON public.catalogue_granteditem USING btree (grant_version_id);


CREATE INDEX catalogue_granteditem_item_id_a9de9d0c ON public.catalogue_granteditem USING btree (item_id);


CREATE INDEX catalogue_grantstep_grant_id_b6434008 ON public.catalogue_grantstep USING btree (grant_id);


CREATE INDEX catalogue_grantversion_grant_id_35064787 ON public.catalogue_grantversion USING btree (grant_id);


CREATE INDEX catalogue_harvested_source_id_0c75e731 ON public.catalogue_harvested USING btree (source_id);


CREATE INDEX catalogue_item_edition_id_1873e7eb ON public.catalogue_item USING btree (edition_id);


CREATE INDEX catalogue_request_consumer_id_44cc6e7b ON public.catalogue_request USING btree (consumer_id);


CREATE INDEX catalogue_request_decision_id_80c1ae66 ON public.catalogue_request USING btree (decision_id);


CREATE INDEX catalogue_request_edition_id_217eacfe ON public.catalogue_request USING btree (edition_id);


CREATE INDEX catalogue_request_number_1fc8e435_like ON public.catalogue_request USING btree (number text_pattern_ops);


CREATE INDEX catalogue_request_provider_id_e1c59821 ON public.catalogue_request USING btree (provider_id);


CREATE INDEX catalogue_request_resource_id_b26e6be9 ON public.catalogue_request USING btree (resource_id);


CREATE INDEX catalogue_requesteditem_item_id_bcd53c75 ON public.catalogue_requesteditem USING btree (item_id);


CREATE INDEX catalogue_requesteditem_request_id_f3e18dcd ON public.catalogue_requesteditem USING btree (request_id);


CREATE INDEX catalogue_requeststep_request_id_12d8f8ed ON public.catalogue_requeststep USING btree (request_id);


CREATE INDEX catalogue_resource_code_03579f8e_like ON public.catalogue_resource USING btree (code text_pattern_ops);


CREATE INDEX catalogue_resource_unit_id_5d5c0a8a ON public.catalogue_resource USING btree (unit_id);


CREATE INDEX catalogue_review_decision_id_d739f6db ON public.catalogue_review USING btree (decision_id);


CREATE INDEX catalogue_review_request_id_6254855c ON public.catalogue_review USING btree (request_id);


CREATE INDEX catalogue_run_source_id_c2e43bb1 ON public.catalogue_run USING btree (source_id);


CREATE INDEX catalogue_source_name_1b3c04cd_like ON public.catalogue_source USING btree (name text_pattern_ops);


CREATE INDEX catalogue_source_unit_id_c44e0d0e ON public.catalogue_source USING btree (unit_id);


CREATE INDEX catalogue_step_edition_id_fe71c9e6 ON public.catalogue_step USING btree (edition_id);


CREATE INDEX catalogue_step_resource_id_18cc6030 ON public.catalogue_step USING btree (resource_id);


CREATE INDEX catalogue_updatetask_change_id_b9d803c0 ON public.catalogue_updatetask USING btree (change_id);


CREATE INDEX catalogue_updatetask_edition_id_496d22ce ON public.catalogue_updatetask USING btree (edition_id);


CREATE INDEX catalogue_updatetask_resource_id_6f5bc1e9 ON public.catalogue_updatetask USING btree (resource_id);


CREATE INDEX catalogue_updatetask_unit_id_45b43c61 ON public.catalogue_updatetask USING btree (unit_id);


CREATE INDEX catalogue_wrong_run_id_2e7414e2 ON public.catalogue_wrong USING btree (run_id);


CREATE INDEX certificate_expires ON public.seals_certificate USING btree (valid_to);


CREATE INDEX certificate_of_issuer ON public.seals_certificate USING btree (issuer, serial);


CREATE INDEX change_by_state ON public.catalogue_change USING btree (state, recorded_at);


CREATE INDEX changes_of_topic ON public.changes_change USING btree (topic, at, xid, mark);


CREATE INDEX check_of_dataset ON public.opendata_check USING btree (dataset_id, at DESC);


CREATE INDEX clock_due ON public.calendar_clock USING btree (due_at, id) WHERE (state = ANY (ARRAY['running'::text, 'paused'::text]));


CREATE UNIQUE INDEX clock_extended_once_by_a_rule ON public.calendar_clockterm USING btree (clock_id, rule_set, rule_key) WHERE (NOT (rule_key = ''::text));


CREATE INDEX clock_of_thing ON public.calendar_clock USING btree (of_id, started_at);


CREATE INDEX clock_of_unit ON public.calendar_clock USING btree (unit_id, state, due_at);


CREATE UNIQUE INDEX clock_one_of_a_kind_runs ON public.calendar_clock USING btree (of_id, kind) WHERE (state = ANY (ARRAY['running'::text, 'paused'::text]));


CREATE INDEX clock_reckoned ON public.calendar_clock USING btree (reckoned_by, id) WHERE (state = ANY (ARRAY['running'::text, 'paused'::text]));


CREATE INDEX clock_span_order ON public.calendar_clockspan USING btree (clock_id, started_at);


CREATE INDEX clock_warning ON public.calendar_clock USING btree (next_warning_at, id) WHERE (next_warning_at IS NOT NULL);


CREATE UNIQUE INDEX collected_once ON public.catalogue_collecting USING btree (resource_id, named_id) WHERE (ended_at IS NULL);


CREATE INDEX collecting_of_item ON public.catalogue_collecting USING btree (item_id, since_at);


CREATE INDEX content_checking ON public.documents_content USING btree (id) WHERE (scan = 'checking'::text);


CREATE INDEX content_same ON public.documents_content USING btree (sm3, owner_unit_id, secrecy);


CREATE UNIQUE INDEX copy_of_incoming_once ON public.correspondence_printedcopy USING btree (incoming_id, copy_number) WHERE (outgoing_id IS NULL);


CREATE UNIQUE INDEX copy_of_outgoing_once ON public.correspondence_printedcopy USING btree (outgoing_id, copy_number) WHERE (outgoing_id IS NOT NULL);


CREATE INDEX copy_unread ON public.workflow_copy USING btree (account_id, sent_at DESC) WHERE (read_at IS NULL);


CREATE INDEX correction_of_unit ON public.catalogue_correction USING btree (unit_id, told_at, id);


CREATE INDEX correspondence_addressee_circle_id_70325564 ON public.correspondence_addressee USING btree (circle_id);


CREATE INDEX correspondence_addressee_document_id_f1fb83c5 ON public.correspondence_addressee USING btree (document_id);


CREATE INDEX correspondence_addressee_unit_id_0d7dd52f ON public.correspondence_addressee USING btree (unit_id);


CREATE INDEX correspondence_circle_members_circle_id_485fbf8b ON public.correspondence_circle_members USING btree (circle_id);


CREATE INDEX correspondence_circle_members_unit_id_788f7183 ON public.correspondence_circle_members USING btree (unit_id);


CREATE INDEX correspondence_circle_unit_id_1e3a8822 ON public.correspondence_circle USING btree (unit_id);


CREATE INDEX correspondence_code_text_cf15ac54_like ON public.correspondence_code USING btree (text text_pattern_ops);


CREATE INDEX correspondence_code_unit_id_92d44cdf ON public.correspondence_code USING btree (unit_id);


CREATE INDEX correspondence_draft_document_id_ce3252a7 ON public.correspondence_draft USING btree (document_id);


CREATE INDEX correspondence_entry_incoming_id_0acf7a1b ON public.correspondence_entry USING btree (incoming_id);


CREATE INDEX correspondence_entry_outgoing_id_ff0e68cc ON public.correspondence_entry USING btree (outgoing_id);


CREATE INDEX correspondence_filingclass_unit_id_bd4db616 ON public.correspondence_filingclass USING btree (unit_id);


CREATE INDEX correspondence_incoming_from_unit_id_a8ecbf3e ON public.correspondence_incoming USING btree (from_unit_id);


CREATE INDEX correspondence_incoming_lead_unit_id_64cf50dd ON public.correspondence_incoming USING btree (lead_unit_id);


CREATE INDEX correspondence_incoming_outgoing_id_dbf2709c ON public.correspondence_incoming USING btree (outgoing_id);


CREATE INDEX correspondence_incoming_unit_id_b2c70667 ON public.correspondence_incoming USING btree (unit_id);


CREATE INDEX correspondence_markchange_incoming_id_95374adb ON public.correspondence_markchange USING btree (incoming_id);


CREATE INDEX correspondence_markchange_outgoing_id_04db6341 ON public.correspondence_markchange USING btree (outgoing_id);


CREATE INDEX correspondence_outgoing_based_on_id_4224e396 ON public.correspondence_outgoing USING btree (based_on_id);


CREATE INDEX correspondence_outgoing_code_id_081c3366 ON public.correspondence_outgoing USING btree (code_id);


CREATE INDEX correspondence_outgoing_drafting_unit_id_48b6cd3c ON public.correspondence_outgoing USING btree (drafting_unit_id);


CREATE INDEX correspondence_outgoing_in_reply_to_id_0c0aad51 ON public.correspondence_outgoing USING btree (in_reply_to_id);


CREATE INDEX correspondence_outgoing_issuing_unit_id_6b58cb4e ON public.correspondence_outgoing USING btree (issuing_unit_id);


CREATE INDEX correspondence_party_document_id_0e553e3b ON public.correspondence_party USING btree (document_id);


CREATE INDEX correspondence_party_unit_id_4b2fb923 ON public.correspondence_party USING btree (unit_id);


CREATE INDEX correspondence_printedcopy_incoming_id_1997c8a9 ON public.correspondence_printedcopy USING btree (incoming_id);


CREATE INDEX correspondence_printedcopy_outgoing_id_c1e7dd79 ON public.correspondence_printedcopy USING btree (outgoing_id);


CREATE INDEX correspondence_reader_incoming_id_f9016874 ON public.correspondence_reader USING btree (incoming_id);


CREATE INDEX correspondence_record_filing_class_id_dc6a3efc ON public.correspondence_record USING btree (filing_class_id);


CREATE INDEX correspondence_record_unit_id_7a60784a ON public.correspondence_record USING btree (unit_id);


CREATE INDEX correspondence_rendition_document_id_30ee8f3d ON public.correspondence_rendition USING btree (document_id);


CREATE INDEX correspondence_resolution_incoming_id_79216354 ON public.correspondence_resolution USING btree (incoming_id);


CREATE INDEX correspondence_resolution_lead_unit_id_1ea39016 ON public.correspondence_resolution USING btree (lead_unit_id);


CREATE INDEX correspondence_resolution_outgoing_id_29e5aa0e ON public.correspondence_resolution USING btree (outgoing_id);


CREATE INDEX correspondence_statesecret_unit_id_1a5f4c36 ON public.correspondence_statesecret USING btree (unit_id);


CREATE INDEX correspondence_template_unit_id_46a5e3b6 ON public.correspondence_template USING btree (unit_id);


CREATE INDEX correspondence_workingcopy_document_id_604976ee ON public.correspondence_workingcopy USING btree (document_id);


CREATE UNIQUE INDEX credential_certificate_once ON public.exchange_credential USING btree (fingerprint) WHERE ((kind = 'certificate'::text) AND (revoked_at IS NULL));


CREATE INDEX daily_of_grant ON public.exchange_daily USING btree (grant_id, day);


CREATE INDEX daily_of_service ON public.exchange_daily USING btree (service_id, day);


CREATE INDEX daily_use_by_day ON public.opendata_dailyuse USING btree (day);


CREATE INDEX data_item_by_name ON public.catalogue_dataitem USING btree (name, id);


CREATE INDEX dataset_newest ON public.opendata_dataset USING btree (published_at DESC, id);


CREATE INDEX dataset_of_theme ON public.opendata_dataset USING btree (theme);


CREATE INDEX dataset_of_unit ON public.opendata_dataset USING btree (unit_id, state);


CREATE INDEX dataset_step ON public.opendata_datasetstep USING btree (dataset_id, at);


CREATE INDEX decision_of_request ON public.catalogue_decision USING btree (request_id, at);


CREATE UNIQUE INDEX delivered_once ON public.correspondence_incoming USING btree (outgoing_id, unit_id) WHERE ((outgoing_id IS NOT NULL) AND (returned_at IS NULL));


CREATE INDEX delivery_dead ON public.messaging_delivery USING btree (id DESC) WHERE (state = 'dead'::text);


CREATE INDEX delivery_due ON public.messaging_delivery USING btree (due_at) WHERE (state = 'waiting'::text);


CREATE INDEX delivery_of_webhook ON public.messaging_delivery USING btree (webhook_id, id DESC) WHERE (webhook_id IS NOT NULL);


CREATE INDEX demand_by_day ON public.catalogue_demand USING btree (due_on, id);


CREATE INDEX demand_of_unit ON public.catalogue_demand USING btree (unit_id, state);


CREATE INDEX demand_waits ON public.catalogue_demand USING btree (state, holder_id);


CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);


CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);


CREATE INDEX documents_content_owner_unit_id_10513314 ON public.documents_content USING btree (owner_unit_id);


CREATE INDEX documents_file_content_id_28f7481c ON public.documents_file USING btree (content_id);


CREATE INDEX documents_markchange_file_id_6ed37ca1 ON public.documents_markchange USING btree (file_id);


CREATE INDEX documents_part_upload_id_6a363a15 ON public.documents_part USING btree (upload_id);


CREATE INDEX doubt_by_time ON public.catalogue_doubt USING btree (flagged_at, id);


CREATE INDEX doubt_of_flagger ON public.catalogue_doubt USING btree (flagger_unit_id, state);


CREATE INDEX doubt_of_provider ON public.catalogue_doubt USING btree (unit_id, state);


CREATE INDEX doubt_of_resource ON public.catalogue_doubt USING btree (resource_id, flagged_at);


CREATE INDEX edition_by_change ON public.catalogue_edition USING btree (changed_at, id);


CREATE INDEX edition_by_code ON public.catalogue_edition USING btree (code, id);


CREATE INDEX edition_by_state ON public.catalogue_edition USING btree (state, code, id);


CREATE INDEX edition_facet_category ON public.catalogue_edition USING btree (category text_pattern_ops) INCLUDE (state, secrecy, zone, unit_id, share_type);


CREATE INDEX edition_facet_is_open ON public.catalogue_edition USING btree (is_open) INCLUDE (state, secrecy, zone, unit_id, share_type);


CREATE INDEX edition_facet_share_type ON public.catalogue_edition USING btree (share_type) INCLUDE (state, secrecy, zone, unit_id);


CREATE INDEX edition_facet_state ON public.catalogue_edition USING btree (state) INCLUDE (secrecy, zone, unit_id, share_type);


CREATE INDEX edition_facet_unit ON public.catalogue_edition USING btree (unit_id) INCLUDE (state, secrecy, zone, share_type);


CREATE INDEX edition_facet_update_cycle ON public.catalogue_edition USING btree (update_cycle) INCLUDE (state, secrecy, zone, unit_id, share_type);


CREATE INDEX edition_hidden_words ON public.catalogue_edition USING gin (public.catalogue_grams(lower(hidden_names)));


CREATE INDEX edition_newest_public ON public.catalogue_edition USING btree (published_at, id) WHERE ((secrecy = 0) AND (state = 29) AND (zone = 'internet'::text) AND (NOT (share_type = '3'::text)));


CREATE INDEX edition_of_unit ON public.catalogue_edition USING btree (unit_id, state);


CREATE INDEX edition_published ON public.catalogue_edition USING btree (published_at, id) WHERE (state = 29);


CREATE INDEX edition_words ON public.catalogue_edition USING gin (public.catalogue_grams(public.catalogue_words(title, code, provider_name, abstract, item_names)));


CREATE INDEX entry_of_incoming ON public.correspondence_entry USING btree (incoming_id, at);


CREATE INDEX entry_of_outgoing ON public.correspondence_entry USING btree (outgoing_id, at);


CREATE INDEX entry_of_tree ON public.supervision_entry USING btree (root_id, at);


CREATE INDEX exchange_archive_month_0f08b3cc_like ON public.exchange_archive USING btree (month text_pattern_ops);


CREATE INDEX exchange_batch_subscription_id_92e02a9e ON public.exchange_batch USING btree (subscription_id);


CREATE INDEX exchange_credential_key_id_4ff9eb44_like ON public.exchange_credential USING btree (key_id text_pattern_ops);


CREATE INDEX exchange_credential_system_id_cb1d7751 ON public.exchange_credential USING btree (system_id);


CREATE INDEX exchange_link_seq ON ONLY public.exchange_link USING btree (seq);


CREATE INDEX exchange_message_consumer ON ONLY public.exchange_message USING btree (consumer_id, at_us, pos);


CREATE INDEX exchange_message_grant ON ONLY public.exchange_message USING btree (grant_id, at_us, pos);


CREATE INDEX exchange_message_id ON ONLY public.exchange_message USING btree (id);


CREATE INDEX exchange_message_provider ON ONLY public.exchange_message USING btree (provider_id, at_us, pos);


CREATE INDEX exchange_message_request ON ONLY public.exchange_message USING btree (request_id);


CREATE INDEX exchange_message_service ON ONLY public.exchange_message USING btree (service_id, at_us, pos);


CREATE INDEX exchange_pullrun_source_id_882553d8 ON public.exchange_pullrun USING btree (source_id);


CREATE INDEX exchange_root_last_49f7f698 ON public.exchange_root USING btree (last);


CREATE INDEX exchange_service_code_8d532e52_like ON public.exchange_service USING btree (code text_pattern_ops);


CREATE INDEX exchange_service_provider_id_9a295122 ON public.exchange_service USING btree (provider_id);


CREATE INDEX exchange_service_resource_id_5eace9b3 ON public.exchange_service USING btree (resource_id);


CREATE INDEX exchange_servicefield_service_id_68bddfa3 ON public.exchange_servicefield USING btree (service_id);


CREATE INDEX exchange_sharedfile_consumer_id_dc3bf696 ON public.exchange_sharedfile USING btree (consumer_id);


CREATE INDEX exchange_sharedfile_service_id_82439d10 ON public.exchange_sharedfile USING btree (service_id);


CREATE INDEX exchange_sharedfile_system_id_e5f162be ON public.exchange_sharedfile USING btree (system_id);


CREATE INDEX exchange_subscription_consumer_id_3df9ed73 ON public.exchange_subscription USING btree (consumer_id);


CREATE INDEX exchange_subscription_service_id_c582644c ON public.exchange_subscription USING btree (service_id);


CREATE INDEX exchange_subscription_system_id_23839991 ON public.exchange_subscription USING btree (system_id);


CREATE INDEX exchange_system_unit_id_043cc7be ON public.exchange_system USING btree (unit_id);


CREATE INDEX exchange_upload_service_id_24c8d718 ON public.exchange_upload USING btree (service_id);


CREATE UNIQUE INDEX factor_period_open_once ON public.identity_factorperiod USING btree (authenticator_id) WHERE (ended_at IS NULL);


CREATE INDEX file_ends ON public.documents_file USING btree (mark_ends_on) WHERE ((mark_ends_on IS NOT NULL) AND (withdrawn_at IS NULL));


CREATE INDEX file_of ON public.documents_file USING btree (of_id, kept_at) WHERE (withdrawn_at IS NULL);


CREATE INDEX grant_by_issue ON public.catalogue_grant USING btree (issued_at, id);


CREATE INDEX grant_of_consumer ON public.catalogue_grant USING btree (consumer_id, valid_until);


CREATE INDEX grant_of_provider ON public.catalogue_grant USING btree (provider_id, valid_until);


CREATE INDEX grant_of_resource ON public.catalogue_grant USING btree (resource_id, valid_until);


CREATE UNIQUE INDEX harvest_one_open_run ON public.catalogue_run USING btree (source_id) WHERE (state = ANY (ARRAY['reading'::text, 'held'::text]));


CREATE INDEX harvest_runs ON public.catalogue_run USING btree (source_id, started_at DESC);


CREATE INDEX harvest_wrong ON public.catalogue_wrong USING btree (run_id, page);


CREATE INDEX harvested_by_title ON public.catalogue_harvested USING btree (title, id) WHERE (gone_at IS NULL);


CREATE INDEX harvested_in_run ON public.catalogue_harvested USING btree (source_id, seen_in);


CREATE INDEX harvested_newest ON public.catalogue_harvested USING btree (changed_at, id) WHERE (gone_at IS NULL);


CREATE INDEX harvested_words ON public.catalogue_harvested USING gin (public.catalogue_grams(public.catalogue_words(title, foreign_id, provider, abstract, ''::text))) WHERE (gone_at IS NULL);


CREATE INDEX hourly_of_service ON public.exchange_hourly USING btree (service_id, hour);


CREATE INDEX identity_account_uscc_fda8ca3d_like ON public.identity_account USING btree (uscc text_pattern_ops);


CREATE INDEX identity_account_username_361abcf0_like ON public.identity_account USING btree (username text_pattern_ops);


CREATE INDEX identity_apitoken_account_id_9e4170f2 ON public.identity_apitoken USING btree (account_id);


CREATE INDEX identity_apitoken_prefix_1c55c372_like ON public.identity_apitoken USING btree (prefix text_pattern_ops);


CREATE INDEX identity_factorperiod_account_id_81b2e0f6 ON public.identity_factorperiod USING btree (account_id);


CREATE INDEX identity_savedview_account_id_6e19a47b ON public.identity_savedview USING btree (account_id);


CREATE INDEX identity_window_started ON public.identity_window USING btree (started_at);


CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));


CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);


CREATE INDEX incoming_listed ON public.correspondence_incoming USING btree (arrived_at DESC, id DESC);


CREATE UNIQUE INDEX incoming_mark_asked_once ON public.correspondence_markchange USING btree (incoming_id) WHERE (state = 'asked'::text);


CREATE UNIQUE INDEX incoming_number_once ON public.correspondence_incoming USING btree (unit_id, number) WHERE (NOT (number = ''::text));


CREATE INDEX incoming_of_clock ON public.correspondence_incoming USING btree (clock_id);


CREATE INDEX incoming_of_handler ON public.correspondence_incoming USING btree (handler_id, state);


CREATE INDEX incoming_of_instance ON public.correspondence_incoming USING btree (instance_id);


CREATE INDEX incoming_of_unit ON public.correspondence_incoming USING btree (unit_id, state, arrived_at DESC);


CREATE INDEX instance_listed ON public.workflow_instance USING btree (state, started_at DESC, id DESC);


CREATE INDEX instance_of_thing ON public.workflow_instance USING btree (of_id, started_at);


CREATE INDEX instance_of_unit ON public.workflow_instance USING btree (unit_id, state);


CREATE INDEX item_by_due ON public.supervision_item USING btree (due_on, id);


CREATE INDEX item_by_state ON public.supervision_item USING btree (state, due_on);


CREATE INDEX item_of_clock ON public.supervision_item USING btree (clock_id);


CREATE INDEX item_of_task ON public.supervision_item USING btree (plan_code, task_code);


CREATE INDEX item_of_unit ON public.supervision_item USING btree (lead_unit_id, state, due_on);


CREATE INDEX item_tree ON public.supervision_item USING btree (root_id, path);


CREATE INDEX job_checked ON public.jobs_job USING btree (owner_id) WHERE ((name = 'jobs.check_table'::text) AND (state = 'done'::text));


CREATE INDEX job_created ON public.jobs_job USING btree (created_at DESC);


CREATE INDEX job_kept ON public.jobs_job USING btree (keep_until) WHERE (keep_until IS NOT NULL);


CREATE INDEX job_open ON public.jobs_job USING btree (state) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));


CREATE INDEX job_owner ON public.jobs_job USING btree (owner_id, created_at DESC);


CREATE INDEX jobs_jobfile_job_id_3f7b856d ON public.jobs_jobfile USING btree (job_id);


CREATE INDEX jobs_receipt_job_id_a2e717d9 ON public.jobs_receipt USING btree (job_id);


CREATE INDEX jobs_tick_name_3b810204_like ON public.jobs_tick USING btree (name text_pattern_ops);


CREATE INDEX journal_cursor_handler_8f61def4_like ON public.journal_cursor USING btree (handler text_pattern_ops);


CREATE INDEX journal_entry_act ON public.journal_entry USING btree (act, pos);


CREATE INDEX journal_entry_actor ON public.journal_entry USING btree (actor_id, pos);


CREATE INDEX journal_entry_at ON public.journal_entry USING btree (at);


CREATE INDEX kept_answer_by_age ON public.exchange_keptanswer USING btree (taken_at);


CREATE INDEX kept_answer_of_grant ON public.exchange_keptanswer USING btree (grant_id, taken_at);


CREATE INDEX kept_answer_of_service ON public.exchange_keptanswer USING btree (service_id, taken_at);


CREATE INDEX link_to_look_at ON public.opendata_link USING btree (looked_at);


CREATE INDEX load_of_dataset ON public.opendata_dataload USING btree (dataset_id, asked_at DESC);


CREATE INDEX load_of_table ON public.tables_load USING btree (table_id, asked_at DESC);


CREATE UNIQUE INDEX mark_asked_once ON public.documents_markchange USING btree (file_id) WHERE (state = 'asked'::text);


CREATE INDEX messaging_delivery_notice_id_07d3cb01 ON public.messaging_delivery USING btree (notice_id);


CREATE INDEX messaging_delivery_webhook_id_181f7518 ON public.messaging_delivery USING btree (webhook_id);


CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);


CREATE INDEX most_used ON public.opendata_use USING btree (recent DESC);


CREATE INDEX notice_of_account ON public.messaging_notice USING btree (account_id, id DESC);


CREATE INDEX notice_unread ON public.messaging_notice USING btree (account_id) WHERE ((read_at IS NULL) AND shown);


CREATE INDEX numbering_counter_series_id_9976f4fe ON public.numbering_counter USING btree (series_id);


CREATE INDEX numbering_number_counter_id_0d1a743d ON public.numbering_number USING btree (counter_id);


CREATE INDEX numbering_number_series_id_36e2e7fc ON public.numbering_number USING btree (series_id);


CREATE INDEX numbering_number_user_id_c48ed465 ON public.numbering_number USING btree (user_id);


CREATE INDEX numbering_prefix_series_id_ba14d9a9 ON public.numbering_prefix USING btree (series_id);


CREATE INDEX numbering_series_code_862da317_like ON public.numbering_series USING btree (code text_pattern_ops);


CREATE UNIQUE INDEX one_edition_in_force ON public.plan_edition USING btree (plan_id) WHERE (state = 'in_force'::text);


CREATE UNIQUE INDEX one_item_one_source ON public.catalogue_collecting USING btree (item_id) WHERE ((ended_at IS NULL) AND is_source);


CREATE UNIQUE INDEX one_open_arbitration ON public.catalogue_arbitration USING btree (item_id, second_id) WHERE (state = ANY (ARRAY['open'::text, 'stated'::text]));


CREATE UNIQUE INDEX one_open_request_a_kind ON public.supervision_request USING btree (item_id, kind) WHERE (state = 'open'::text);


CREATE UNIQUE INDEX one_open_sheet ON public.supervision_sheet USING btree (item_id) WHERE (state = 'open'::text);


CREATE UNIQUE INDEX one_published_edition ON public.catalogue_edition USING btree (resource_id) WHERE (state = 29);


CREATE UNIQUE INDEX one_working_edition ON public.catalogue_edition USING btree (resource_id) WHERE (state = ANY (ARRAY[0, 1, 2, 10, 19, 20, 22]));


CREATE INDEX open_task_of_resource ON public.catalogue_updatetask USING btree (resource_id) WHERE (NOT (state = 'done'::text));


CREATE INDEX opendata_application_applicant_id_f02cc96f ON public.opendata_application USING btree (applicant_id);


CREATE INDEX opendata_application_dataset_id_7a9632de ON public.opendata_application USING btree (dataset_id);


CREATE INDEX opendata_application_number_0990f4c3_like ON public.opendata_application USING btree (number text_pattern_ops);


CREATE INDEX opendata_application_unit_id_9c3d8ca6 ON public.opendata_application USING btree (unit_id);


CREATE INDEX opendata_check_dataset_id_8ca90cc7 ON public.opendata_check USING btree (dataset_id);


CREATE INDEX opendata_dailyuse_dataset_id_163a2643 ON public.opendata_dailyuse USING btree (dataset_id);


CREATE INDEX opendata_dataload_check_of_id_116963a6 ON public.opendata_dataload USING btree (check_of_id);


CREATE INDEX opendata_dataload_dataset_id_81e7db11 ON public.opendata_dataload USING btree (dataset_id);


CREATE INDEX opendata_dataset_code_3bac4250_like ON public.opendata_dataset USING btree (code text_pattern_ops);


CREATE INDEX opendata_dataset_resource_id_f53c02f0 ON public.opendata_dataset USING btree (resource_id);


CREATE INDEX opendata_dataset_unit_id_12f35d02 ON public.opendata_dataset USING btree (unit_id);


CREATE INDEX opendata_datasetcolumn_dataset_id_c57df933 ON public.opendata_datasetcolumn USING btree (dataset_id);


CREATE INDEX opendata_datasetstep_dataset_id_5c880bfc ON public.opendata_datasetstep USING btree (dataset_id);


CREATE INDEX opendata_follow_account_id_177656b9 ON public.opendata_follow USING btree (account_id);


CREATE INDEX opendata_follow_dataset_id_8996c34e ON public.opendata_follow USING btree (dataset_id);


CREATE INDEX opendata_link_address_7dc15ae6_like ON public.opendata_link USING btree (address text_pattern_ops);


CREATE INDEX opendata_submission_author_id_dd5b565e ON public.opendata_submission USING btree (author_id);


CREATE INDEX opendata_submission_dataset_id_6dcc1ec7 ON public.opendata_submission USING btree (dataset_id);


CREATE INDEX opendata_submission_number_f684a69c_like ON public.opendata_submission USING btree (number text_pattern_ops);


CREATE INDEX opendata_submission_unit_id_23e9e29e ON public.opendata_submission USING btree (unit_id);


CREATE INDEX opendata_version_check_of_id_50543911 ON public.opendata_version USING btree (check_of_id);


CREATE INDEX opendata_version_dataset_id_9798b4c7 ON public.opendata_version USING btree (dataset_id);


CREATE INDEX opinion_in_order ON public.workflow_opinion USING btree (instance_id, id);


CREATE INDEX organisations_appointment_account_id_b6666902 ON public.organisations_appointment USING btree (account_id);


CREATE INDEX organisations_appointment_post_id_fd138e64 ON public.organisations_appointment USING btree (post_id);


CREATE INDEX organisations_division_parent_id_9fbf83e7 ON public.organisations_division USING btree (parent_id);


CREATE INDEX organisations_post_unit_id_4627e403 ON public.organisations_post USING btree (unit_id);


CREATE INDEX organisations_succession_predecessor_id_a8ffd99c ON public.organisations_succession USING btree (predecessor_id);


CREATE INDEX organisations_succession_successor_id_ba71ebb6 ON public.organisations_succession USING btree (successor_id);


CREATE INDEX organisations_unit_code_308cdf9e_like ON public.organisations_unit USING btree (code text_pattern_ops);


CREATE INDEX organisations_unit_division_id_1dd206dc ON public.organisations_unit USING btree (division_id);


CREATE INDEX organisations_unit_parent_id_c68c70a6 ON public.organisations_unit USING btree (parent_id);


CREATE INDEX organisations_unit_uscc_a2087560_like ON public.organisations_unit USING btree (uscc text_pattern_ops);


CREATE INDEX organisations_unitname_unit_id_e215f633 ON public.organisations_unitname USING btree (unit_id);


CREATE INDEX organisations_unitplace_division_id_750d89da ON public.organisations_unitplace USING btree (division_id);


CREATE INDEX organisations_unitplace_parent_id_8d30d00c ON public.organisations_unitplace USING btree (parent_id);


CREATE INDEX organisations_unitplace_unit_id_6ff18768 ON public.organisations_unitplace USING btree (unit_id);


CREATE INDEX organisations_unittree_ancestor_id_7b04d57c ON public.organisations_unittree USING btree (ancestor_id);


CREATE INDEX organisations_unittree_descendant_id_3c75c2b2 ON public.organisations_unittree USING btree (descendant_id);


CREATE INDEX outgoing_listed ON public.correspondence_outgoing USING btree (drafted_at DESC, id DESC);


CREATE UNIQUE INDEX outgoing_mark_asked_once ON public.correspondence_markchange USING btree (outgoing_id) WHERE (state = 'asked'::text);


CREATE UNIQUE INDEX outgoing_number_once ON public.correspondence_outgoing USING btree (number) WHERE (NOT (number = ''::text));


CREATE INDEX outgoing_of_clock ON public.correspondence_outgoing USING btree (clock_id);


CREATE INDEX outgoing_of_drafter ON public.correspondence_outgoing USING btree (drafter_id, drafted_at DESC);


CREATE INDEX outgoing_of_drafters ON public.correspondence_outgoing USING btree (drafting_unit_id, drafted_at DESC);


CREATE INDEX outgoing_of_instance ON public.correspondence_outgoing USING btree (instance_id);


CREATE INDEX outgoing_of_unit ON public.correspondence_outgoing USING btree (issuing_unit_id, state, drafted_at DESC);


CREATE INDEX parcel_in_newest ON public.parcels_incoming USING btree (received_at DESC);


CREATE UNIQUE INDEX parcel_in_nr_once ON public.parcels_incoming USING btree (peer_id, number) WHERE (state = 'arrived'::text);


CREATE UNIQUE INDEX parcel_in_parcel_once ON public.parcels_incoming USING btree (parcel_id) WHERE (state = 'arrived'::text);


CREATE INDEX parcel_out_newest ON public.parcels_outgoing USING btree (prepared_at DESC);


CREATE INDEX parcel_out_waiting ON public.parcels_outgoing USING btree (state, prepared_at);


CREATE UNIQUE INDEX parcel_peer_card_one_holds ON public.parcels_peercard USING btree (peer_id) WHERE ((retired_at IS NULL) AND (trusted_at IS NOT NULL));


CREATE UNIQUE INDEX parcel_station_key_one_of_each ON public.parcels_stationkey USING btree (use) WHERE (replaced_at IS NULL);


CREATE INDEX parcels_incoming_peer_id_3df6e2ca ON public.parcels_incoming USING btree (peer_id);


CREATE INDEX parcels_outgoing_card_id_f31e5fc4 ON public.parcels_outgoing USING btree (card_id);


CREATE INDEX parcels_outgoing_peer_id_ba5deb0b ON public.parcels_outgoing USING btree (peer_id);


CREATE INDEX parcels_outgoing_unit_id_459163cd ON public.parcels_outgoing USING btree (unit_id);


CREATE INDEX parcels_peer_unit_id_84f131e3 ON public.parcels_peer USING btree (unit_id);


CREATE INDEX parcels_peercard_fingerprint_95dc1f52_like ON public.parcels_peercard USING btree (fingerprint text_pattern_ops);


CREATE INDEX parcels_peercard_peer_id_8b33c9be ON public.parcels_peercard USING btree (peer_id);


CREATE INDEX parcels_stationkey_key_id_90891118_like ON public.parcels_stationkey USING btree (key_id text_pattern_ops);


CREATE INDEX party_of_unit ON public.correspondence_party USING btree (unit_id, document_id);


CREATE INDEX plan_clause_section_id_b0bcc44c ON public.plan_clause USING btree (section_id);


CREATE INDEX plan_clause_serves_id_2291badf ON public.plan_clause USING btree (serves_id);


CREATE INDEX plan_edition_plan_id_c19fd34d ON public.plan_edition USING btree (plan_id);


CREATE INDEX plan_keytask_clause_id_63a74f07 ON public.plan_keytask USING btree (clause_id);


CREATE INDEX plan_keytask_targets_keytask_id_ea0582e6 ON public.plan_keytask_targets USING btree (keytask_id);


CREATE INDEX plan_keytask_targets_target_id_d74d9362 ON public.plan_keytask_targets USING btree (target_id);


CREATE INDEX plan_notice_edition_id_4aeeb811 ON public.plan_notice USING btree (edition_id);


CREATE INDEX plan_notice_unit_id_c7d0ab62 ON public.plan_notice USING btree (unit_id);


CREATE INDEX plan_plan_above_id_f1cd30e2 ON public.plan_plan USING btree (above_id);


CREATE INDEX plan_plan_code_8594e291_like ON public.plan_plan USING btree (code text_pattern_ops);


CREATE INDEX plan_plan_unit_id_a2b3896c ON public.plan_plan USING btree (unit_id);


CREATE INDEX plan_proposedpart_notice_id_27382a9a ON public.plan_proposedpart USING btree (notice_id);


CREATE INDEX plan_section_edition_id_17577b1b ON public.plan_section USING btree (edition_id);


CREATE INDEX plan_step_target_id_6de6aa54 ON public.plan_step USING btree (target_id);


CREATE INDEX plan_superior_edition_id_eced853e ON public.plan_superior USING btree (edition_id);


CREATE INDEX plan_target_clause_id_76fd8ad1 ON public.plan_target USING btree (clause_id);


CREATE INDEX plan_target_serves_id_56c607db ON public.plan_target USING btree (serves_id);


CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);


CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));


CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);


CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);


CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);


CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);


CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);


CREATE INDEX proposal_open ON public.access_proposal USING btree (state, lapses_at);


CREATE UNIQUE INDEX proposal_open_once ON public.access_proposal USING btree (digest) WHERE (state = ANY (ARRAY['proposed'::text, 'confirmed'::text]));


CREATE INDEX pull_run_of_source ON public.exchange_pullrun USING btree (source_id, due_at DESC);


CREATE INDEX quality_points ON public.opendata_quality USING btree (points);


CREATE INDEX reader_of_person ON public.correspondence_reader USING btree (person_id, read_at);


CREATE INDEX record_listed ON public.correspondence_record USING btree (filed_at DESC, id DESC);


CREATE INDEX record_of_class ON public.correspondence_record USING btree (unit_id, year, filing_class_id);


CREATE INDEX record_to_appraise ON public.correspondence_record USING btree (due_for_appraisal_on);


CREATE INDEX request_by_begin ON public.catalogue_request USING btree (begun_at, id);


CREATE INDEX request_by_stage ON public.catalogue_request USING btree (state, stage_at);


CREATE INDEX request_for_demand ON public.catalogue_request USING btree (demand_id) WHERE (demand_id IS NOT NULL);


CREATE INDEX request_of_consumer ON public.catalogue_request USING btree (consumer_id, state);


CREATE INDEX request_of_provider ON public.catalogue_request USING btree (provider_id, state);


CREATE INDEX request_of_resource ON public.catalogue_request USING btree (resource_id);


CREATE INDEX request_step_by_due ON public.catalogue_requeststep USING btree (kind, due_on);


CREATE UNIQUE INDEX resolution_of_incoming_once ON public.correspondence_resolution USING btree (incoming_id, n) WHERE (incoming_id IS NOT NULL);


CREATE UNIQUE INDEX resolution_of_outgoing_once ON public.correspondence_resolution USING btree (outgoing_id, n) WHERE (outgoing_id IS NOT NULL);


CREATE INDEX resource_of_unit ON public.catalogue_resource USING btree (unit_id, code);


CREATE INDEX rulesets_rule_rule_set_id_a71d659d ON public.rulesets_rule USING btree (rule_set_id);


CREATE INDEX rulesets_ruleset_code_a8ad6e97_like ON public.rulesets_ruleset USING btree (code text_pattern_ops);


CREATE INDEX seal_of_unit ON public.seals_seal USING btree (unit_id, state);


CREATE INDEX seals_certificate_issued_by_id_372c635a ON public.seals_certificate USING btree (issued_by_id);


CREATE INDEX seals_certificate_sm3_7683c580_like ON public.seals_certificate USING btree (sm3 text_pattern_ops);


CREATE INDEX seals_revocationlist_authority_id_b9541b35 ON public.seals_revocationlist USING btree (authority_id);


CREATE INDEX seals_seal_es_id_b63a9071_like ON public.seals_seal USING btree (es_id text_pattern_ops);


CREATE INDEX seals_seal_keeper_post_id_f7ad9842 ON public.seals_seal USING btree (keeper_post_id);


CREATE INDEX seals_seal_unit_id_3f072424 ON public.seals_seal USING btree (unit_id);


CREATE INDEX seals_use_number_3a0a033b_like ON public.seals_use USING btree (number text_pattern_ops);


CREATE INDEX seals_use_seal_id_bbb76456 ON public.seals_use USING btree (seal_id);


CREATE INDEX search_title_tokens ON public.search_entry USING gin (title_tokens);


CREATE INDEX search_tokens ON public.search_entry USING gin (tokens);


CREATE INDEX secret_ends ON public.correspondence_statesecret USING btree (ends_on, id) WHERE (released_at IS NULL);


CREATE INDEX service_of_provider ON public.exchange_service USING btree (provider_id, state);


CREATE UNIQUE INDEX service_of_resource ON public.exchange_service USING btree (resource_id) WHERE (NOT (state = 'ended'::text));


CREATE INDEX shared_file_kept ON public.exchange_sharedfile USING btree (kept_until) WHERE (state = 'ready'::text);


CREATE INDEX shared_file_of_consumer ON public.exchange_sharedfile USING btree (consumer_id, asked_at DESC);


CREATE INDEX shared_file_of_service ON public.exchange_sharedfile USING btree (service_id, asked_at DESC);


CREATE INDEX sheet_to_answer ON public.supervision_sheet USING btree (answer_by) WHERE (state = 'open'::text);


CREATE UNIQUE INDEX signer_once ON public.workflow_signer USING btree (item_id, key, place) WHERE (removed_at IS NULL);


CREATE INDEX snapshot_of_a_day ON public.measures_snapshot USING btree (measure, day);


CREATE INDEX source_due ON public.exchange_pullsource USING btree (due_at) WHERE is_running;


CREATE INDEX step_of_demand ON public.catalogue_demandstep USING btree (demand_id, at);


CREATE INDEX step_of_doubt ON public.catalogue_doubtstep USING btree (doubt_id, at);


CREATE INDEX step_of_grant ON public.catalogue_grantstep USING btree (grant_id, at);


CREATE INDEX step_of_request ON public.catalogue_requeststep USING btree (request_id, at);


CREATE INDEX step_of_resource ON public.catalogue_step USING btree (resource_id, at);


CREATE INDEX submission_of_dataset ON public.opendata_submission USING btree (dataset_id, kind);


CREATE INDEX submission_shown ON public.opendata_submission USING btree (kind, visibility, said_at DESC);


CREATE INDEX submission_waits ON public.opendata_submission USING btree (kind, state, due_on);


CREATE INDEX subscription_due ON public.exchange_subscription USING btree (due_at) WHERE (state = 'active'::text);


CREATE UNIQUE INDEX subscription_once ON public.exchange_subscription USING btree (grant_id, system_id, address) WHERE (NOT (state = 'ended'::text));


CREATE INDEX supervision_assisting_item_id_e4559200 ON public.supervision_assisting USING btree (item_id);


CREATE INDEX supervision_assisting_unit_id_f43a0e34 ON public.supervision_assisting USING btree (unit_id);


CREATE INDEX supervision_entry_item_id_43400fe5 ON public.supervision_entry USING btree (item_id);


CREATE INDEX supervision_entry_root_id_f942bd9a ON public.supervision_entry USING btree (root_id);


CREATE INDEX supervision_evidence_entry_id_5e5306b4 ON public.supervision_evidence USING btree (entry_id);


CREATE INDEX supervision_evidence_item_id_aaad4305 ON public.supervision_evidence USING btree (item_id);


CREATE INDEX supervision_item_lead_unit_id_c75977da ON public.supervision_item USING btree (lead_unit_id);


CREATE INDEX supervision_item_number_5d479bfb_like ON public.supervision_item USING btree (number text_pattern_ops);


CREATE INDEX supervision_item_parent_id_3076faf5 ON public.supervision_item USING btree (parent_id);


CREATE INDEX supervision_item_path_42cca006_like ON public.supervision_item USING btree (path text_pattern_ops);


CREATE INDEX supervision_item_root_id_e6439989 ON public.supervision_item USING btree (root_id);


CREATE INDEX supervision_item_supervising_unit_id_dcd4eca3 ON public.supervision_item USING btree (supervising_unit_id);


CREATE INDEX supervision_request_item_id_daf7dd96 ON public.supervision_request USING btree (item_id);


CREATE INDEX supervision_request_unit_id_08a5339f ON public.supervision_request USING btree (unit_id);


CREATE INDEX supervision_sheet_item_id_2369cf76 ON public.supervision_sheet USING btree (item_id);


CREATE INDEX supervision_sheet_number_dd22c007_like ON public.supervision_sheet USING btree (number text_pattern_ops);


CREATE INDEX tables_content_structure_id_3f63da36 ON public.tables_content USING btree (structure_id);


CREATE INDEX tables_hostedtable_unit_id_1a7ecf49 ON public.tables_hostedtable USING btree (unit_id);


CREATE INDEX tables_load_content_id_ddc78d82 ON public.tables_load USING btree (content_id);


CREATE INDEX tables_load_structure_id_044f871c ON public.tables_load USING btree (structure_id);


CREATE INDEX tables_load_table_id_7564bc4f ON public.tables_load USING btree (table_id);


CREATE INDEX tables_qualityline_load_id_e45f6eb9 ON public.tables_qualityline USING btree (load_id);


CREATE INDEX tables_structure_table_id_51429503 ON public.tables_structure USING btree (table_id);


CREATE INDEX tables_structurecolumn_structure_id_2d13ab85 ON public.tables_structurecolumn USING btree (structure_id);


CREATE INDEX task_of_unit ON public.catalogue_updatetask USING btree (unit_id, state, due_on);


CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));


CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";


CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;


CREATE INDEX unit_order ON public.organisations_unit USING btree ("order", id);


CREATE INDEX unit_tree_upwards ON public.organisations_unittree USING btree (descendant_id, ancestor_id);


CREATE INDEX upload_kept ON public.exchange_upload USING btree (made_at) WHERE (state = 'kept'::text);


CREATE INDEX upload_owner ON public.documents_upload USING btree (owner_id);


CREATE INDEX upload_touched ON public.documents_upload USING btree (touched_at);


CREATE INDEX use_of_seal ON public.seals_use USING btree (seal_id, requested_at DESC);


CREATE INDEX use_waiting ON public.seals_use USING btree (state, requested_at);


CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);


CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);


CREATE INDEX verdict_in_order ON public.workflow_verdict USING btree (instance_id, id);


CREATE INDEX webhook_live ON public.messaging_webhook USING btree (account_id) WHERE (retired_at IS NULL);


CREATE INDEX worker_beat ON public.jobs_worker USING btree (beat_at DESC);


CREATE INDEX workflow_candidate_item_id_0d9e25fe ON public.workflow_candidate USING btree (item_id);


CREATE INDEX workflow_candidate_signer_id_fafc1621 ON public.workflow_candidate USING btree (signer_id);


CREATE INDEX workflow_copy_instance_id_31c6c216 ON public.workflow_copy USING btree (instance_id);


CREATE INDEX workflow_instance_definition_id_da43ce7c ON public.workflow_instance USING btree (definition_id);


CREATE INDEX workflow_instance_unit_id_ba1e1e03 ON public.workflow_instance USING btree (unit_id);


CREATE INDEX workflow_item_instance_id_3deb6bb9 ON public.workflow_item USING btree (instance_id);


CREATE INDEX workflow_message_instance_id_4bdc08ea ON public.workflow_message USING btree (instance_id);


CREATE INDEX workflow_opinion_instance_id_067ef560 ON public.workflow_opinion USING btree (instance_id);


CREATE INDEX workflow_opinion_item_id_02fa213f ON public.workflow_opinion USING btree (item_id);


CREATE INDEX workflow_signer_item_id_2695c946 ON public.workflow_signer USING btree (item_id);


CREATE INDEX workflow_verdict_instance_id_71a0d69a ON public.workflow_verdict USING btree (instance_id);


CREATE INDEX workflow_verdict_table_id_6e75b3d4 ON public.workflow_verdict USING btree (table_id);


CREATE TRIGGER catalogue_arbitration_stays BEFORE UPDATE ON public.catalogue_arbitration FOR EACH ROW WHEN ((old.state = ANY (ARRAY['ruled'::text, 'lapsed'::text]))) EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_code_stays BEFORE UPDATE ON public.catalogue_resource FOR EACH ROW WHEN ((old.code IS DISTINCT FROM new.code)) EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_correction_is_kept BEFORE DELETE OR TRUNCATE ON public.catalogue_correction FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_decided_item_within BEFORE INSERT ON public.catalogue_decideditem FOR EACH ROW EXECUTE FUNCTION public.catalogue_decided_item_within();


CREATE TRIGGER catalogue_decideditem_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_decideditem FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_decision_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_decision FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_decision_within BEFORE INSERT ON public.catalogue_decision FOR EACH ROW EXECUTE FUNCTION public.catalogue_decision_within();


CREATE TRIGGER catalogue_demand_ended_stays BEFORE UPDATE ON public.catalogue_demand FOR EACH ROW WHEN ((old.state = ANY (ARRAY[60, 70]))) EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_demand_is_kept BEFORE DELETE OR TRUNCATE ON public.catalogue_demand FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_demandstep_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_demandstep FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_doubt_is_kept BEFORE DELETE OR TRUNCATE ON public.catalogue_doubt FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_doubt_stays BEFORE UPDATE ON public.catalogue_doubt FOR EACH ROW WHEN ((((((((((((old.number IS DISTINCT FROM new.number) OR (old.resource_id IS DISTINCT FROM new.resource_id)) OR (old.unit_id IS DISTINCT FROM new.unit_id)) OR (old.flagger_unit_id IS DISTINCT FROM new.flagger_unit_id)) OR (old.grant_id IS DISTINCT FROM new.grant_id)) OR (old.items IS DISTINCT FROM new.items)) OR (old.record_id IS DISTINCT FROM new.record_id)) OR (old.record IS DISTINCT FROM new.record)) OR (old.flagged_at IS DISTINCT FROM new.flagged_at)) OR (old.flagged_by IS DISTINCT FROM new.flagged_by)) OR (old.is_late AND (NOT new.is_late)) OR ((old.answered_at IS NOT NULL) AND (new.answered_at IS DISTINCT FROM old.answered_at)) OR ((old.closed_at IS NOT NULL) AND (new.state IS DISTINCT FROM old.state)))) EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_doubtstep_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_doubtstep FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_edition_is_kept BEFORE DELETE OR TRUNCATE ON public.catalogue_edition FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_edition_stays BEFORE UPDATE ON public.catalogue_edition FOR EACH ROW WHEN ((((old.state = ANY (ARRAY[23, 29])) AND ((((to_jsonb(old.*) - 'state'::text) - 'version'::text) - 'ended_at'::text) IS DISTINCT FROM (((to_jsonb(new.*) - 'state'::text) - 'version'::text) - 'ended_at'::text))) OR ((old.state = 23) AND (new.state <> 23)) OR ((old.state = 29) AND (new.state <> ALL (ARRAY[23, 29]))))) EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_grant_is_kept BEFORE DELETE OR TRUNCATE ON public.catalogue_grant FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_grant_passed_the_gate BEFORE INSERT ON public.catalogue_grant FOR EACH ROW EXECUTE FUNCTION public.catalogue_grant_passed_the_gate();


CREATE TRIGGER catalogue_grant_stays BEFORE UPDATE ON public.catalogue_grant FOR EACH ROW EXECUTE FUNCTION public.catalogue_grant_stays();


CREATE TRIGGER catalogue_granted_has_grant BEFORE UPDATE ON public.catalogue_request FOR EACH ROW WHEN (((new.state = 'granted'::text) AND (old.state <> 'granted'::text))) EXECUTE FUNCTION public.catalogue_granted_has_grant();


CREATE TRIGGER catalogue_granted_item_is_no_wider BEFORE INSERT ON public.catalogue_granteditem FOR EACH ROW EXECUTE FUNCTION public.catalogue_granted_item_is_no_wider();


CREATE TRIGGER catalogue_granteditem_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_granteditem FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_grantstep_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_grantstep FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_grantversion_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_grantversion FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_item_stays BEFORE DELETE OR UPDATE ON public.catalogue_item FOR EACH ROW EXECUTE FUNCTION public.catalogue_item_stays();


CREATE TRIGGER catalogue_notice_stays BEFORE DELETE OR UPDATE ON public.catalogue_monthlynotice FOR EACH ROW WHEN ((old.state = 'issued'::text)) EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_request_begins BEFORE INSERT ON public.catalogue_request FOR EACH ROW WHEN ((new.state <> 'draft'::text)) EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_request_is_kept BEFORE DELETE OR TRUNCATE ON public.catalogue_request FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_request_stays BEFORE UPDATE ON public.catalogue_request FOR EACH ROW WHEN (((((((old.number IS DISTINCT FROM new.number) OR (old.resource_id IS DISTINCT FROM new.resource_id)) OR (old.consumer_id IS DISTINCT FROM new.consumer_id)) OR (old.provider_id IS DISTINCT FROM new.provider_id)) OR (old.begun_by IS DISTINCT FROM new.begun_by)) OR ((old.state <> ALL (ARRAY['draft'::text, 'returned'::text])) AND ((((((((((old.edition_id IS DISTINCT FROM new.edition_id) OR (old.purpose_kind IS DISTINCT FROM new.purpose_kind)) OR (old.business IS DISTINCT FROM new.business)) OR (old.purpose IS DISTINCT FROM new.purpose)) OR (old.legal_basis IS DISTINCT FROM new.legal_basis)) OR (old.rows IS DISTINCT FROM new.rows)) OR (old.valid_from IS DISTINCT FROM new.valid_from)) OR (old.valid_until IS DISTINCT FROM new.valid_until)) OR (old.modes IS DISTINCT FROM new.modes)) OR (old.quota IS DISTINCT FROM new.quota))) OR ((old.state = ANY (ARRAY['rejected'::text, 'not_passed'::text, 'granted'::text, 'refused'::text, 'withdrawn'::text])) AND (new.state <> old.state)))) EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_requested_item_stays BEFORE INSERT OR DELETE OR UPDATE ON public.catalogue_requesteditem FOR EACH ROW EXECUTE FUNCTION public.catalogue_requested_item_stays();


CREATE TRIGGER catalogue_requeststep_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_requeststep FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_resource_stays BEFORE DELETE OR TRUNCATE ON public.catalogue_resource FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_review_is_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_review FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_reviewer_is_apart BEFORE INSERT ON public.catalogue_review FOR EACH ROW EXECUTE FUNCTION public.catalogue_reviewer_is_apart();


CREATE TRIGGER catalogue_step_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_step FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_updatetask_stays BEFORE UPDATE ON public.catalogue_updatetask FOR EACH ROW WHEN ((old.state = 'done'::text)) EXECUTE FUNCTION public.catalogue_refuse();


CREATE TRIGGER catalogue_version_is_narrower BEFORE INSERT ON public.catalogue_grantversion FOR EACH ROW EXECUTE FUNCTION public.catalogue_version_is_narrower();


CREATE TRIGGER correspondence_draft_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.correspondence_draft FOR EACH STATEMENT EXECUTE FUNCTION public.correspondence_refuse();


CREATE TRIGGER correspondence_entry_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.correspondence_entry FOR EACH STATEMENT EXECUTE FUNCTION public.correspondence_refuse();


CREATE TRIGGER correspondence_incoming_stays BEFORE UPDATE ON public.correspondence_incoming FOR EACH ROW WHEN (((old.is_late AND (NOT new.is_late)) OR ((old.number <> ''::text) AND (new.number IS DISTINCT FROM old.number)) OR ((old.signed_for_at IS NOT NULL) AND (new.signed_for_at IS DISTINCT FROM old.signed_for_at)))) EXECUTE FUNCTION public.correspondence_refuse();


CREATE TRIGGER correspondence_mark_change_stays BEFORE DELETE OR UPDATE ON public.correspondence_markchange FOR EACH ROW WHEN ((old.state <> 'asked'::text)) EXECUTE FUNCTION public.correspondence_refuse();


CREATE TRIGGER correspondence_outgoing_stays BEFORE UPDATE ON public.correspondence_outgoing FOR EACH ROW WHEN (((old.is_late AND (NOT new.is_late)) OR ((old.number <> ''::text) AND (new.number IS DISTINCT FROM old.number)) OR ((old.dispatched_at IS NOT NULL) AND (new.dispatched_at IS DISTINCT FROM old.dispatched_at)))) EXECUTE FUNCTION public.correspondence_refuse();


CREATE TRIGGER correspondence_printed_copy_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.correspondence_printedcopy FOR EACH STATEMENT EXECUTE FUNCTION public.correspondence_refuse();


CREATE TRIGGER correspondence_rendition_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.correspondence_rendition FOR EACH STATEMENT EXECUTE FUNCTION public.correspondence_refuse();


CREATE TRIGGER exchange_link_is_permanent BEFORE DELETE OR UPDATE OR TRUNCATE ON public.exchange_link FOR EACH STATEMENT EXECUTE FUNCTION public.exchange_refuse();


CREATE TRIGGER exchange_message_is_permanent BEFORE DELETE OR UPDATE OR TRUNCATE ON public.exchange_message FOR EACH STATEMENT EXECUTE FUNCTION public.exchange_refuse();


CREATE TRIGGER exchange_message_waits AFTER INSERT ON public.exchange_message REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.exchange_wait();


CREATE TRIGGER exchange_root_is_permanent BEFORE DELETE OR UPDATE OR TRUNCATE ON public.exchange_root FOR EACH STATEMENT EXECUTE FUNCTION public.exchange_refuse();


CREATE TRIGGER exchange_rootkey_is_permanent BEFORE DELETE OR UPDATE OR TRUNCATE ON public.exchange_rootkey FOR EACH STATEMENT EXECUTE FUNCTION public.exchange_refuse();


CREATE TRIGGER journal_concern_is_permanent BEFORE DELETE OR UPDATE OR TRUNCATE ON public.journal_concern FOR EACH STATEMENT EXECUTE FUNCTION public.journal_refuse();


CREATE TRIGGER journal_entry_is_permanent BEFORE DELETE OR UPDATE OR TRUNCATE ON public.journal_entry FOR EACH STATEMENT EXECUTE FUNCTION public.journal_refuse();


CREATE TRIGGER journal_link_is_permanent BEFORE DELETE OR UPDATE OR TRUNCATE ON public.journal_link FOR EACH STATEMENT EXECUTE FUNCTION public.journal_refuse();


CREATE TRIGGER opendata_agreement_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.opendata_agreement FOR EACH STATEMENT EXECUTE FUNCTION public.opendata_refuse();


CREATE TRIGGER opendata_check_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.opendata_check FOR EACH STATEMENT EXECUTE FUNCTION public.opendata_refuse();


CREATE TRIGGER opendata_columns_stay BEFORE INSERT OR DELETE OR UPDATE ON public.opendata_datasetcolumn FOR EACH ROW EXECUTE FUNCTION public.opendata_columns_stay();


CREATE TRIGGER opendata_content_stays BEFORE UPDATE ON public.tables_content FOR EACH ROW WHEN (((old.last_n <> new.last_n) OR (old.rows <> new.rows))) EXECUTE FUNCTION public.opendata_content_stays();


CREATE TRIGGER opendata_dataset_is_kept BEFORE DELETE OR TRUNCATE ON public.opendata_dataset FOR EACH STATEMENT EXECUTE FUNCTION public.opendata_refuse();


CREATE TRIGGER opendata_released_is_checked BEFORE INSERT OR UPDATE ON public.opendata_dataset FOR EACH ROW WHEN (((new.state = 'published'::text) AND (new.openness <> 'not'::text))) EXECUTE FUNCTION public.opendata_released_is_checked();


CREATE TRIGGER opendata_step_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.opendata_datasetstep FOR EACH STATEMENT EXECUTE FUNCTION public.opendata_refuse();


CREATE TRIGGER opendata_table_stays BEFORE UPDATE ON public.tables_hostedtable FOR EACH ROW WHEN ((old.current_id IS DISTINCT FROM new.current_id)) EXECUTE FUNCTION public.opendata_content_stays();


CREATE TRIGGER opendata_version_is_kept BEFORE DELETE OR TRUNCATE ON public.opendata_version FOR EACH STATEMENT EXECUTE FUNCTION public.opendata_refuse();


CREATE TRIGGER opendata_version_stays BEFORE UPDATE ON public.opendata_version FOR EACH ROW EXECUTE FUNCTION public.opendata_version_stays();


CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();


CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();


CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();


CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();


CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();


CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();


CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();


CREATE TRIGGER supervision_entry_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supervision_entry FOR EACH STATEMENT EXECUTE FUNCTION public.supervision_refuse();


CREATE TRIGGER supervision_item_stays BEFORE UPDATE ON public.supervision_item FOR EACH ROW WHEN (((old.is_late AND (NOT new.is_late)) OR ((old.late_since IS NOT NULL) AND (new.late_since IS DISTINCT FROM old.late_since)) OR ((old.first_due_on IS NOT NULL) AND (new.first_due_on IS DISTINCT FROM old.first_due_on)))) EXECUTE FUNCTION public.supervision_refuse();


CREATE TRIGGER tells_access_rights AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.access_binding FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('access.rights');


CREATE TRIGGER tells_access_rights AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.access_clearance FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('access.rights');


CREATE TRIGGER tells_access_rights AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.access_role FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('access.rights');


CREATE TRIGGER tells_access_rights AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.access_rolepermission FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('access.rights');


CREATE TRIGGER tells_catalogue_shown AFTER INSERT OR DELETE OR UPDATE OF state, secrecy, zone, share_type, category OR TRUNCATE ON public.catalogue_edition FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('catalogue.shown');


CREATE TRIGGER tells_catalogue_waiting AFTER INSERT OR DELETE OR UPDATE OF state, first_unit_id, second_unit_id OR TRUNCATE ON public.catalogue_arbitration FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('catalogue.waiting');


CREATE TRIGGER tells_catalogue_waiting AFTER INSERT OR DELETE OR UPDATE OF taken_at, unit_id OR TRUNCATE ON public.catalogue_correction FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('catalogue.waiting');


CREATE TRIGGER tells_catalogue_waiting AFTER INSERT OR DELETE OR UPDATE OF state, unit_id, holder_id OR TRUNCATE ON public.catalogue_demand FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('catalogue.waiting');


CREATE TRIGGER tells_catalogue_waiting AFTER INSERT OR DELETE OR UPDATE OF state, unit_id, flagger_unit_id OR TRUNCATE ON public.catalogue_doubt FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('catalogue.waiting');


CREATE TRIGGER tells_catalogue_waiting AFTER INSERT OR DELETE OR UPDATE OF state, unit_id OR TRUNCATE ON public.catalogue_edition FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('catalogue.waiting');


CREATE TRIGGER tells_catalogue_waiting AFTER INSERT OR DELETE OR UPDATE OF state, consumer_id, provider_id OR TRUNCATE ON public.catalogue_request FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('catalogue.waiting');


CREATE TRIGGER tells_catalogue_waiting AFTER INSERT OR DELETE OR UPDATE OF state, unit_id OR TRUNCATE ON public.catalogue_updatetask FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('catalogue.waiting');


CREATE TRIGGER tells_identity_accounts AFTER INSERT OR DELETE OR UPDATE OF kind, name, closed_at, first_signed_in_at OR TRUNCATE ON public.identity_account FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('identity.accounts');


CREATE TRIGGER tells_measures AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.measures_snapshot FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('measures');


CREATE TRIGGER tells_organisations_posts AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisations_appointment FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('organisations.posts');


CREATE TRIGGER tells_organisations_posts AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisations_post FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('organisations.posts');


CREATE TRIGGER tells_organisations_units AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisations_division FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('organisations.units');


CREATE TRIGGER tells_organisations_units AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisations_installation FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('organisations.units');


CREATE TRIGGER tells_organisations_units AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisations_succession FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('organisations.units');


CREATE TRIGGER tells_organisations_units AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisations_unit FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('organisations.units');


CREATE TRIGGER tells_organisations_units AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisations_unitname FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('organisations.units');


CREATE TRIGGER tells_organisations_units AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisations_unitplace FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('organisations.units');


CREATE TRIGGER tells_organisations_units AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisations_unittree FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('organisations.units');


CREATE TRIGGER tells_plan AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.plan_clause FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('plan');


CREATE TRIGGER tells_plan AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.plan_edition FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('plan');


CREATE TRIGGER tells_plan AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.plan_keytask FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('plan');


CREATE TRIGGER tells_plan AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.plan_keytask_targets FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('plan');


CREATE TRIGGER tells_plan AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.plan_plan FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('plan');


CREATE TRIGGER tells_plan AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.plan_section FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('plan');


CREATE TRIGGER tells_plan AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.plan_step FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('plan');


CREATE TRIGGER tells_plan AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.plan_superior FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('plan');


CREATE TRIGGER tells_plan AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.plan_target FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('plan');


CREATE TRIGGER tells_seals_waiting AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.seals_seal FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('seals.waiting');


CREATE TRIGGER tells_seals_waiting AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.seals_use FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('seals.waiting');


CREATE TRIGGER tells_supervision_waiting AFTER INSERT OR DELETE OR UPDATE OF state, lead_unit_id, supervising_unit_id, secrecy, paused_since, reported_by, endorsed_by OR TRUNCATE ON public.supervision_item FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('supervision.waiting');


CREATE TRIGGER tells_supervision_waiting AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.supervision_request FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('supervision.waiting');


CREATE TRIGGER tells_supervision_waiting AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.supervision_sheet FOR EACH STATEMENT EXECUTE FUNCTION public.changes_note('supervision.waiting');


CREATE TRIGGER workflow_candidates_follow AFTER UPDATE OF state, secrecy ON public.workflow_instance FOR EACH ROW WHEN (((old.secrecy <> new.secrecy) OR ((old.state = 'suspended'::text) <> (new.state = 'suspended'::text)))) EXECUTE FUNCTION public.workflow_candidates_follow();


CREATE TRIGGER workflow_opinion_is_permanent BEFORE DELETE OR UPDATE OR TRUNCATE ON public.workflow_opinion FOR EACH STATEMENT EXECUTE FUNCTION public.workflow_refuse();


CREATE TRIGGER workflow_verdict_is_permanent BEFORE DELETE OR UPDATE ON public.workflow_verdict FOR EACH ROW EXECUTE FUNCTION public.workflow_verdicts_stay();


ALTER TABLE ONLY public.access_binding
    ADD CONSTRAINT access_binding_account_id_b232f572_fk_identity_account_id FOREIGN KEY (account_id) REFERENCES public.identity_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.access_binding
    ADD CONSTRAINT access_binding_everyone_in_id_34b4a146_fk_organisations_unit_id FOREIGN KEY (everyone_in_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.access_binding
    ADD CONSTRAINT access_binding_post_id_7821e1d8_fk_organisations_post_id FOREIGN KEY (post_id) REFERENCES public.organisations_post(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.access_binding
    ADD CONSTRAINT access_binding_role_id_825c90f3_fk_access_role_id FOREIGN KEY (role_id) REFERENCES public.access_role(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.access_binding
    ADD CONSTRAINT access_binding_unit_id_53d1d7da_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.access_clearance
    ADD CONSTRAINT access_clearance_account_id_aa006dea_fk_identity_account_id FOREIGN KEY (account_id) REFERENCES public.identity_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.access_proposal
    ADD CONSTRAINT access_proposal_account_id_25ff4fd5_fk_identity_account_id FOREIGN KEY (account_id) REFERENCES public.identity_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.access_proposal
    ADD CONSTRAINT access_proposal_decided_by_id_537c230e_fk_identity_account_id FOREIGN KEY (decided_by_id) REFERENCES public.identity_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.access_proposal
    ADD CONSTRAINT access_proposal_grant_id_65bb9c3b_fk_access_binding_id FOREIGN KEY (grant_id) REFERENCES public.access_binding(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.access_proposal
    ADD CONSTRAINT access_proposal_post_id_1219686f_fk_organisations_post_id FOREIGN KEY (post_id) REFERENCES public.organisations_post(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.access_proposal
    ADD CONSTRAINT access_proposal_proposed_by_id_3aef31b4_fk_identity_account_id FOREIGN KEY (proposed_by_id) REFERENCES public.identity_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.access_rolepermission
    ADD CONSTRAINT access_rolepermission_role_id_ce4a1fbb_fk_access_role_id FOREIGN KEY (role_id) REFERENCES public.access_role(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_identity_account_id FOREIGN KEY (user_id) REFERENCES public.identity_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_clock
    ADD CONSTRAINT calendar_clock_unit_id_15989892_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_clockmark
    ADD CONSTRAINT calendar_clockmark_clock_id_35ce5fb2_fk_calendar_clock_id FOREIGN KEY (clock_id) REFERENCES public.calendar_clock(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_clockspan
    ADD CONSTRAINT calendar_clockspan_clock_id_d4660f79_fk_calendar_clock_id FOREIGN KEY (clock_id) REFERENCES public.calendar_clock(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_clockterm
    ADD CONSTRAINT calendar_clockterm_clock_id_008517a0_fk_calendar_clock_id FOREIGN KEY (clock_id) REFERENCES public.calendar_clock(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_arbitration
    ADD CONSTRAINT catalogue_arbitratio_edition_id_428b53d4_fk_catalogue FOREIGN KEY (edition_id) REFERENCES public.catalogue_edition(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_arbitration
    ADD CONSTRAINT catalogue_arbitratio_first_id_bf6cf2e3_fk_catalogue FOREIGN KEY (first_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_arbitration
    ADD CONSTRAINT catalogue_arbitratio_first_unit_id_45b1f28f_fk_organisat FOREIGN KEY (first_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_arbitration
    ADD CONSTRAINT catalogue_arbitratio_second_id_a414838b_fk_catalogue FOREIGN KEY (second_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_arbitration
    ADD CONSTRAINT catalogue_arbitratio_second_unit_id_1e9eea75_fk_organisat FOREIGN KEY (second_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_arbitration
    ADD CONSTRAINT catalogue_arbitratio_winner_id_97633184_fk_catalogue FOREIGN KEY (winner_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_arbitration
    ADD CONSTRAINT catalogue_arbitration_item_id_5570bed0_fk_catalogue_dataitem_id FOREIGN KEY (item_id) REFERENCES public.catalogue_dataitem(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_change
    ADD CONSTRAINT catalogue_change_to_unit_id_e9da581c_fk_organisations_unit_id FOREIGN KEY (to_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_change
    ADD CONSTRAINT catalogue_change_unit_id_174ae133_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_collecting
    ADD CONSTRAINT catalogue_collecting_item_id_f10279a6_fk_catalogue_dataitem_id FOREIGN KEY (item_id) REFERENCES public.catalogue_dataitem(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_collecting
    ADD CONSTRAINT catalogue_collecting_named_id_3c158ec3_fk_catalogue_dataitem_id FOREIGN KEY (named_id) REFERENCES public.catalogue_dataitem(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_collecting
    ADD CONSTRAINT catalogue_collecting_resource_id_e7622a28_fk_catalogue FOREIGN KEY (resource_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_collecting
    ADD CONSTRAINT catalogue_collecting_unit_id_5d5e6fe8_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_correction
    ADD CONSTRAINT catalogue_correction_doubt_id_cacb8ace_fk_catalogue_doubt_id FOREIGN KEY (doubt_id) REFERENCES public.catalogue_doubt(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_correction
    ADD CONSTRAINT catalogue_correction_unit_id_15f9dd47_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_dataitem
    ADD CONSTRAINT catalogue_dataitem_bound_to_id_05536de6_fk_catalogue FOREIGN KEY (bound_to_id) REFERENCES public.catalogue_dataitem(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_decideditem
    ADD CONSTRAINT catalogue_decidedite_decision_id_542aea12_fk_catalogue FOREIGN KEY (decision_id) REFERENCES public.catalogue_decision(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_decideditem
    ADD CONSTRAINT catalogue_decideditem_item_id_e72287de_fk_catalogue_item_id FOREIGN KEY (item_id) REFERENCES public.catalogue_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_decision
    ADD CONSTRAINT catalogue_decision_request_id_c24e8ef4_fk_catalogue_request_id FOREIGN KEY (request_id) REFERENCES public.catalogue_request(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_demand
    ADD CONSTRAINT catalogue_demand_believed_unit_id_1496f9d1_fk_organisat FOREIGN KEY (believed_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_demand
    ADD CONSTRAINT catalogue_demand_holder_id_dcd8a180_fk_organisations_unit_id FOREIGN KEY (holder_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_demand
    ADD CONSTRAINT catalogue_demand_resource_id_d8f0b81a_fk_catalogue_resource_id FOREIGN KEY (resource_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_demand
    ADD CONSTRAINT catalogue_demand_unit_id_d6610989_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_demandstep
    ADD CONSTRAINT catalogue_demandstep_demand_id_11dd3ca5_fk_catalogue_demand_id FOREIGN KEY (demand_id) REFERENCES public.catalogue_demand(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_demandstep
    ADD CONSTRAINT catalogue_demandstep_unit_id_99a56e4a_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_doubt
    ADD CONSTRAINT catalogue_doubt_flagger_unit_id_45b24951_fk_organisat FOREIGN KEY (flagger_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_doubt
    ADD CONSTRAINT catalogue_doubt_resource_id_5f793f50_fk_catalogue_resource_id FOREIGN KEY (resource_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_doubt
    ADD CONSTRAINT catalogue_doubt_unit_id_2273af90_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_doubtstep
    ADD CONSTRAINT catalogue_doubtstep_doubt_id_5a09f5b4_fk_catalogue_doubt_id FOREIGN KEY (doubt_id) REFERENCES public.catalogue_doubt(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_edition
    ADD CONSTRAINT catalogue_edition_resource_id_9fb75a53_fk_catalogue_resource_id FOREIGN KEY (resource_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_edition
    ADD CONSTRAINT catalogue_edition_unit_id_751ee4a6_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_grant
    ADD CONSTRAINT catalogue_grant_consumer_id_6de30bf1_fk_organisations_unit_id FOREIGN KEY (consumer_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_grant
    ADD CONSTRAINT catalogue_grant_provider_id_f8519e5f_fk_organisations_unit_id FOREIGN KEY (provider_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_grant
    ADD CONSTRAINT catalogue_grant_request_id_0b9468b3_fk_catalogue_request_id FOREIGN KEY (request_id) REFERENCES public.catalogue_request(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_grant
    ADD CONSTRAINT catalogue_grant_resource_id_38b5e164_fk_catalogue_resource_id FOREIGN KEY (resource_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_granteditem
    ADD CONSTRAINT catalogue_grantedite_grant_version_id_ae3dbe58_fk_catalogue FOREIGN KEY (grant_version_id) REFERENCES public.catalogue_grantversion(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_granteditem
    ADD CONSTRAINT catalogue_granteditem_item_id_a9de9d0c_fk_catalogue_item_id FOREIGN KEY (item_id) REFERENCES public.catalogue_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_grantstep
    ADD CONSTRAINT catalogue_grantstep_grant_id_b6434008_fk_catalogue_grant_id FOREIGN KEY (grant_id) REFERENCES public.catalogue_grant(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_grantversion
    ADD CONSTRAINT catalogue_grantversion_grant_id_35064787_fk_catalogue_grant_id FOREIGN KEY (grant_id) REFERENCES public.catalogue_grant(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_harvested
    ADD CONSTRAINT catalogue_harvested_source_id_0c75e731_fk_catalogue_source_id FOREIGN KEY (source_id) REFERENCES public.catalogue_source(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_item
    ADD CONSTRAINT catalogue_item_edition_id_1873e7eb_fk_catalogue_edition_id FOREIGN KEY (edition_id) REFERENCES public.catalogue_edition(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_request
    ADD CONSTRAINT catalogue_request_consumer_id_44cc6e7b_fk_organisations_unit_id FOREIGN KEY (consumer_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_request
    ADD CONSTRAINT catalogue_request_decision_id_80c1ae66_fk_catalogue_decision_id FOREIGN KEY (decision_id) REFERENCES public.catalogue_decision(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_request
    ADD CONSTRAINT catalogue_request_edition_id_217eacfe_fk_catalogue_edition_id FOREIGN KEY (edition_id) REFERENCES public.catalogue_edition(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_request
    ADD CONSTRAINT catalogue_request_provider_id_e1c59821_fk_organisations_unit_id FOREIGN KEY (provider_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_request
    ADD CONSTRAINT catalogue_request_resource_id_b26e6be9_fk_catalogue_resource_id FOREIGN KEY (resource_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_requesteditem
    ADD CONSTRAINT catalogue_requestedi_request_id_f3e18dcd_fk_catalogue FOREIGN KEY (request_id) REFERENCES public.catalogue_request(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_requesteditem
    ADD CONSTRAINT catalogue_requesteditem_item_id_bcd53c75_fk_catalogue_item_id FOREIGN KEY (item_id) REFERENCES public.catalogue_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_requeststep
    ADD CONSTRAINT catalogue_requestste_request_id_12d8f8ed_fk_catalogue FOREIGN KEY (request_id) REFERENCES public.catalogue_request(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_resource
    ADD CONSTRAINT catalogue_resource_unit_id_5d5c0a8a_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_review
    ADD CONSTRAINT catalogue_review_decision_id_d739f6db_fk_catalogue_decision_id FOREIGN KEY (decision_id) REFERENCES public.catalogue_decision(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_review
    ADD CONSTRAINT catalogue_review_request_id_6254855c_fk_catalogue_request_id FOREIGN KEY (request_id) REFERENCES public.catalogue_request(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_run
    ADD CONSTRAINT catalogue_run_source_id_c2e43bb1_fk_catalogue_source_id FOREIGN KEY (source_id) REFERENCES public.catalogue_source(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_source
    ADD CONSTRAINT catalogue_source_unit_id_c44e0d0e_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_step
    ADD CONSTRAINT catalogue_step_edition_id_fe71c9e6_fk_catalogue_edition_id FOREIGN KEY (edition_id) REFERENCES public.catalogue_edition(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_step
    ADD CONSTRAINT catalogue_step_resource_id_18cc6030_fk_catalogue_resource_id FOREIGN KEY (resource_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_updatetask
    ADD CONSTRAINT catalogue_updatetask_change_id_b9d803c0_fk_catalogue_change_id FOREIGN KEY (change_id) REFERENCES public.catalogue_change(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_updatetask
    ADD CONSTRAINT catalogue_updatetask_edition_id_496d22ce_fk_catalogue FOREIGN KEY (edition_id) REFERENCES public.catalogue_edition(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_updatetask
    ADD CONSTRAINT catalogue_updatetask_resource_id_6f5bc1e9_fk_catalogue FOREIGN KEY (resource_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_updatetask
    ADD CONSTRAINT catalogue_updatetask_unit_id_45b43c61_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.catalogue_wrong
    ADD CONSTRAINT catalogue_wrong_run_id_2e7414e2_fk_catalogue_run_id FOREIGN KEY (run_id) REFERENCES public.catalogue_run(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_addressee
    ADD CONSTRAINT correspondence_addre_circle_id_70325564_fk_correspon FOREIGN KEY (circle_id) REFERENCES public.correspondence_circle(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_addressee
    ADD CONSTRAINT correspondence_addre_document_id_f1fb83c5_fk_correspon FOREIGN KEY (document_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_addressee
    ADD CONSTRAINT correspondence_addre_unit_id_0d7dd52f_fk_organisat FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_circle_members
    ADD CONSTRAINT correspondence_circl_circle_id_485fbf8b_fk_correspon FOREIGN KEY (circle_id) REFERENCES public.correspondence_circle(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_circle_members
    ADD CONSTRAINT correspondence_circl_unit_id_788f7183_fk_organisat FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_circle
    ADD CONSTRAINT correspondence_circle_unit_id_1e3a8822_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_code
    ADD CONSTRAINT correspondence_code_unit_id_92d44cdf_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_draft
    ADD CONSTRAINT correspondence_draft_document_id_ce3252a7_fk_correspon FOREIGN KEY (document_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_entry
    ADD CONSTRAINT correspondence_entry_incoming_id_0acf7a1b_fk_correspon FOREIGN KEY (incoming_id) REFERENCES public.correspondence_incoming(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_entry
    ADD CONSTRAINT correspondence_entry_outgoing_id_ff0e68cc_fk_correspon FOREIGN KEY (outgoing_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_filingclass
    ADD CONSTRAINT correspondence_filin_unit_id_bd4db616_fk_organisat FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_incoming
    ADD CONSTRAINT correspondence_incom_from_unit_id_a8ecbf3e_fk_organisat FOREIGN KEY (from_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_incoming
    ADD CONSTRAINT correspondence_incom_lead_unit_id_64cf50dd_fk_organisat FOREIGN KEY (lead_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_incoming
    ADD CONSTRAINT correspondence_incom_outgoing_id_dbf2709c_fk_correspon FOREIGN KEY (outgoing_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_incoming
    ADD CONSTRAINT correspondence_incom_unit_id_b2c70667_fk_organisat FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_markchange
    ADD CONSTRAINT correspondence_markc_incoming_id_95374adb_fk_correspon FOREIGN KEY (incoming_id) REFERENCES public.correspondence_incoming(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_markchange
    ADD CONSTRAINT correspondence_markc_outgoing_id_04db6341_fk_correspon FOREIGN KEY (outgoing_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_outgoing
    ADD CONSTRAINT correspondence_outgo_based_on_id_4224e396_fk_correspon FOREIGN KEY (based_on_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_outgoing
    ADD CONSTRAINT correspondence_outgo_code_id_081c3366_fk_correspon FOREIGN KEY (code_id) REFERENCES public.correspondence_code(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_outgoing
    ADD CONSTRAINT correspondence_outgo_drafting_unit_id_48b6cd3c_fk_organisat FOREIGN KEY (drafting_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_outgoing
    ADD CONSTRAINT correspondence_outgo_in_reply_to_id_0c0aad51_fk_correspon FOREIGN KEY (in_reply_to_id) REFERENCES public.correspondence_incoming(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_outgoing
    ADD CONSTRAINT correspondence_outgo_issuing_unit_id_6b58cb4e_fk_organisat FOREIGN KEY (issuing_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_party
    ADD CONSTRAINT correspondence_party_document_id_0e553e3b_fk_correspon FOREIGN KEY (document_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_party
    ADD CONSTRAINT correspondence_party_unit_id_4b2fb923_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_printedcopy
    ADD CONSTRAINT correspondence_print_incoming_id_1997c8a9_fk_correspon FOREIGN KEY (incoming_id) REFERENCES public.correspondence_incoming(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_printedcopy
    ADD CONSTRAINT correspondence_print_outgoing_id_c1e7dd79_fk_correspon FOREIGN KEY (outgoing_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_reader
    ADD CONSTRAINT correspondence_reade_incoming_id_f9016874_fk_correspon FOREIGN KEY (incoming_id) REFERENCES public.correspondence_incoming(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_record
    ADD CONSTRAINT correspondence_recor_filing_class_id_dc6a3efc_fk_correspon FOREIGN KEY (filing_class_id) REFERENCES public.correspondence_filingclass(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_record
    ADD CONSTRAINT correspondence_recor_incoming_id_eaca1439_fk_correspon FOREIGN KEY (incoming_id) REFERENCES public.correspondence_incoming(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_record
    ADD CONSTRAINT correspondence_recor_outgoing_id_584efdc4_fk_correspon FOREIGN KEY (outgoing_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_record
    ADD CONSTRAINT correspondence_record_unit_id_7a60784a_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_rendition
    ADD CONSTRAINT correspondence_rendi_document_id_30ee8f3d_fk_correspon FOREIGN KEY (document_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_resolution
    ADD CONSTRAINT correspondence_resol_incoming_id_79216354_fk_correspon FOREIGN KEY (incoming_id) REFERENCES public.correspondence_incoming(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_resolution
    ADD CONSTRAINT correspondence_resol_lead_unit_id_1ea39016_fk_organisat FOREIGN KEY (lead_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_resolution
    ADD CONSTRAINT correspondence_resol_outgoing_id_29e5aa0e_fk_correspon FOREIGN KEY (outgoing_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_statesecret
    ADD CONSTRAINT correspondence_state_incoming_id_505cdefa_fk_correspon FOREIGN KEY (incoming_id) REFERENCES public.correspondence_incoming(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_statesecret
    ADD CONSTRAINT correspondence_state_outgoing_id_6137085e_fk_correspon FOREIGN KEY (outgoing_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_statesecret
    ADD CONSTRAINT correspondence_state_unit_id_1a5f4c36_fk_organisat FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_template
    ADD CONSTRAINT correspondence_templ_unit_id_46a5e3b6_fk_organisat FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.correspondence_workingcopy
    ADD CONSTRAINT correspondence_worki_document_id_604976ee_fk_correspon FOREIGN KEY (document_id) REFERENCES public.correspondence_outgoing(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.documents_content
    ADD CONSTRAINT documents_content_owner_unit_id_10513314_fk_organisat FOREIGN KEY (owner_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.documents_file
    ADD CONSTRAINT documents_file_content_id_28f7481c_fk_documents_content_id FOREIGN KEY (content_id) REFERENCES public.documents_content(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.documents_markchange
    ADD CONSTRAINT documents_markchange_file_id_6ed37ca1_fk_documents_file_id FOREIGN KEY (file_id) REFERENCES public.documents_file(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.documents_part
    ADD CONSTRAINT documents_part_upload_id_6a363a15_fk_documents_upload_id FOREIGN KEY (upload_id) REFERENCES public.documents_upload(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_batch
    ADD CONSTRAINT exchange_batch_subscription_id_92e02a9e_fk_exchange_ FOREIGN KEY (subscription_id) REFERENCES public.exchange_subscription(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_credential
    ADD CONSTRAINT exchange_credential_system_id_cb1d7751_fk_exchange_system_id FOREIGN KEY (system_id) REFERENCES public.exchange_system(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_pullrun
    ADD CONSTRAINT exchange_pullrun_source_id_882553d8_fk_exchange_pullsource_id FOREIGN KEY (source_id) REFERENCES public.exchange_pullsource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_pullsource
    ADD CONSTRAINT exchange_pullsource_service_id_e456747e_fk_exchange_service_id FOREIGN KEY (service_id) REFERENCES public.exchange_service(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_service
    ADD CONSTRAINT exchange_service_provider_id_9a295122_fk_organisations_unit_id FOREIGN KEY (provider_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_service
    ADD CONSTRAINT exchange_service_resource_id_5eace9b3_fk_catalogue_resource_id FOREIGN KEY (resource_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_servicefield
    ADD CONSTRAINT exchange_servicefiel_service_id_68bddfa3_fk_exchange_ FOREIGN KEY (service_id) REFERENCES public.exchange_service(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_sharedfile
    ADD CONSTRAINT exchange_sharedfile_consumer_id_dc3bf696_fk_organisat FOREIGN KEY (consumer_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_sharedfile
    ADD CONSTRAINT exchange_sharedfile_service_id_82439d10_fk_exchange_service_id FOREIGN KEY (service_id) REFERENCES public.exchange_service(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_sharedfile
    ADD CONSTRAINT exchange_sharedfile_system_id_e5f162be_fk_exchange_system_id FOREIGN KEY (system_id) REFERENCES public.exchange_system(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_subscription
    ADD CONSTRAINT exchange_subscriptio_consumer_id_3df9ed73_fk_organisat FOREIGN KEY (consumer_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_subscription
    ADD CONSTRAINT exchange_subscriptio_service_id_c582644c_fk_exchange_ FOREIGN KEY (service_id) REFERENCES public.exchange_service(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_subscription
    ADD CONSTRAINT exchange_subscription_system_id_23839991_fk_exchange_system_id FOREIGN KEY (system_id) REFERENCES public.exchange_system(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_system
    ADD CONSTRAINT exchange_system_unit_id_043cc7be_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.exchange_upload
    ADD CONSTRAINT exchange_upload_service_id_24c8d718_fk_exchange_service_id FOREIGN KEY (service_id) REFERENCES public.exchange_service(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.identity_apitoken
    ADD CONSTRAINT identity_apitoken_account_id_9e4170f2_fk_identity_account_id FOREIGN KEY (account_id) REFERENCES public.identity_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.identity_factorperiod
    ADD CONSTRAINT identity_factorperio_account_id_81b2e0f6_fk_identity_ FOREIGN KEY (account_id) REFERENCES public.identity_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.identity_savedview
    ADD CONSTRAINT identity_savedview_account_id_6e19a47b_fk_identity_account_id FOREIGN KEY (account_id) REFERENCES public.identity_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.jobs_jobfile
    ADD CONSTRAINT jobs_jobfile_job_id_3f7b856d_fk_jobs_job_id FOREIGN KEY (job_id) REFERENCES public.jobs_job(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.jobs_receipt
    ADD CONSTRAINT jobs_receipt_job_id_a2e717d9_fk_jobs_job_id FOREIGN KEY (job_id) REFERENCES public.jobs_job(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.messaging_delivery
    ADD CONSTRAINT messaging_delivery_notice_id_07d3cb01_fk_messaging_notice_id FOREIGN KEY (notice_id) REFERENCES public.messaging_notice(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.messaging_delivery
    ADD CONSTRAINT messaging_delivery_webhook_id_181f7518_fk_messaging_webhook_id FOREIGN KEY (webhook_id) REFERENCES public.messaging_webhook(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_identity_account_id FOREIGN KEY (user_id) REFERENCES public.identity_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.numbering_counter
    ADD CONSTRAINT numbering_counter_series_id_9976f4fe_fk_numbering_series_id FOREIGN KEY (series_id) REFERENCES public.numbering_series(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.numbering_number
    ADD CONSTRAINT numbering_number_counter_id_0d1a743d_fk_numbering_counter_id FOREIGN KEY (counter_id) REFERENCES public.numbering_counter(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.numbering_number
    ADD CONSTRAINT numbering_number_series_id_36e2e7fc_fk_numbering_series_id FOREIGN KEY (series_id) REFERENCES public.numbering_series(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.numbering_prefix
    ADD CONSTRAINT numbering_prefix_series_id_ba14d9a9_fk_numbering_series_id FOREIGN KEY (series_id) REFERENCES public.numbering_series(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_application
    ADD CONSTRAINT opendata_application_dataset_id_7a9632de_fk_opendata_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.opendata_dataset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_application
    ADD CONSTRAINT opendata_application_unit_id_9c3d8ca6_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_check
    ADD CONSTRAINT opendata_check_dataset_id_8ca90cc7_fk_opendata_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.opendata_dataset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_dailyuse
    ADD CONSTRAINT opendata_dailyuse_dataset_id_163a2643_fk_opendata_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.opendata_dataset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_dataload
    ADD CONSTRAINT opendata_dataload_check_of_id_116963a6_fk_opendata_check_id FOREIGN KEY (check_of_id) REFERENCES public.opendata_check(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_dataload
    ADD CONSTRAINT opendata_dataload_dataset_id_81e7db11_fk_opendata_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.opendata_dataset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_dataset
    ADD CONSTRAINT opendata_dataset_resource_id_f53c02f0_fk_catalogue_resource_id FOREIGN KEY (resource_id) REFERENCES public.catalogue_resource(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_dataset
    ADD CONSTRAINT opendata_dataset_unit_id_12f35d02_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_datasetcolumn
    ADD CONSTRAINT opendata_datasetcolu_dataset_id_c57df933_fk_opendata_ FOREIGN KEY (dataset_id) REFERENCES public.opendata_dataset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_datasetstep
    ADD CONSTRAINT opendata_datasetstep_dataset_id_5c880bfc_fk_opendata_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.opendata_dataset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_follow
    ADD CONSTRAINT opendata_follow_dataset_id_8996c34e_fk_opendata_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.opendata_dataset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_picture
    ADD CONSTRAINT opendata_picture_submission_id_74d8cd10_fk_opendata_ FOREIGN KEY (submission_id) REFERENCES public.opendata_submission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_quality
    ADD CONSTRAINT opendata_quality_dataset_id_5acbdf62_fk_opendata_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.opendata_dataset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_submission
    ADD CONSTRAINT opendata_submission_dataset_id_6dcc1ec7_fk_opendata_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.opendata_dataset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_submission
    ADD CONSTRAINT opendata_submission_unit_id_23e9e29e_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_use
    ADD CONSTRAINT opendata_use_dataset_id_9c6ee7d6_fk_opendata_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.opendata_dataset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_version
    ADD CONSTRAINT opendata_version_check_of_id_50543911_fk_opendata_check_id FOREIGN KEY (check_of_id) REFERENCES public.opendata_check(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.opendata_version
    ADD CONSTRAINT opendata_version_dataset_id_9798b4c7_fk_opendata_dataset_id FOREIGN KEY (dataset_id) REFERENCES public.opendata_dataset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_appointment
    ADD CONSTRAINT organisations_appoin_account_id_b6666902_fk_identity_ FOREIGN KEY (account_id) REFERENCES public.identity_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_appointment
    ADD CONSTRAINT organisations_appoin_post_id_fd138e64_fk_organisat FOREIGN KEY (post_id) REFERENCES public.organisations_post(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_division
    ADD CONSTRAINT organisations_divisi_parent_id_9fbf83e7_fk_organisat FOREIGN KEY (parent_id) REFERENCES public.organisations_division(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_post
    ADD CONSTRAINT organisations_post_unit_id_4627e403_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_succession
    ADD CONSTRAINT organisations_succes_predecessor_id_a8ffd99c_fk_organisat FOREIGN KEY (predecessor_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_succession
    ADD CONSTRAINT organisations_succes_successor_id_ba71ebb6_fk_organisat FOREIGN KEY (successor_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_unit
    ADD CONSTRAINT organisations_unit_division_id_1dd206dc_fk_organisat FOREIGN KEY (division_id) REFERENCES public.organisations_division(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_unit
    ADD CONSTRAINT organisations_unit_parent_id_c68c70a6_fk_organisations_unit_id FOREIGN KEY (parent_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_unitname
    ADD CONSTRAINT organisations_unitna_unit_id_e215f633_fk_organisat FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_unitplace
    ADD CONSTRAINT organisations_unitpl_division_id_750d89da_fk_organisat FOREIGN KEY (division_id) REFERENCES public.organisations_division(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_unitplace
    ADD CONSTRAINT organisations_unitpl_parent_id_8d30d00c_fk_organisat FOREIGN KEY (parent_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_unitplace
    ADD CONSTRAINT organisations_unitpl_unit_id_6ff18768_fk_organisat FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_unittree
    ADD CONSTRAINT organisations_unittr_ancestor_id_7b04d57c_fk_organisat FOREIGN KEY (ancestor_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.organisations_unittree
    ADD CONSTRAINT organisations_unittr_descendant_id_3c75c2b2_fk_organisat FOREIGN KEY (descendant_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.parcels_incoming
    ADD CONSTRAINT parcels_incoming_peer_id_3df6e2ca_fk_parcels_peer_id FOREIGN KEY (peer_id) REFERENCES public.parcels_peer(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.parcels_outgoing
    ADD CONSTRAINT parcels_outgoing_card_id_f31e5fc4_fk_parcels_peercard_id FOREIGN KEY (card_id) REFERENCES public.parcels_peercard(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.parcels_outgoing
    ADD CONSTRAINT parcels_outgoing_peer_id_ba5deb0b_fk_parcels_peer_id FOREIGN KEY (peer_id) REFERENCES public.parcels_peer(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.parcels_outgoing
    ADD CONSTRAINT parcels_outgoing_unit_id_459163cd_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.parcels_peer
    ADD CONSTRAINT parcels_peer_unit_id_84f131e3_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.parcels_peercard
    ADD CONSTRAINT parcels_peercard_peer_id_8b33c9be_fk_parcels_peer_id FOREIGN KEY (peer_id) REFERENCES public.parcels_peer(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_clause
    ADD CONSTRAINT plan_clause_section_id_b0bcc44c_fk_plan_section_id FOREIGN KEY (section_id) REFERENCES public.plan_section(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_clause
    ADD CONSTRAINT plan_clause_serves_id_2291badf_fk_plan_clause_id FOREIGN KEY (serves_id) REFERENCES public.plan_clause(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_edition
    ADD CONSTRAINT plan_edition_plan_id_c19fd34d_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_keytask
    ADD CONSTRAINT plan_keytask_clause_id_63a74f07_fk_plan_clause_id FOREIGN KEY (clause_id) REFERENCES public.plan_clause(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_keytask_targets
    ADD CONSTRAINT plan_keytask_targets_keytask_id_ea0582e6_fk_plan_keytask_id FOREIGN KEY (keytask_id) REFERENCES public.plan_keytask(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_keytask_targets
    ADD CONSTRAINT plan_keytask_targets_target_id_d74d9362_fk_plan_target_id FOREIGN KEY (target_id) REFERENCES public.plan_target(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_notice
    ADD CONSTRAINT plan_notice_edition_id_4aeeb811_fk_plan_edition_id FOREIGN KEY (edition_id) REFERENCES public.plan_edition(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_notice
    ADD CONSTRAINT plan_notice_unit_id_c7d0ab62_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_plan
    ADD CONSTRAINT plan_plan_above_id_f1cd30e2_fk_plan_plan_id FOREIGN KEY (above_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_plan
    ADD CONSTRAINT plan_plan_unit_id_a2b3896c_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_proposedpart
    ADD CONSTRAINT plan_proposedpart_notice_id_27382a9a_fk_plan_notice_id FOREIGN KEY (notice_id) REFERENCES public.plan_notice(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_section
    ADD CONSTRAINT plan_section_edition_id_17577b1b_fk_plan_edition_id FOREIGN KEY (edition_id) REFERENCES public.plan_edition(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_step
    ADD CONSTRAINT plan_step_target_id_6de6aa54_fk_plan_target_id FOREIGN KEY (target_id) REFERENCES public.plan_target(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_superior
    ADD CONSTRAINT plan_superior_edition_id_eced853e_fk_plan_edition_id FOREIGN KEY (edition_id) REFERENCES public.plan_edition(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_target
    ADD CONSTRAINT plan_target_clause_id_76fd8ad1_fk_plan_clause_id FOREIGN KEY (clause_id) REFERENCES public.plan_clause(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.plan_target
    ADD CONSTRAINT plan_target_serves_id_56c607db_fk_plan_target_id FOREIGN KEY (serves_id) REFERENCES public.plan_target(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;


ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;


ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);


ALTER TABLE ONLY public.rulesets_rule
    ADD CONSTRAINT rulesets_rule_rule_set_id_a71d659d_fk_rulesets_ruleset_id FOREIGN KEY (rule_set_id) REFERENCES public.rulesets_ruleset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.seals_certificate
    ADD CONSTRAINT seals_certificate_issued_by_id_372c635a_fk_seals_certificate_id FOREIGN KEY (issued_by_id) REFERENCES public.seals_certificate(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.seals_certificate
    ADD CONSTRAINT seals_certificate_key_id_b3283379_fk_seals_key_id FOREIGN KEY (key_id) REFERENCES public.seals_key(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.seals_revocationlist
    ADD CONSTRAINT seals_revocationlist_authority_id_b9541b35_fk_seals_cer FOREIGN KEY (authority_id) REFERENCES public.seals_certificate(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.seals_seal
    ADD CONSTRAINT seals_seal_certificate_id_c3719be2_fk_seals_certificate_id FOREIGN KEY (certificate_id) REFERENCES public.seals_certificate(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.seals_seal
    ADD CONSTRAINT seals_seal_keeper_post_id_f7ad9842_fk_organisations_post_id FOREIGN KEY (keeper_post_id) REFERENCES public.organisations_post(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.seals_seal
    ADD CONSTRAINT seals_seal_pdf_certificate_id_86d84ae5_fk_seals_certificate_id FOREIGN KEY (pdf_certificate_id) REFERENCES public.seals_certificate(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.seals_seal
    ADD CONSTRAINT seals_seal_unit_id_3f072424_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.seals_use
    ADD CONSTRAINT seals_use_seal_id_bbb76456_fk_seals_seal_id FOREIGN KEY (seal_id) REFERENCES public.seals_seal(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_assisting
    ADD CONSTRAINT supervision_assisting_item_id_e4559200_fk_supervision_item_id FOREIGN KEY (item_id) REFERENCES public.supervision_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_assisting
    ADD CONSTRAINT supervision_assisting_unit_id_f43a0e34_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_entry
    ADD CONSTRAINT supervision_entry_item_id_43400fe5_fk_supervision_item_id FOREIGN KEY (item_id) REFERENCES public.supervision_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_entry
    ADD CONSTRAINT supervision_entry_root_id_f942bd9a_fk_supervision_item_id FOREIGN KEY (root_id) REFERENCES public.supervision_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_evidence
    ADD CONSTRAINT supervision_evidence_entry_id_5e5306b4_fk_supervision_entry_id FOREIGN KEY (entry_id) REFERENCES public.supervision_entry(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_evidence
    ADD CONSTRAINT supervision_evidence_item_id_aaad4305_fk_supervision_item_id FOREIGN KEY (item_id) REFERENCES public.supervision_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_item
    ADD CONSTRAINT supervision_item_lead_unit_id_c75977da_fk_organisations_unit_id FOREIGN KEY (lead_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_item
    ADD CONSTRAINT supervision_item_parent_id_3076faf5_fk_supervision_item_id FOREIGN KEY (parent_id) REFERENCES public.supervision_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_item
    ADD CONSTRAINT supervision_item_root_id_e6439989_fk_supervision_item_id FOREIGN KEY (root_id) REFERENCES public.supervision_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_item
    ADD CONSTRAINT supervision_item_supervising_unit_id_dcd4eca3_fk_organisat FOREIGN KEY (supervising_unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_request
    ADD CONSTRAINT supervision_request_item_id_daf7dd96_fk_supervision_item_id FOREIGN KEY (item_id) REFERENCES public.supervision_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_request
    ADD CONSTRAINT supervision_request_unit_id_08a5339f_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.supervision_sheet
    ADD CONSTRAINT supervision_sheet_item_id_2369cf76_fk_supervision_item_id FOREIGN KEY (item_id) REFERENCES public.supervision_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.tables_content
    ADD CONSTRAINT tables_content_structure_id_3f63da36_fk_tables_structure_id FOREIGN KEY (structure_id) REFERENCES public.tables_structure(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.tables_hostedtable
    ADD CONSTRAINT tables_hostedtable_current_id_db780ac1_fk_tables_content_number FOREIGN KEY (current_id) REFERENCES public.tables_content(number) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.tables_load
    ADD CONSTRAINT tables_load_content_id_ddc78d82_fk_tables_content_number FOREIGN KEY (content_id) REFERENCES public.tables_content(number) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.tables_load
    ADD CONSTRAINT tables_load_structure_id_044f871c_fk_tables_structure_id FOREIGN KEY (structure_id) REFERENCES public.tables_structure(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.tables_load
    ADD CONSTRAINT tables_load_table_id_7564bc4f_fk_tables_hostedtable_id FOREIGN KEY (table_id) REFERENCES public.tables_hostedtable(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.tables_qualityline
    ADD CONSTRAINT tables_qualityline_load_id_e45f6eb9_fk_tables_load_id FOREIGN KEY (load_id) REFERENCES public.tables_load(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.tables_structure
    ADD CONSTRAINT tables_structure_table_id_51429503_fk_tables_hostedtable_id FOREIGN KEY (table_id) REFERENCES public.tables_hostedtable(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.tables_structurecolumn
    ADD CONSTRAINT tables_structurecolu_structure_id_2d13ab85_fk_tables_st FOREIGN KEY (structure_id) REFERENCES public.tables_structure(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_userses_user_id_af5e0a6d_fk_identity_ FOREIGN KEY (user_id) REFERENCES public.identity_account(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workflow_candidate
    ADD CONSTRAINT workflow_candidate_item_id_0d9e25fe_fk_workflow_item_id FOREIGN KEY (item_id) REFERENCES public.workflow_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workflow_candidate
    ADD CONSTRAINT workflow_candidate_signer_id_fafc1621_fk_workflow_signer_id FOREIGN KEY (signer_id) REFERENCES public.workflow_signer(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workflow_copy
    ADD CONSTRAINT workflow_copy_instance_id_31c6c216_fk_workflow_instance_id FOREIGN KEY (instance_id) REFERENCES public.workflow_instance(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workflow_instance
    ADD CONSTRAINT workflow_instance_definition_id_da43ce7c_fk_workflow_ FOREIGN KEY (definition_id) REFERENCES public.workflow_definition(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workflow_instance
    ADD CONSTRAINT workflow_instance_unit_id_ba1e1e03_fk_organisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.organisations_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workflow_item
    ADD CONSTRAINT workflow_item_instance_id_3deb6bb9_fk_workflow_instance_id FOREIGN KEY (instance_id) REFERENCES public.workflow_instance(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workflow_message
    ADD CONSTRAINT workflow_message_instance_id_4bdc08ea_fk_workflow_instance_id FOREIGN KEY (instance_id) REFERENCES public.workflow_instance(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workflow_opinion
    ADD CONSTRAINT workflow_opinion_instance_id_067ef560_fk_workflow_instance_id FOREIGN KEY (instance_id) REFERENCES public.workflow_instance(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workflow_opinion
    ADD CONSTRAINT workflow_opinion_item_id_02fa213f_fk_workflow_item_id FOREIGN KEY (item_id) REFERENCES public.workflow_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workflow_signer
    ADD CONSTRAINT workflow_signer_item_id_2695c946_fk_workflow_item_id FOREIGN KEY (item_id) REFERENCES public.workflow_item(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workflow_verdict
    ADD CONSTRAINT workflow_verdict_instance_id_71a0d69a_fk_workflow_instance_id FOREIGN KEY (instance_id) REFERENCES public.workflow_instance(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workflow_verdict
    ADD CONSTRAINT workflow_verdict_table_id_6e75b3d4_fk_workflow_table_id FOREIGN KEY (table_id) REFERENCES public.workflow_table(id) DEFERRABLE INITIALLY DEFERRED;
INSERT INTO public.django_content_type VALUES
	(1, 'plan', 'plan'),
	(2, 'plan', 'edition'),
	(3, 'plan', 'section'),
	(4, 'plan', 'clause'),
	(5, 'plan', 'superior'),
	(6, 'plan', 'target'),
	(7, 'plan', 'step'),
	(8, 'plan', 'keytask'),
	(9, 'plan', 'notice'),
	(10, 'plan', 'proposedpart'),
	(11, 'supervision', 'entry'),
	(12, 'supervision', 'item'),
	(13, 'supervision', 'evidence'),
	(14, 'supervision', 'assisting'),
	(15, 'supervision', 'request'),
	(16, 'supervision', 'sheet'),
	(17, 'correspondence', 'circle'),
	(18, 'correspondence', 'code'),
	(19, 'correspondence', 'filingclass'),
	(20, 'correspondence', 'incoming'),
	(21, 'correspondence', 'outgoing'),
	(22, 'correspondence', 'entry'),
	(23, 'correspondence', 'draft'),
	(24, 'correspondence', 'addressee'),
	(25, 'correspondence', 'party'),
	(26, 'correspondence', 'record'),
	(27, 'correspondence', 'rendition'),
	(28, 'correspondence', 'resolution'),
	(29, 'correspondence', 'template'),
	(30, 'correspondence', 'workingcopy'),
	(31, 'correspondence', 'reader'),
	(32, 'correspondence', 'markchange'),
	(33, 'correspondence', 'printedcopy'),
	(34, 'correspondence', 'statesecret'),
	(35, 'catalogue', 'resource'),
	(36, 'catalogue', 'edition'),
	(37, 'catalogue', 'step'),
	(38, 'catalogue', 'item'),
	(39, 'catalogue', 'decision'),
	(40, 'catalogue', 'grant'),
	(41, 'catalogue', 'grantversion'),
	(42, 'catalogue', 'granteditem'),
	(43, 'catalogue', 'request'),
	(44, 'catalogue', 'requesteditem'),
	(45, 'catalogue', 'requeststep'),
	(46, 'catalogue', 'review'),
	(47, 'catalogue', 'decideditem'),
	(48, 'catalogue', 'grantstep'),
	(49, 'catalogue', 'arbitration'),
	(50, 'catalogue', 'change');
INSERT INTO public.django_content_type VALUES
	(51, 'catalogue', 'collecting'),
	(52, 'catalogue', 'dataitem'),
	(53, 'catalogue', 'demand'),
	(54, 'catalogue', 'demandstep'),
	(55, 'catalogue', 'updatetask'),
	(56, 'catalogue', 'correction'),
	(57, 'catalogue', 'doubt'),
	(58, 'catalogue', 'doubtstep'),
	(59, 'catalogue', 'monthlynotice'),
	(60, 'catalogue', 'harvested'),
	(61, 'catalogue', 'run'),
	(62, 'catalogue', 'source'),
	(63, 'catalogue', 'wrong'),
	(64, 'exchange', 'service'),
	(65, 'exchange', 'servicefield'),
	(66, 'exchange', 'system'),
	(67, 'exchange', 'credential'),
	(68, 'exchange', 'archive'),
	(69, 'exchange', 'root'),
	(70, 'exchange', 'rootkey'),
	(71, 'exchange', 'alarm'),
	(72, 'exchange', 'daily'),
	(73, 'exchange', 'hold'),
	(74, 'exchange', 'hourly'),
	(75, 'exchange', 'link'),
	(76, 'exchange', 'message'),
	(77, 'exchange', 'pendingmessage'),
	(78, 'exchange', 'nonce'),
	(79, 'exchange', 'usage'),
	(80, 'exchange', 'subscription'),
	(81, 'exchange', 'batch'),
	(82, 'exchange', 'sharedfile'),
	(83, 'exchange', 'upload'),
	(84, 'exchange', 'pullsource'),
	(85, 'exchange', 'pullrun'),
	(86, 'exchange', 'keptanswer'),
	(87, 'opendata', 'dataset'),
	(88, 'opendata', 'datasetcolumn'),
	(89, 'opendata', 'agreement'),
	(90, 'opendata', 'check'),
	(91, 'opendata', 'dataload'),
	(92, 'opendata', 'datasetstep'),
	(93, 'opendata', 'follow'),
	(94, 'opendata', 'quality'),
	(95, 'opendata', 'submission'),
	(96, 'opendata', 'application'),
	(97, 'opendata', 'hit'),
	(98, 'opendata', 'picture'),
	(99, 'opendata', 'link'),
	(100, 'opendata', 'use');
INSERT INTO public.django_content_type VALUES
	(101, 'opendata', 'dailyuse'),
	(102, 'opendata', 'version'),
	(103, 'crypto', 'masterkey'),
	(104, 'crypto', 'personkey'),
	(105, 'journal', 'concern'),
	(106, 'journal', 'cursor'),
	(107, 'journal', 'link'),
	(108, 'journal', 'pending'),
	(109, 'journal', 'verification'),
	(110, 'journal', 'delivery'),
	(111, 'journal', 'entry'),
	(112, 'identity', 'account'),
	(113, 'identity', 'window'),
	(114, 'identity', 'apitoken'),
	(115, 'identity', 'factorperiod'),
	(116, 'identity', 'savedview'),
	(117, 'organisations', 'post'),
	(118, 'organisations', 'division'),
	(119, 'organisations', 'installation'),
	(120, 'organisations', 'appointment'),
	(121, 'organisations', 'unit'),
	(122, 'organisations', 'succession'),
	(123, 'organisations', 'unitname'),
	(124, 'organisations', 'unitplace'),
	(125, 'organisations', 'unittree'),
	(126, 'access', 'clearance'),
	(127, 'access', 'role'),
	(128, 'access', 'binding'),
	(129, 'access', 'rolepermission'),
	(130, 'access', 'proposal'),
	(131, 'rulesets', 'ruleset'),
	(132, 'rulesets', 'stamp'),
	(133, 'rulesets', 'rule'),
	(134, 'numbering', 'series'),
	(135, 'numbering', 'counter'),
	(136, 'numbering', 'prefix'),
	(137, 'numbering', 'number'),
	(138, 'messaging', 'habit'),
	(139, 'messaging', 'mute'),
	(140, 'messaging', 'notice'),
	(141, 'messaging', 'webhook'),
	(142, 'messaging', 'delivery'),
	(143, 'jobs', 'tick'),
	(144, 'jobs', 'job'),
	(145, 'jobs', 'worker'),
	(146, 'jobs', 'jobfile'),
	(147, 'jobs', 'receipt'),
	(148, 'search', 'entry'),
	(149, 'measures', 'snapshot'),
	(150, 'documents', 'content');
INSERT INTO public.django_content_type VALUES
	(151, 'documents', 'file'),
	(152, 'documents', 'markchange'),
	(153, 'documents', 'upload'),
	(154, 'documents', 'part'),
	(155, 'screening', 'acceptance'),
	(156, 'tables', 'content'),
	(157, 'tables', 'hostedtable'),
	(158, 'tables', 'load'),
	(159, 'tables', 'qualityline'),
	(160, 'tables', 'structure'),
	(161, 'tables', 'structurecolumn'),
	(162, 'calendar', 'stamp'),
	(163, 'calendar', 'clock'),
	(164, 'calendar', 'clockmark'),
	(165, 'calendar', 'clockspan'),
	(166, 'calendar', 'clockterm'),
	(167, 'calendar', 'officialday'),
	(168, 'calendar', 'officialyear'),
	(169, 'seals', 'key'),
	(170, 'seals', 'certificate'),
	(171, 'seals', 'revocationlist'),
	(172, 'seals', 'seal'),
	(173, 'seals', 'use'),
	(174, 'parcels', 'peer'),
	(175, 'parcels', 'incoming'),
	(176, 'parcels', 'peercard'),
	(177, 'parcels', 'outgoing'),
	(178, 'parcels', 'stationkey'),
	(179, 'workflow', 'definition'),
	(180, 'workflow', 'instance'),
	(181, 'workflow', 'copy'),
	(182, 'workflow', 'item'),
	(183, 'workflow', 'message'),
	(184, 'workflow', 'opinion'),
	(185, 'workflow', 'signer'),
	(186, 'workflow', 'candidate'),
	(187, 'workflow', 'sketch'),
	(188, 'workflow', 'table'),
	(189, 'workflow', 'verdict'),
	(190, 'contenttypes', 'contenttype'),
	(191, 'auth', 'permission'),
	(192, 'auth', 'group'),
	(193, 'sessions', 'session'),
	(194, 'account', 'emailaddress'),
	(195, 'account', 'emailconfirmation'),
	(196, 'mfa', 'authenticator'),
	(197, 'usersessions', 'usersession'),
	(198, 'procrastinate', 'procrastinateevent'),
	(199, 'procrastinate', 'procrastinatejob'),
	(200, 'procrastinate', 'procrastinateperiodicdefer');
INSERT INTO public.django_content_type VALUES
	(201, 'procrastinate', 'procrastinateworker');


INSERT INTO public.auth_permission VALUES
	(1, 'Can add plan', 1, 'add_plan'),
	(2, 'Can change plan', 1, 'change_plan'),
	(3, 'Can delete plan', 1, 'delete_plan'),
	(4, 'Can view plan', 1, 'view_plan'),
	(5, 'Can add edition', 2, 'add_edition'),
	(6, 'Can change edition', 2, 'change_edition'),
	(7, 'Can delete edition', 2, 'delete_edition'),
	(8, 'Can view edition', 2, 'view_edition'),
	(9, 'Can add section', 3, 'add_section'),
	(10, 'Can change section', 3, 'change_section'),
	(11, 'Can delete section', 3, 'delete_section'),
	(12, 'Can view section', 3, 'view_section'),
	(13, 'Can add clause', 4, 'add_clause'),
	(14, 'Can change clause', 4, 'change_clause'),
	(15, 'Can delete clause', 4, 'delete_clause'),
	(16, 'Can view clause', 4, 'view_clause'),
	(17, 'Can add superior', 5, 'add_superior'),
	(18, 'Can change superior', 5, 'change_superior'),
	(19, 'Can delete superior', 5, 'delete_superior'),
	(20, 'Can view superior', 5, 'view_superior'),
	(21, 'Can add target', 6, 'add_target'),
	(22, 'Can change target', 6, 'change_target'),
	(23, 'Can delete target', 6, 'delete_target'),
	(24, 'Can view target', 6, 'view_target'),
	(25, 'Can add step', 7, 'add_step'),
	(26, 'Can change step', 7, 'change_step'),
	(27, 'Can delete step', 7, 'delete_step'),
	(28, 'Can view step', 7, 'view_step'),
	(29, 'Can add key task', 8, 'add_keytask'),
	(30, 'Can change key task', 8, 'change_keytask'),
	(31, 'Can delete key task', 8, 'delete_keytask'),
	(32, 'Can view key task', 8, 'view_keytask'),
	(33, 'Can add notice', 9, 'add_notice'),
	(34, 'Can change notice', 9, 'change_notice'),
	(35, 'Can delete notice', 9, 'delete_notice'),
	(36, 'Can view notice', 9, 'view_notice'),
	(37, 'Can add proposed part', 10, 'add_proposedpart'),
	(38, 'Can change proposed part', 10, 'change_proposedpart'),
	(39, 'Can delete proposed part', 10, 'delete_proposedpart'),
	(40, 'Can view proposed part', 10, 'view_proposedpart'),
	(41, 'Can add entry', 11, 'add_entry'),
	(42, 'Can change entry', 11, 'change_entry'),
	(43, 'Can delete entry', 11, 'delete_entry'),
	(44, 'Can view entry', 11, 'view_entry'),
	(45, 'Can add item', 12, 'add_item'),
	(46, 'Can change item', 12, 'change_item'),
	(47, 'Can delete item', 12, 'delete_item'),
	(48, 'Can view item', 12, 'view_item'),
	(49, 'Can add evidence', 13, 'add_evidence'),
	(50, 'Can change evidence', 13, 'change_evidence');
INSERT INTO public.auth_permission VALUES
	(51, 'Can delete evidence', 13, 'delete_evidence'),
	(52, 'Can view evidence', 13, 'view_evidence'),
	(53, 'Can add assisting', 14, 'add_assisting'),
	(54, 'Can change assisting', 14, 'change_assisting'),
	(55, 'Can delete assisting', 14, 'delete_assisting'),
	(56, 'Can view assisting', 14, 'view_assisting'),
	(57, 'Can add request', 15, 'add_request'),
	(58, 'Can change request', 15, 'change_request'),
	(59, 'Can delete request', 15, 'delete_request'),
	(60, 'Can view request', 15, 'view_request'),
	(61, 'Can add sheet', 16, 'add_sheet'),
	(62, 'Can change sheet', 16, 'change_sheet'),
	(63, 'Can delete sheet', 16, 'delete_sheet'),
	(64, 'Can view sheet', 16, 'view_sheet'),
	(65, 'Can add circle', 17, 'add_circle'),
	(66, 'Can change circle', 17, 'change_circle'),
	(67, 'Can delete circle', 17, 'delete_circle'),
	(68, 'Can view circle', 17, 'view_circle'),
	(69, 'Can add code', 18, 'add_code'),
	(70, 'Can change code', 18, 'change_code'),
	(71, 'Can delete code', 18, 'delete_code'),
	(72, 'Can view code', 18, 'view_code'),
	(73, 'Can add filing class', 19, 'add_filingclass'),
	(74, 'Can change filing class', 19, 'change_filingclass'),
	(75, 'Can delete filing class', 19, 'delete_filingclass'),
	(76, 'Can view filing class', 19, 'view_filingclass'),
	(77, 'Can add incoming', 20, 'add_incoming'),
	(78, 'Can change incoming', 20, 'change_incoming'),
	(79, 'Can delete incoming', 20, 'delete_incoming'),
	(80, 'Can view incoming', 20, 'view_incoming'),
	(81, 'Can add outgoing', 21, 'add_outgoing'),
	(82, 'Can change outgoing', 21, 'change_outgoing'),
	(83, 'Can delete outgoing', 21, 'delete_outgoing'),
	(84, 'Can view outgoing', 21, 'view_outgoing'),
	(85, 'Can add entry', 22, 'add_entry'),
	(86, 'Can change entry', 22, 'change_entry'),
	(87, 'Can delete entry', 22, 'delete_entry'),
	(88, 'Can view entry', 22, 'view_entry'),
	(89, 'Can add draft', 23, 'add_draft'),
	(90, 'Can change draft', 23, 'change_draft'),
	(91, 'Can delete draft', 23, 'delete_draft'),
	(92, 'Can view draft', 23, 'view_draft'),
	(93, 'Can add addressee', 24, 'add_addressee'),
	(94, 'Can change addressee', 24, 'change_addressee'),
	(95, 'Can delete addressee', 24, 'delete_addressee'),
	(96, 'Can view addressee', 24, 'view_addressee'),
	(97, 'Can add party', 25, 'add_party'),
	(98, 'Can change party', 25, 'change_party'),
	(99, 'Can delete party', 25, 'delete_party'),
	(100, 'Can view party', 25, 'view_party');
INSERT INTO public.auth_permission VALUES
	(101, 'Can add record', 26, 'add_record'),
	(102, 'Can change record', 26, 'change_record'),
	(103, 'Can delete record', 26, 'delete_record'),
	(104, 'Can view record', 26, 'view_record'),
	(105, 'Can add rendition', 27, 'add_rendition'),
	(106, 'Can change rendition', 27, 'change_rendition'),
	(107, 'Can delete rendition', 27, 'delete_rendition'),
	(108, 'Can view rendition', 27, 'view_rendition'),
	(109, 'Can add resolution', 28, 'add_resolution'),
	(110, 'Can change resolution', 28, 'change_resolution'),
	(111, 'Can delete resolution', 28, 'delete_resolution'),
	(112, 'Can view resolution', 28, 'view_resolution'),
	(113, 'Can add template', 29, 'add_template'),
	(114, 'Can change template', 29, 'change_template'),
	(115, 'Can delete template', 29, 'delete_template'),
	(116, 'Can view template', 29, 'view_template'),
	(117, 'Can add working copy', 30, 'add_workingcopy'),
	(118, 'Can change working copy', 30, 'change_workingcopy'),
	(119, 'Can delete working copy', 30, 'delete_workingcopy'),
	(120, 'Can view working copy', 30, 'view_workingcopy'),
	(121, 'Can add reader', 31, 'add_reader'),
	(122, 'Can change reader', 31, 'change_reader'),
	(123, 'Can delete reader', 31, 'delete_reader'),
	(124, 'Can view reader', 31, 'view_reader'),
	(125, 'Can add mark change', 32, 'add_markchange'),
	(126, 'Can change mark change', 32, 'change_markchange'),
	(127, 'Can delete mark change', 32, 'delete_markchange'),
	(128, 'Can view mark change', 32, 'view_markchange'),
	(129, 'Can add printed copy', 33, 'add_printedcopy'),
	(130, 'Can change printed copy', 33, 'change_printedcopy'),
	(131, 'Can delete printed copy', 33, 'delete_printedcopy'),
	(132, 'Can view printed copy', 33, 'view_printedcopy'),
	(133, 'Can add state secret', 34, 'add_statesecret'),
	(134, 'Can change state secret', 34, 'change_statesecret'),
	(135, 'Can delete state secret', 34, 'delete_statesecret'),
	(136, 'Can view state secret', 34, 'view_statesecret'),
	(137, 'Can add resource', 35, 'add_resource'),
	(138, 'Can change resource', 35, 'change_resource'),
	(139, 'Can delete resource', 35, 'delete_resource'),
	(140, 'Can view resource', 35, 'view_resource'),
	(141, 'Can add edition', 36, 'add_edition'),
	(142, 'Can change edition', 36, 'change_edition'),
	(143, 'Can delete edition', 36, 'delete_edition'),
	(144, 'Can view edition', 36, 'view_edition'),
	(145, 'Can add step', 37, 'add_step'),
	(146, 'Can change step', 37, 'change_step'),
	(147, 'Can delete step', 37, 'delete_step'),
	(148, 'Can view step', 37, 'view_step'),
	(149, 'Can add item', 38, 'add_item'),
	(150, 'Can change item', 38, 'change_item');
INSERT INTO public.auth_permission VALUES
	(151, 'Can delete item', 38, 'delete_item'),
	(152, 'Can view item', 38, 'view_item'),
	(153, 'Can add decision', 39, 'add_decision'),
	(154, 'Can change decision', 39, 'change_decision'),
	(155, 'Can delete decision', 39, 'delete_decision'),
	(156, 'Can view decision', 39, 'view_decision'),
	(157, 'Can add grant', 40, 'add_grant'),
	(158, 'Can change grant', 40, 'change_grant'),
	(159, 'Can delete grant', 40, 'delete_grant'),
	(160, 'Can view grant', 40, 'view_grant'),
	(161, 'Can add grant version', 41, 'add_grantversion'),
	(162, 'Can change grant version', 41, 'change_grantversion'),
	(163, 'Can delete grant version', 41, 'delete_grantversion'),
	(164, 'Can view grant version', 41, 'view_grantversion'),
	(165, 'Can add granted item', 42, 'add_granteditem'),
	(166, 'Can change granted item', 42, 'change_granteditem'),
	(167, 'Can delete granted item', 42, 'delete_granteditem'),
	(168, 'Can view granted item', 42, 'view_granteditem'),
	(169, 'Can add request', 43, 'add_request'),
	(170, 'Can change request', 43, 'change_request'),
	(171, 'Can delete request', 43, 'delete_request'),
	(172, 'Can view request', 43, 'view_request'),
	(173, 'Can add requested item', 44, 'add_requesteditem'),
	(174, 'Can change requested item', 44, 'change_requesteditem'),
	(175, 'Can delete requested item', 44, 'delete_requesteditem'),
	(176, 'Can view requested item', 44, 'view_requesteditem'),
	(177, 'Can add request step', 45, 'add_requeststep'),
	(178, 'Can change request step', 45, 'change_requeststep'),
	(179, 'Can delete request step', 45, 'delete_requeststep'),
	(180, 'Can view request step', 45, 'view_requeststep'),
	(181, 'Can add review', 46, 'add_review'),
	(182, 'Can change review', 46, 'change_review'),
	(183, 'Can delete review', 46, 'delete_review'),
	(184, 'Can view review', 46, 'view_review'),
	(185, 'Can add decided item', 47, 'add_decideditem'),
	(186, 'Can change decided item', 47, 'change_decideditem'),
	(187, 'Can delete decided item', 47, 'delete_decideditem'),
	(188, 'Can view decided item', 47, 'view_decideditem'),
	(189, 'Can add grant step', 48, 'add_grantstep'),
	(190, 'Can change grant step', 48, 'change_grantstep'),
	(191, 'Can delete grant step', 48, 'delete_grantstep'),
	(192, 'Can view grant step', 48, 'view_grantstep'),
	(193, 'Can add arbitration', 49, 'add_arbitration'),
	(194, 'Can change arbitration', 49, 'change_arbitration'),
	(195, 'Can delete arbitration', 49, 'delete_arbitration'),
	(196, 'Can view arbitration', 49, 'view_arbitration'),
	(197, 'Can add change', 50, 'add_change'),
	(198, 'Can change change', 50, 'change_change'),
	(199, 'Can delete change', 50, 'delete_change'),
	(200, 'Can view change', 50, 'view_change');
INSERT INTO public.auth_permission VALUES
	(201, 'Can add collecting', 51, 'add_collecting'),
	(202, 'Can change collecting', 51, 'change_collecting'),
	(203, 'Can delete collecting', 51, 'delete_collecting'),
	(204, 'Can view collecting', 51, 'view_collecting'),
	(205, 'Can add data item', 52, 'add_dataitem'),
	(206, 'Can change data item', 52, 'change_dataitem'),
	(207, 'Can delete data item', 52, 'delete_dataitem'),
	(208, 'Can view data item', 52, 'view_dataitem'),
	(209, 'Can add demand', 53, 'add_demand'),
	(210, 'Can change demand', 53, 'change_demand'),
	(211, 'Can delete demand', 53, 'delete_demand'),
	(212, 'Can view demand', 53, 'view_demand'),
	(213, 'Can add demand step', 54, 'add_demandstep'),
	(214, 'Can change demand step', 54, 'change_demandstep'),
	(215, 'Can delete demand step', 54, 'delete_demandstep'),
	(216, 'Can view demand step', 54, 'view_demandstep'),
	(217, 'Can add update task', 55, 'add_updatetask'),
	(218, 'Can change update task', 55, 'change_updatetask'),
	(219, 'Can delete update task', 55, 'delete_updatetask'),
	(220, 'Can view update task', 55, 'view_updatetask'),
	(221, 'Can add correction', 56, 'add_correction'),
	(222, 'Can change correction', 56, 'change_correction'),
	(223, 'Can delete correction', 56, 'delete_correction'),
	(224, 'Can view correction', 56, 'view_correction'),
	(225, 'Can add doubt', 57, 'add_doubt'),
	(226, 'Can change doubt', 57, 'change_doubt'),
	(227, 'Can delete doubt', 57, 'delete_doubt'),
	(228, 'Can view doubt', 57, 'view_doubt'),
	(229, 'Can add doubt step', 58, 'add_doubtstep'),
	(230, 'Can change doubt step', 58, 'change_doubtstep'),
	(231, 'Can delete doubt step', 58, 'delete_doubtstep'),
	(232, 'Can view doubt step', 58, 'view_doubtstep'),
	(233, 'Can add monthly notice', 59, 'add_monthlynotice'),
	(234, 'Can change monthly notice', 59, 'change_monthlynotice'),
	(235, 'Can delete monthly notice', 59, 'delete_monthlynotice'),
	(236, 'Can view monthly notice', 59, 'view_monthlynotice'),
	(237, 'Can add harvested', 60, 'add_harvested'),
	(238, 'Can change harvested', 60, 'change_harvested'),
	(239, 'Can delete harvested', 60, 'delete_harvested'),
	(240, 'Can view harvested', 60, 'view_harvested'),
	(241, 'Can add run', 61, 'add_run'),
	(242, 'Can change run', 61, 'change_run'),
	(243, 'Can delete run', 61, 'delete_run'),
	(244, 'Can view run', 61, 'view_run'),
	(245, 'Can add source', 62, 'add_source'),
	(246, 'Can change source', 62, 'change_source'),
	(247, 'Can delete source', 62, 'delete_source'),
	(248, 'Can view source', 62, 'view_source'),
	(249, 'Can add wrong', 63, 'add_wrong'),
	(250, 'Can change wrong', 63, 'change_wrong');
INSERT INTO public.auth_permission VALUES
	(251, 'Can delete wrong', 63, 'delete_wrong'),
	(252, 'Can view wrong', 63, 'view_wrong'),
	(253, 'Can add service', 64, 'add_service'),
	(254, 'Can change service', 64, 'change_service'),
	(255, 'Can delete service', 64, 'delete_service'),
	(256, 'Can view service', 64, 'view_service'),
	(257, 'Can add service field', 65, 'add_servicefield'),
	(258, 'Can change service field', 65, 'change_servicefield'),
	(259, 'Can delete service field', 65, 'delete_servicefield'),
	(260, 'Can view service field', 65, 'view_servicefield'),
	(261, 'Can add system', 66, 'add_system'),
	(262, 'Can change system', 66, 'change_system'),
	(263, 'Can delete system', 66, 'delete_system'),
	(264, 'Can view system', 66, 'view_system'),
	(265, 'Can add credential', 67, 'add_credential'),
	(266, 'Can change credential', 67, 'change_credential'),
	(267, 'Can delete credential', 67, 'delete_credential'),
	(268, 'Can view credential', 67, 'view_credential'),
	(269, 'Can add archive', 68, 'add_archive'),
	(270, 'Can change archive', 68, 'change_archive'),
	(271, 'Can delete archive', 68, 'delete_archive'),
	(272, 'Can view archive', 68, 'view_archive'),
	(273, 'Can add root', 69, 'add_root'),
	(274, 'Can change root', 69, 'change_root'),
	(275, 'Can delete root', 69, 'delete_root'),
	(276, 'Can view root', 69, 'view_root'),
	(277, 'Can add root key', 70, 'add_rootkey'),
	(278, 'Can change root key', 70, 'change_rootkey'),
	(279, 'Can delete root key', 70, 'delete_rootkey'),
	(280, 'Can view root key', 70, 'view_rootkey'),
	(281, 'Can add alarm', 71, 'add_alarm'),
	(282, 'Can change alarm', 71, 'change_alarm'),
	(283, 'Can delete alarm', 71, 'delete_alarm'),
	(284, 'Can view alarm', 71, 'view_alarm'),
	(285, 'Can add daily', 72, 'add_daily'),
	(286, 'Can change daily', 72, 'change_daily'),
	(287, 'Can delete daily', 72, 'delete_daily'),
	(288, 'Can view daily', 72, 'view_daily'),
	(289, 'Can add hold', 73, 'add_hold'),
	(290, 'Can change hold', 73, 'change_hold'),
	(291, 'Can delete hold', 73, 'delete_hold'),
	(292, 'Can view hold', 73, 'view_hold'),
	(293, 'Can add hourly', 74, 'add_hourly'),
	(294, 'Can change hourly', 74, 'change_hourly'),
	(295, 'Can delete hourly', 74, 'delete_hourly'),
	(296, 'Can view hourly', 74, 'view_hourly'),
	(297, 'Can add link', 75, 'add_link'),
	(298, 'Can change link', 75, 'change_link'),
	(299, 'Can delete link', 75, 'delete_link'),
	(300, 'Can view link', 75, 'view_link');
INSERT INTO public.auth_permission VALUES
	(301, 'Can add exchanged message', 76, 'add_message'),
	(302, 'Can change exchanged message', 76, 'change_message'),
	(303, 'Can delete exchanged message', 76, 'delete_message'),
	(304, 'Can view exchanged message', 76, 'view_message'),
	(305, 'Can add pending message', 77, 'add_pendingmessage'),
	(306, 'Can change pending message', 77, 'change_pendingmessage'),
	(307, 'Can delete pending message', 77, 'delete_pendingmessage'),
	(308, 'Can view pending message', 77, 'view_pendingmessage'),
	(309, 'Can add nonce', 78, 'add_nonce'),
	(310, 'Can change nonce', 78, 'change_nonce'),
	(311, 'Can delete nonce', 78, 'delete_nonce'),
	(312, 'Can view nonce', 78, 'view_nonce'),
	(313, 'Can add usage', 79, 'add_usage'),
	(314, 'Can change usage', 79, 'change_usage'),
	(315, 'Can delete usage', 79, 'delete_usage'),
	(316, 'Can view usage', 79, 'view_usage'),
	(317, 'Can add subscription', 80, 'add_subscription'),
	(318, 'Can change subscription', 80, 'change_subscription'),
	(319, 'Can delete subscription', 80, 'delete_subscription'),
	(320, 'Can view subscription', 80, 'view_subscription'),
	(321, 'Can add batch', 81, 'add_batch'),
	(322, 'Can change batch', 81, 'change_batch'),
	(323, 'Can delete batch', 81, 'delete_batch'),
	(324, 'Can view batch', 81, 'view_batch'),
	(325, 'Can add shared file', 82, 'add_sharedfile'),
	(326, 'Can change shared file', 82, 'change_sharedfile'),
	(327, 'Can delete shared file', 82, 'delete_sharedfile'),
	(328, 'Can view shared file', 82, 'view_sharedfile'),
	(329, 'Can add upload', 83, 'add_upload'),
	(330, 'Can change upload', 83, 'change_upload'),
	(331, 'Can delete upload', 83, 'delete_upload'),
	(332, 'Can view upload', 83, 'view_upload'),
	(333, 'Can add pull source', 84, 'add_pullsource'),
	(334, 'Can change pull source', 84, 'change_pullsource'),
	(335, 'Can delete pull source', 84, 'delete_pullsource'),
	(336, 'Can view pull source', 84, 'view_pullsource'),
	(337, 'Can add pull run', 85, 'add_pullrun'),
	(338, 'Can change pull run', 85, 'change_pullrun'),
	(339, 'Can delete pull run', 85, 'delete_pullrun'),
	(340, 'Can view pull run', 85, 'view_pullrun'),
	(341, 'Can add kept answer', 86, 'add_keptanswer'),
	(342, 'Can change kept answer', 86, 'change_keptanswer'),
	(343, 'Can delete kept answer', 86, 'delete_keptanswer'),
	(344, 'Can view kept answer', 86, 'view_keptanswer'),
	(345, 'Can add dataset', 87, 'add_dataset'),
	(346, 'Can change dataset', 87, 'change_dataset'),
	(347, 'Can delete dataset', 87, 'delete_dataset'),
	(348, 'Can view dataset', 87, 'view_dataset'),
	(349, 'Can add dataset column', 88, 'add_datasetcolumn'),
	(350, 'Can change dataset column', 88, 'change_datasetcolumn');
INSERT INTO public.auth_permission VALUES
	(351, 'Can delete dataset column', 88, 'delete_datasetcolumn'),
	(352, 'Can view dataset column', 88, 'view_datasetcolumn'),
	(353, 'Can add agreement', 89, 'add_agreement'),
	(354, 'Can change agreement', 89, 'change_agreement'),
	(355, 'Can delete agreement', 89, 'delete_agreement'),
	(356, 'Can view agreement', 89, 'view_agreement'),
	(357, 'Can add check', 90, 'add_check'),
	(358, 'Can change check', 90, 'change_check'),
	(359, 'Can delete check', 90, 'delete_check'),
	(360, 'Can view check', 90, 'view_check'),
	(361, 'Can add data load', 91, 'add_dataload'),
	(362, 'Can change data load', 91, 'change_dataload'),
	(363, 'Can delete data load', 91, 'delete_dataload'),
	(364, 'Can view data load', 91, 'view_dataload'),
	(365, 'Can add dataset step', 92, 'add_datasetstep'),
	(366, 'Can change dataset step', 92, 'change_datasetstep'),
	(367, 'Can delete dataset step', 92, 'delete_datasetstep'),
	(368, 'Can view dataset step', 92, 'view_datasetstep'),
	(369, 'Can add follow', 93, 'add_follow'),
	(370, 'Can change follow', 93, 'change_follow'),
	(371, 'Can delete follow', 93, 'delete_follow'),
	(372, 'Can view follow', 93, 'view_follow'),
	(373, 'Can add quality', 94, 'add_quality'),
	(374, 'Can change quality', 94, 'change_quality'),
	(375, 'Can delete quality', 94, 'delete_quality'),
	(376, 'Can view quality', 94, 'view_quality'),
	(377, 'Can add submission', 95, 'add_submission'),
	(378, 'Can change submission', 95, 'change_submission'),
	(379, 'Can delete submission', 95, 'delete_submission'),
	(380, 'Can view submission', 95, 'view_submission'),
	(381, 'Can add application', 96, 'add_application'),
	(382, 'Can change application', 96, 'change_application'),
	(383, 'Can delete application', 96, 'delete_application'),
	(384, 'Can view application', 96, 'view_application'),
	(385, 'Can add hit', 97, 'add_hit'),
	(386, 'Can change hit', 97, 'change_hit'),
	(387, 'Can delete hit', 97, 'delete_hit'),
	(388, 'Can view hit', 97, 'view_hit'),
	(389, 'Can add picture', 98, 'add_picture'),
	(390, 'Can change picture', 98, 'change_picture'),
	(391, 'Can delete picture', 98, 'delete_picture'),
	(392, 'Can view picture', 98, 'view_picture'),
	(393, 'Can add link', 99, 'add_link'),
	(394, 'Can change link', 99, 'change_link'),
	(395, 'Can delete link', 99, 'delete_link'),
	(396, 'Can view link', 99, 'view_link'),
	(397, 'Can add use', 100, 'add_use'),
	(398, 'Can change use', 100, 'change_use'),
	(399, 'Can delete use', 100, 'delete_use'),
	(400, 'Can view use', 100, 'view_use');
INSERT INTO public.auth_permission VALUES
	(401, 'Can add daily use', 101, 'add_dailyuse'),
	(402, 'Can change daily use', 101, 'change_dailyuse'),
	(403, 'Can delete daily use', 101, 'delete_dailyuse'),
	(404, 'Can view daily use', 101, 'view_dailyuse'),
	(405, 'Can add version', 102, 'add_version'),
	(406, 'Can change version', 102, 'change_version'),
	(407, 'Can delete version', 102, 'delete_version'),
	(408, 'Can view version', 102, 'view_version'),
	(409, 'Can add master key', 103, 'add_masterkey'),
	(410, 'Can change master key', 103, 'change_masterkey'),
	(411, 'Can delete master key', 103, 'delete_masterkey'),
	(412, 'Can view master key', 103, 'view_masterkey'),
	(413, 'Can add person key', 104, 'add_personkey'),
	(414, 'Can change person key', 104, 'change_personkey'),
	(415, 'Can delete person key', 104, 'delete_personkey'),
	(416, 'Can view person key', 104, 'view_personkey'),
	(417, 'Can add concern', 105, 'add_concern'),
	(418, 'Can change concern', 105, 'change_concern'),
	(419, 'Can delete concern', 105, 'delete_concern'),
	(420, 'Can view concern', 105, 'view_concern'),
	(421, 'Can add cursor', 106, 'add_cursor'),
	(422, 'Can change cursor', 106, 'change_cursor'),
	(423, 'Can delete cursor', 106, 'delete_cursor'),
	(424, 'Can view cursor', 106, 'view_cursor'),
	(425, 'Can add link', 107, 'add_link'),
	(426, 'Can change link', 107, 'change_link'),
	(427, 'Can delete link', 107, 'delete_link'),
	(428, 'Can view link', 107, 'view_link'),
	(429, 'Can add pending', 108, 'add_pending'),
	(430, 'Can change pending', 108, 'change_pending'),
	(431, 'Can delete pending', 108, 'delete_pending'),
	(432, 'Can view pending', 108, 'view_pending'),
	(433, 'Can add verification', 109, 'add_verification'),
	(434, 'Can change verification', 109, 'change_verification'),
	(435, 'Can delete verification', 109, 'delete_verification'),
	(436, 'Can view verification', 109, 'view_verification'),
	(437, 'Can add delivery', 110, 'add_delivery'),
	(438, 'Can change delivery', 110, 'change_delivery'),
	(439, 'Can delete delivery', 110, 'delete_delivery'),
	(440, 'Can view delivery', 110, 'view_delivery'),
	(441, 'Can add entry', 111, 'add_entry'),
	(442, 'Can change entry', 111, 'change_entry'),
	(443, 'Can delete entry', 111, 'delete_entry'),
	(444, 'Can view entry', 111, 'view_entry'),
	(445, 'Can add account', 112, 'add_account'),
	(446, 'Can change account', 112, 'change_account'),
	(447, 'Can delete account', 112, 'delete_account'),
	(448, 'Can view account', 112, 'view_account'),
	(449, 'Can add window', 113, 'add_window'),
	(450, 'Can change window', 113, 'change_window');
INSERT INTO public.auth_permission VALUES
	(451, 'Can delete window', 113, 'delete_window'),
	(452, 'Can view window', 113, 'view_window'),
	(453, 'Can add api token', 114, 'add_apitoken'),
	(454, 'Can change api token', 114, 'change_apitoken'),
	(455, 'Can delete api token', 114, 'delete_apitoken'),
	(456, 'Can view api token', 114, 'view_apitoken'),
	(457, 'Can add factor period', 115, 'add_factorperiod'),
	(458, 'Can change factor period', 115, 'change_factorperiod'),
	(459, 'Can delete factor period', 115, 'delete_factorperiod'),
	(460, 'Can view factor period', 115, 'view_factorperiod'),
	(461, 'Can add saved view', 116, 'add_savedview'),
	(462, 'Can change saved view', 116, 'change_savedview'),
	(463, 'Can delete saved view', 116, 'delete_savedview'),
	(464, 'Can view saved view', 116, 'view_savedview'),
	(465, 'Can add post', 117, 'add_post'),
	(466, 'Can change post', 117, 'change_post'),
	(467, 'Can delete post', 117, 'delete_post'),
	(468, 'Can view post', 117, 'view_post'),
	(469, 'Can add division', 118, 'add_division'),
	(470, 'Can change division', 118, 'change_division'),
	(471, 'Can delete division', 118, 'delete_division'),
	(472, 'Can view division', 118, 'view_division'),
	(473, 'Can add installation', 119, 'add_installation'),
	(474, 'Can change installation', 119, 'change_installation'),
	(475, 'Can delete installation', 119, 'delete_installation'),
	(476, 'Can view installation', 119, 'view_installation'),
	(477, 'Can add appointment', 120, 'add_appointment'),
	(478, 'Can change appointment', 120, 'change_appointment'),
	(479, 'Can delete appointment', 120, 'delete_appointment'),
	(480, 'Can view appointment', 120, 'view_appointment'),
	(481, 'Can add unit', 121, 'add_unit'),
	(482, 'Can change unit', 121, 'change_unit'),
	(483, 'Can delete unit', 121, 'delete_unit'),
	(484, 'Can view unit', 121, 'view_unit'),
	(485, 'Can add succession', 122, 'add_succession'),
	(486, 'Can change succession', 122, 'change_succession'),
	(487, 'Can delete succession', 122, 'delete_succession'),
	(488, 'Can view succession', 122, 'view_succession'),
	(489, 'Can add unit name', 123, 'add_unitname'),
	(490, 'Can change unit name', 123, 'change_unitname'),
	(491, 'Can delete unit name', 123, 'delete_unitname'),
	(492, 'Can view unit name', 123, 'view_unitname'),
	(493, 'Can add unit place', 124, 'add_unitplace'),
	(494, 'Can change unit place', 124, 'change_unitplace'),
	(495, 'Can delete unit place', 124, 'delete_unitplace'),
	(496, 'Can view unit place', 124, 'view_unitplace'),
	(497, 'Can add unit tree', 125, 'add_unittree'),
	(498, 'Can change unit tree', 125, 'change_unittree'),
	(499, 'Can delete unit tree', 125, 'delete_unittree'),
	(500, 'Can view unit tree', 125, 'view_unittree');
INSERT INTO public.auth_permission VALUES
	(501, 'Can add clearance', 126, 'add_clearance'),
	(502, 'Can change clearance', 126, 'change_clearance'),
	(503, 'Can delete clearance', 126, 'delete_clearance'),
	(504, 'Can view clearance', 126, 'view_clearance'),
	(505, 'Can add role', 127, 'add_role'),
	(506, 'Can change role', 127, 'change_role'),
	(507, 'Can delete role', 127, 'delete_role'),
	(508, 'Can view role', 127, 'view_role'),
	(509, 'Can add binding', 128, 'add_binding'),
	(510, 'Can change binding', 128, 'change_binding'),
	(511, 'Can delete binding', 128, 'delete_binding'),
	(512, 'Can view binding', 128, 'view_binding'),
	(513, 'Can add role permission', 129, 'add_rolepermission'),
	(514, 'Can change role permission', 129, 'change_rolepermission'),
	(515, 'Can delete role permission', 129, 'delete_rolepermission'),
	(516, 'Can view role permission', 129, 'view_rolepermission'),
	(517, 'Can add proposal', 130, 'add_proposal'),
	(518, 'Can change proposal', 130, 'change_proposal'),
	(519, 'Can delete proposal', 130, 'delete_proposal'),
	(520, 'Can view proposal', 130, 'view_proposal'),
	(521, 'Can add rule set', 131, 'add_ruleset'),
	(522, 'Can change rule set', 131, 'change_ruleset'),
	(523, 'Can delete rule set', 131, 'delete_ruleset'),
	(524, 'Can view rule set', 131, 'view_ruleset'),
	(525, 'Can add stamp', 132, 'add_stamp'),
	(526, 'Can change stamp', 132, 'change_stamp'),
	(527, 'Can delete stamp', 132, 'delete_stamp'),
	(528, 'Can view stamp', 132, 'view_stamp'),
	(529, 'Can add rule', 133, 'add_rule'),
	(530, 'Can change rule', 133, 'change_rule'),
	(531, 'Can delete rule', 133, 'delete_rule'),
	(532, 'Can view rule', 133, 'view_rule'),
	(533, 'Can add series', 134, 'add_series'),
	(534, 'Can change series', 134, 'change_series'),
	(535, 'Can delete series', 134, 'delete_series'),
	(536, 'Can view series', 134, 'view_series'),
	(537, 'Can add counter', 135, 'add_counter'),
	(538, 'Can change counter', 135, 'change_counter'),
	(539, 'Can delete counter', 135, 'delete_counter'),
	(540, 'Can view counter', 135, 'view_counter'),
	(541, 'Can add prefix', 136, 'add_prefix'),
	(542, 'Can change prefix', 136, 'change_prefix'),
	(543, 'Can delete prefix', 136, 'delete_prefix'),
	(544, 'Can view prefix', 136, 'view_prefix'),
	(545, 'Can add number', 137, 'add_number'),
	(546, 'Can change number', 137, 'change_number'),
	(547, 'Can delete number', 137, 'delete_number'),
	(548, 'Can view number', 137, 'view_number'),
	(549, 'Can add habit', 138, 'add_habit'),
	(550, 'Can change habit', 138, 'change_habit');
INSERT INTO public.auth_permission VALUES
	(551, 'Can delete habit', 138, 'delete_habit'),
	(552, 'Can view habit', 138, 'view_habit'),
	(553, 'Can add mute', 139, 'add_mute'),
	(554, 'Can change mute', 139, 'change_mute'),
	(555, 'Can delete mute', 139, 'delete_mute'),
	(556, 'Can view mute', 139, 'view_mute'),
	(557, 'Can add notice', 140, 'add_notice'),
	(558, 'Can change notice', 140, 'change_notice'),
	(559, 'Can delete notice', 140, 'delete_notice'),
	(560, 'Can view notice', 140, 'view_notice'),
	(561, 'Can add webhook', 141, 'add_webhook'),
	(562, 'Can change webhook', 141, 'change_webhook'),
	(563, 'Can delete webhook', 141, 'delete_webhook'),
	(564, 'Can view webhook', 141, 'view_webhook'),
	(565, 'Can add delivery', 142, 'add_delivery'),
	(566, 'Can change delivery', 142, 'change_delivery'),
	(567, 'Can delete delivery', 142, 'delete_delivery'),
	(568, 'Can view delivery', 142, 'view_delivery'),
	(569, 'Can add tick', 143, 'add_tick'),
	(570, 'Can change tick', 143, 'change_tick'),
	(571, 'Can delete tick', 143, 'delete_tick'),
	(572, 'Can view tick', 143, 'view_tick'),
	(573, 'Can add job', 144, 'add_job'),
	(574, 'Can change job', 144, 'change_job'),
	(575, 'Can delete job', 144, 'delete_job'),
	(576, 'Can view job', 144, 'view_job'),
	(577, 'Can add worker', 145, 'add_worker'),
	(578, 'Can change worker', 145, 'change_worker'),
	(579, 'Can delete worker', 145, 'delete_worker'),
	(580, 'Can view worker', 145, 'view_worker'),
	(581, 'Can add job file', 146, 'add_jobfile'),
	(582, 'Can change job file', 146, 'change_jobfile'),
	(583, 'Can delete job file', 146, 'delete_jobfile'),
	(584, 'Can view job file', 146, 'view_jobfile'),
	(585, 'Can add receipt', 147, 'add_receipt'),
	(586, 'Can change receipt', 147, 'change_receipt'),
	(587, 'Can delete receipt', 147, 'delete_receipt'),
	(588, 'Can view receipt', 147, 'view_receipt'),
	(589, 'Can add entry', 148, 'add_entry'),
	(590, 'Can change entry', 148, 'change_entry'),
	(591, 'Can delete entry', 148, 'delete_entry'),
	(592, 'Can view entry', 148, 'view_entry'),
	(593, 'Can add snapshot', 149, 'add_snapshot'),
	(594, 'Can change snapshot', 149, 'change_snapshot'),
	(595, 'Can delete snapshot', 149, 'delete_snapshot'),
	(596, 'Can view snapshot', 149, 'view_snapshot'),
	(597, 'Can add content', 150, 'add_content'),
	(598, 'Can change content', 150, 'change_content'),
	(599, 'Can delete content', 150, 'delete_content'),
	(600, 'Can view content', 150, 'view_content');
INSERT INTO public.auth_permission VALUES
	(601, 'Can add file', 151, 'add_file'),
	(602, 'Can change file', 151, 'change_file'),
	(603, 'Can delete file', 151, 'delete_file'),
	(604, 'Can view file', 151, 'view_file'),
	(605, 'Can add mark change', 152, 'add_markchange'),
	(606, 'Can change mark change', 152, 'change_markchange'),
	(607, 'Can delete mark change', 152, 'delete_markchange'),
	(608, 'Can view mark change', 152, 'view_markchange'),
	(609, 'Can add upload', 153, 'add_upload'),
	(610, 'Can change upload', 153, 'change_upload'),
	(611, 'Can delete upload', 153, 'delete_upload'),
	(612, 'Can view upload', 153, 'view_upload'),
	(613, 'Can add part', 154, 'add_part'),
	(614, 'Can change part', 154, 'change_part'),
	(615, 'Can delete part', 154, 'delete_part'),
	(616, 'Can view part', 154, 'view_part'),
	(617, 'Can add acceptance', 155, 'add_acceptance'),
	(618, 'Can change acceptance', 155, 'change_acceptance'),
	(619, 'Can delete acceptance', 155, 'delete_acceptance'),
	(620, 'Can view acceptance', 155, 'view_acceptance'),
	(621, 'Can add content', 156, 'add_content'),
	(622, 'Can change content', 156, 'change_content'),
	(623, 'Can delete content', 156, 'delete_content'),
	(624, 'Can view content', 156, 'view_content'),
	(625, 'Can add hosted table', 157, 'add_hostedtable'),
	(626, 'Can change hosted table', 157, 'change_hostedtable'),
	(627, 'Can delete hosted table', 157, 'delete_hostedtable'),
	(628, 'Can view hosted table', 157, 'view_hostedtable'),
	(629, 'Can add load', 158, 'add_load'),
	(630, 'Can change load', 158, 'change_load'),
	(631, 'Can delete load', 158, 'delete_load'),
	(632, 'Can view load', 158, 'view_load'),
	(633, 'Can add quality line', 159, 'add_qualityline'),
	(634, 'Can change quality line', 159, 'change_qualityline'),
	(635, 'Can delete quality line', 159, 'delete_qualityline'),
	(636, 'Can view quality line', 159, 'view_qualityline'),
	(637, 'Can add structure', 160, 'add_structure'),
	(638, 'Can change structure', 160, 'change_structure'),
	(639, 'Can delete structure', 160, 'delete_structure'),
	(640, 'Can view structure', 160, 'view_structure'),
	(641, 'Can add structure column', 161, 'add_structurecolumn'),
	(642, 'Can change structure column', 161, 'change_structurecolumn'),
	(643, 'Can delete structure column', 161, 'delete_structurecolumn'),
	(644, 'Can view structure column', 161, 'view_structurecolumn'),
	(645, 'Can add stamp', 162, 'add_stamp'),
	(646, 'Can change stamp', 162, 'change_stamp'),
	(647, 'Can delete stamp', 162, 'delete_stamp'),
	(648, 'Can view stamp', 162, 'view_stamp'),
	(649, 'Can add clock', 163, 'add_clock'),
	(650, 'Can change clock', 163, 'change_clock');
INSERT INTO public.auth_permission VALUES
	(651, 'Can delete clock', 163, 'delete_clock'),
	(652, 'Can view clock', 163, 'view_clock'),
	(653, 'Can add clock mark', 164, 'add_clockmark'),
	(654, 'Can change clock mark', 164, 'change_clockmark'),
	(655, 'Can delete clock mark', 164, 'delete_clockmark'),
	(656, 'Can view clock mark', 164, 'view_clockmark'),
	(657, 'Can add clock span', 165, 'add_clockspan'),
	(658, 'Can change clock span', 165, 'change_clockspan'),
	(659, 'Can delete clock span', 165, 'delete_clockspan'),
	(660, 'Can view clock span', 165, 'view_clockspan'),
	(661, 'Can add clock term', 166, 'add_clockterm'),
	(662, 'Can change clock term', 166, 'change_clockterm'),
	(663, 'Can delete clock term', 166, 'delete_clockterm'),
	(664, 'Can view clock term', 166, 'view_clockterm'),
	(665, 'Can add official day', 167, 'add_officialday'),
	(666, 'Can change official day', 167, 'change_officialday'),
	(667, 'Can delete official day', 167, 'delete_officialday'),
	(668, 'Can view official day', 167, 'view_officialday'),
	(669, 'Can add official year', 168, 'add_officialyear'),
	(670, 'Can change official year', 168, 'change_officialyear'),
	(671, 'Can delete official year', 168, 'delete_officialyear'),
	(672, 'Can view official year', 168, 'view_officialyear'),
	(673, 'Can add key', 169, 'add_key'),
	(674, 'Can change key', 169, 'change_key'),
	(675, 'Can delete key', 169, 'delete_key'),
	(676, 'Can view key', 169, 'view_key'),
	(677, 'Can add certificate', 170, 'add_certificate'),
	(678, 'Can change certificate', 170, 'change_certificate'),
	(679, 'Can delete certificate', 170, 'delete_certificate'),
	(680, 'Can view certificate', 170, 'view_certificate'),
	(681, 'Can add revocation list', 171, 'add_revocationlist'),
	(682, 'Can change revocation list', 171, 'change_revocationlist'),
	(683, 'Can delete revocation list', 171, 'delete_revocationlist'),
	(684, 'Can view revocation list', 171, 'view_revocationlist'),
	(685, 'Can add seal', 172, 'add_seal'),
	(686, 'Can change seal', 172, 'change_seal'),
	(687, 'Can delete seal', 172, 'delete_seal'),
	(688, 'Can view seal', 172, 'view_seal'),
	(689, 'Can add use', 173, 'add_use'),
	(690, 'Can change use', 173, 'change_use'),
	(691, 'Can delete use', 173, 'delete_use'),
	(692, 'Can view use', 173, 'view_use'),
	(693, 'Can add peer', 174, 'add_peer'),
	(694, 'Can change peer', 174, 'change_peer'),
	(695, 'Can delete peer', 174, 'delete_peer'),
	(696, 'Can view peer', 174, 'view_peer'),
	(697, 'Can add incoming', 175, 'add_incoming'),
	(698, 'Can change incoming', 175, 'change_incoming'),
	(699, 'Can delete incoming', 175, 'delete_incoming'),
	(700, 'Can view incoming', 175, 'view_incoming');
INSERT INTO public.auth_permission VALUES
	(701, 'Can add peer card', 176, 'add_peercard'),
	(702, 'Can change peer card', 176, 'change_peercard'),
	(703, 'Can delete peer card', 176, 'delete_peercard'),
	(704, 'Can view peer card', 176, 'view_peercard'),
	(705, 'Can add outgoing', 177, 'add_outgoing'),
	(706, 'Can change outgoing', 177, 'change_outgoing'),
	(707, 'Can delete outgoing', 177, 'delete_outgoing'),
	(708, 'Can view outgoing', 177, 'view_outgoing'),
	(709, 'Can add station key', 178, 'add_stationkey'),
	(710, 'Can change station key', 178, 'change_stationkey'),
	(711, 'Can delete station key', 178, 'delete_stationkey'),
	(712, 'Can view station key', 178, 'view_stationkey'),
	(713, 'Can add definition', 179, 'add_definition'),
	(714, 'Can change definition', 179, 'change_definition'),
	(715, 'Can delete definition', 179, 'delete_definition'),
	(716, 'Can view definition', 179, 'view_definition'),
	(717, 'Can add instance', 180, 'add_instance'),
	(718, 'Can change instance', 180, 'change_instance'),
	(719, 'Can delete instance', 180, 'delete_instance'),
	(720, 'Can view instance', 180, 'view_instance'),
	(721, 'Can add copy', 181, 'add_copy'),
	(722, 'Can change copy', 181, 'change_copy'),
	(723, 'Can delete copy', 181, 'delete_copy'),
	(724, 'Can view copy', 181, 'view_copy'),
	(725, 'Can add item', 182, 'add_item'),
	(726, 'Can change item', 182, 'change_item'),
	(727, 'Can delete item', 182, 'delete_item'),
	(728, 'Can view item', 182, 'view_item'),
	(729, 'Can add message', 183, 'add_message'),
	(730, 'Can change message', 183, 'change_message'),
	(731, 'Can delete message', 183, 'delete_message'),
	(732, 'Can view message', 183, 'view_message'),
	(733, 'Can add opinion', 184, 'add_opinion'),
	(734, 'Can change opinion', 184, 'change_opinion'),
	(735, 'Can delete opinion', 184, 'delete_opinion'),
	(736, 'Can view opinion', 184, 'view_opinion'),
	(737, 'Can add signer', 185, 'add_signer'),
	(738, 'Can change signer', 185, 'change_signer'),
	(739, 'Can delete signer', 185, 'delete_signer'),
	(740, 'Can view signer', 185, 'view_signer'),
	(741, 'Can add candidate', 186, 'add_candidate'),
	(742, 'Can change candidate', 186, 'change_candidate'),
	(743, 'Can delete candidate', 186, 'delete_candidate'),
	(744, 'Can view candidate', 186, 'view_candidate'),
	(745, 'Can add sketch', 187, 'add_sketch'),
	(746, 'Can change sketch', 187, 'change_sketch'),
	(747, 'Can delete sketch', 187, 'delete_sketch'),
	(748, 'Can view sketch', 187, 'view_sketch'),
	(749, 'Can add table', 188, 'add_table'),
	(750, 'Can change table', 188, 'change_table');
INSERT INTO public.auth_permission VALUES
	(751, 'Can delete table', 188, 'delete_table'),
	(752, 'Can view table', 188, 'view_table'),
	(753, 'Can add verdict', 189, 'add_verdict'),
	(754, 'Can change verdict', 189, 'change_verdict'),
	(755, 'Can delete verdict', 189, 'delete_verdict'),
	(756, 'Can view verdict', 189, 'view_verdict'),
	(757, 'Can add content type', 190, 'add_contenttype'),
	(758, 'Can change content type', 190, 'change_contenttype'),
	(759, 'Can delete content type', 190, 'delete_contenttype'),
	(760, 'Can view content type', 190, 'view_contenttype'),
	(761, 'Can add permission', 191, 'add_permission'),
	(762, 'Can change permission', 191, 'change_permission'),
	(763, 'Can delete permission', 191, 'delete_permission'),
	(764, 'Can view permission', 191, 'view_permission'),
	(765, 'Can add group', 192, 'add_group'),
	(766, 'Can change group', 192, 'change_group'),
	(767, 'Can delete group', 192, 'delete_group'),
	(768, 'Can view group', 192, 'view_group'),
	(769, 'Can add session', 193, 'add_session'),
	(770, 'Can change session', 193, 'change_session'),
	(771, 'Can delete session', 193, 'delete_session'),
	(772, 'Can view session', 193, 'view_session'),
	(773, 'Can add email address', 194, 'add_emailaddress'),
	(774, 'Can change email address', 194, 'change_emailaddress'),
	(775, 'Can delete email address', 194, 'delete_emailaddress'),
	(776, 'Can view email address', 194, 'view_emailaddress'),
	(777, 'Can add email confirmation', 195, 'add_emailconfirmation'),
	(778, 'Can change email confirmation', 195, 'change_emailconfirmation'),
	(779, 'Can delete email confirmation', 195, 'delete_emailconfirmation'),
	(780, 'Can view email confirmation', 195, 'view_emailconfirmation'),
	(781, 'Can add authenticator', 196, 'add_authenticator'),
	(782, 'Can change authenticator', 196, 'change_authenticator'),
	(783, 'Can delete authenticator', 196, 'delete_authenticator'),
	(784, 'Can view authenticator', 196, 'view_authenticator'),
	(785, 'Can add user session', 197, 'add_usersession'),
	(786, 'Can change user session', 197, 'change_usersession'),
	(787, 'Can delete user session', 197, 'delete_usersession'),
	(788, 'Can view user session', 197, 'view_usersession'),
	(789, 'Can add procrastinate event', 198, 'add_procrastinateevent'),
	(790, 'Can change procrastinate event', 198, 'change_procrastinateevent'),
	(791, 'Can delete procrastinate event', 198, 'delete_procrastinateevent'),
	(792, 'Can view procrastinate event', 198, 'view_procrastinateevent'),
	(793, 'Can add procrastinate job', 199, 'add_procrastinatejob'),
	(794, 'Can change procrastinate job', 199, 'change_procrastinatejob'),
	(795, 'Can delete procrastinate job', 199, 'delete_procrastinatejob'),
	(796, 'Can view procrastinate job', 199, 'view_procrastinatejob'),
	(797, 'Can add procrastinate periodic defer', 200, 'add_procrastinateperiodicdefer'),
	(798, 'Can change procrastinate periodic defer', 200, 'change_procrastinateperiodicdefer'),
	(799, 'Can delete procrastinate periodic defer', 200, 'delete_procrastinateperiodicdefer'),
	(800, 'Can view procrastinate periodic defer', 200, 'view_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES
	(801, 'Can add procrastinate worker', 201, 'add_procrastinateworker'),
	(802, 'Can change procrastinate worker', 201, 'change_procrastinateworker'),
	(803, 'Can delete procrastinate worker', 201, 'delete_procrastinateworker'),
	(804, 'Can view procrastinate worker', 201, 'view_procrastinateworker');


SELECT pg_catalog.setval('public.auth_permission_id_seq', 804, true);


SELECT pg_catalog.setval('public.django_content_type_id_seq', 201, true);
INSERT INTO public.django_migrations (app, name, applied) VALUES
('changes', '0001_initial', now()),
('identity', '0001_initial', now()),
('organisations', '0001_initial', now()),
('organisations', '0002_staffing', now()),
('organisations', '0003_scopes', now()),
('organisations', '0004_contacts', now()),
('access', '0001_initial', now()),
('access', '0002_proposals', now()),
('access', '0003_rights_are_watched', now()),
('account', '0001_initial', now()),
('account', '0002_email_max_length', now()),
('account', '0003_alter_emailaddress_create_unique_verified_email', now()),
('account', '0004_alter_emailaddress_drop_unique_email', now()),
('account', '0005_emailaddress_idx_upper_email', now()),
('account', '0006_emailaddress_lower', now()),
('account', '0007_emailaddress_idx_email', now()),
('account', '0008_emailaddress_unique_primary_email_fixup', now()),
('account', '0009_emailaddress_unique_primary_email', now()),
('contenttypes', '0001_initial', now()),
('contenttypes', '0002_remove_content_type_name', now()),
('auth', '0001_initial', now()),
('auth', '0002_alter_permission_name_max_length', now()),
('auth', '0003_alter_user_email_max_length', now()),
('auth', '0004_alter_user_username_opts', now()),
('auth', '0005_alter_user_last_login_null', now()),
('auth', '0006_require_contenttypes_0002', now()),
('auth', '0007_alter_validators_add_error_messages', now()),
('auth', '0008_alter_user_username_max_length', now()),
('auth', '0009_alter_user_last_name_max_length', now()),
('auth', '0010_alter_group_name_max_length', now()),
('auth', '0011_update_proxy_permissions', now()),
('auth', '0012_alter_user_first_name_max_length', now()),
('calendar', '0001_initial', now()),
('organisations', '0005_scopes_on_a_day', now()),
('organisations', '0006_units_and_posts_are_watched', now()),
('catalogue', '0001_initial', now()),
('catalogue', '0002_what_stays', now()),
('catalogue', '0003_requests_and_grants', now()),
('catalogue', '0004_the_gate', now()),
('catalogue', '0005_demands_sources_updates', now()),
('catalogue', '0006_what_was_decided_stays', now()),
('catalogue', '0007_doubts', now()),
('catalogue', '0008_harvests', now()),
('catalogue', '0009_quick_words', now()),
('catalogue', '0010_what_waits_is_watched', now()),
('catalogue', '0011_several_ways', now()),
('changes', '0002_rows_go_sooner', now()),
('correspondence', '0001_initial', now()),
('correspondence', '0002_what_stays', now()),
('correspondence', '0003_people_it_is_put_before', now()),
('correspondence', '0004_the_pdf_is_sealed_too', now()),
('correspondence', '0005_marks_of_documents', now()),
('correspondence', '0006_secrets_and_their_copies', now()),
('crypto', '0001_initial', now()),
('documents', '0001_initial', now()),
('documents', '0002_marks_versions_uploads', now()),
('documents', '0003_kept_by_the_database', now()),
('exchange', '0001_initial', now()),
('exchange', '0002_messages', now()),
('exchange', '0003_doors', now()),
('exchange', '0004_files_and_feeds', now()),
('exchange', '0005_uploads', now()),
('exchange', '0006_scheduled_reading', now()),
('exchange', '0007_answers_of_before', now()),
('mfa', '0001_initial', now()),
('mfa', '0002_authenticator_timestamps', now()),
('mfa', '0003_authenticator_type_uniq', now()),
('identity', '0002_factor_periods', now()),
('identity', '0003_saved_views', now()),
('identity', '0004_sign_in_indexes', now()),
('identity', '0005_sealed_factors', now()),
('identity', '0006_accounts_are_watched', now()),
('jobs', '0001_initial', now()),
('jobs', '0002_checked_tables', now()),
('journal', '0001_initial', now()),
('journal', '0002_checks', now()),
('measures', '0001_initial', now()),
('measures', '0002_figures_are_watched', now()),
('messaging', '0001_initial', now()),
('messaging', '0002_pausing', now()),
('messaging', '0003_wishes_versions', now()),
('numbering', '0001_initial', now()),
('numbering', '0002_prefix_versions', now()),
('tables', '0001_initial', now()),
('opendata', '0001_initial', now()),
('opendata', '0002_gate_and_public_acts', now()),
('opendata', '0003_no_path_around_the_gate', now()),
('opendata', '0004_uses_versions_links', now()),
('opendata', '0005_versions_stay', now()),
('parcels', '0001_initial', now()),
('plan', '0001_initial', now()),
('plan', '0002_levels', now()),
('plan', '0003_notices', now()),
('plan', '0004_plans_are_watched', now()),
('procrastinate', '0001_initial', now()),
('procrastinate', '0002_drop_started_at_column', now()),
('procrastinate', '0003_drop_started_at_column', now()),
('procrastinate', '0004_drop_procrastinate_version_table', now()),
('procrastinate', '0005_fix_procrastinate_fetch_job', now()),
('procrastinate', '0006_fix_trigger_status_events_insert', now()),
('procrastinate', '0007_add_queueing_lock_column', now()),
('procrastinate', '0008_close_fetch_job_race_condition', now()),
('procrastinate', '0009_add_defer_job_function', now()),
('procrastinate', '0010_add_procrastinate_periodic_defers', now()),
('procrastinate', '0011_add_foreign_key_index', now()),
('procrastinate', '0012_add_locks_to_periodic_defer', now()),
('procrastinate', '0013_fix_procrastinate_defer_periodic_job', now()),
('procrastinate', '0014_add_finish_job_and_retry_job_functions', now()),
('procrastinate', '0015_add_trigger_on_job_deletion', now()),
('procrastinate', '0016_delete_finished_jobs', now()),
('procrastinate', '0017_add_checks_to_finish_job', now()),
('procrastinate', '0018_add_checks_to_retry_job', now()),
('procrastinate', '0019_fix_finish_job_compat_issue', now()),
('procrastinate', '0020_add_index_on_procrastinate_jobs', now()),
('procrastinate', '0021_add_kwargs_to_defer_periodic_job', now()),
('procrastinate', '0022_null_locks_excluded', now()),
('procrastinate', '0023_remove_old_finish_job_function', now()),
('procrastinate', '0024_job_id_bigint', now()),
('procrastinate', '0025_add_models', now()),
('procrastinate', '0026_add_job_priority', now()),
('procrastinate', '0027_add_periodic_job_priority', now()),
('procrastinate', '0028_add_cancel_states', now()),
('procrastinate', '0029_add_additional_params_to_retry_job', now()),
('procrastinate', '0030_alter_procrastinateevent_options', now()),
('procrastinate', '0031_add_indexes_for_fetch_job', now()),
('procrastinate', '0032_pre_cancel_notification', now()),
('procrastinate', '0033_post_cancel_notification', now()),
('procrastinate', '0034_pre_add_heartbeat', now()),
('procrastinate', '0035_post_add_heartbeat', now()),
('procrastinate', '0036_add_worker_model', now()),
('procrastinate', '0037_pre_batch_defer_jobs', now()),
('procrastinate', '0038_post_batch_defer_jobs', now()),
('procrastinate', '0039_pre_priority_lock_fetch_job', now()),
('procrastinate', '0040_pre_retry_failed_job', now()),
('procrastinate', '0041_post_retry_failed_job', now()),
('rulesets', '0001_initial', now()),
('screening', '0001_initial', now()),
('seals', '0001_initial', now()),
('seals', '0002_pdf_copies', now()),
('seals', '0003_what_waits_is_watched', now()),
('search', '0001_initial', now()),
('sessions', '0001_initial', now()),
('supervision', '0001_initial', now()),
('supervision', '0002_what_stays', now()),
('supervision', '0003_what_waits_is_watched', now()),
('supervision', '0004_checks_on_the_spot', now()),
('supervision', '0005_the_page_it_comes_from', now()),
('usersessions', '0001_initial', now()),
('workflow', '0001_initial', now()),
('workflow', '0002_opinions_are_permanent', now()),
('workflow', '0003_work_lists_by_one_index', now()),
('workflow', '0004_trials_on_record', now()),
('workflow', '0005_decision_tables', now()),
('workflow', '0006_what_waits_by_its_kind', now());
