"""The one way to a grant, kept by the database: two reviews passed by two people who neither asked
nor decided; nothing given that was not decided, nothing decided that was not asked for; what was
done stays."""

from django.db import migrations

KEPT = (
    "requeststep", "decision", "decideditem", "review", "grantversion", "granteditem", "grantstep",
)  # fmt: skip
NEVER_DELETED = ("request", "grant")

FORWARD = """
CREATE FUNCTION catalogue_lacks(narrow jsonb, wide jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM jsonb_array_elements(wide) w
        WHERE NOT EXISTS (SELECT 1 FROM jsonb_array_elements(narrow) n WHERE n = w)
    )
$$;

CREATE FUNCTION catalogue_is_weaker(
    mask text, first int, last int, mask2 text, first2 int, last2 int
) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN mask = 'keep' AND mask2 = 'keep' THEN first > first2 OR last > last2
        ELSE array_position(ARRAY['none', 'keep', 'hash', 'hide'], mask)
            < array_position(ARRAY['none', 'keep', 'hash', 'hide'], mask2)
    END
$$;

CREATE TRIGGER catalogue_request_begins
    BEFORE INSERT ON catalogue_request
    FOR EACH ROW WHEN (NEW.state <> 'draft')
    EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_request_stays
    BEFORE UPDATE ON catalogue_request
    FOR EACH ROW
    WHEN (
        (OLD.number, OLD.resource_id, OLD.consumer_id, OLD.provider_id, OLD.begun_by)
            IS DISTINCT FROM
            (NEW.number, NEW.resource_id, NEW.consumer_id, NEW.provider_id, NEW.begun_by)
        OR OLD.state NOT IN ('draft', 'returned') AND (
            OLD.edition_id, OLD.purpose_kind, OLD.business, OLD.purpose, OLD.legal_basis,
            OLD.rows, OLD.valid_from, OLD.valid_until, OLD.mode, OLD.quota
        ) IS DISTINCT FROM (
            NEW.edition_id, NEW.purpose_kind, NEW.business, NEW.purpose, NEW.legal_basis,
            NEW.rows, NEW.valid_from, NEW.valid_until, NEW.mode, NEW.quota
        )
        OR OLD.state IN ('rejected', 'not_passed', 'granted', 'refused', 'withdrawn')
            AND NEW.state <> OLD.state
    )
    EXECUTE FUNCTION catalogue_refuse();

CREATE FUNCTION catalogue_granted_has_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM catalogue_grant WHERE request_id = NEW.id) THEN
        RAISE EXCEPTION 'a request is granted by a grant' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER catalogue_granted_has_grant
    BEFORE UPDATE ON catalogue_request
    FOR EACH ROW WHEN (NEW.state = 'granted' AND OLD.state <> 'granted')
    EXECUTE FUNCTION catalogue_granted_has_grant();

CREATE FUNCTION catalogue_requested_item_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM catalogue_request
        WHERE id = COALESCE(NEW.request_id, OLD.request_id) AND state NOT IN ('draft', 'returned')
    ) THEN
        RAISE EXCEPTION 'items of a request that was handed in stay' USING ERRCODE = '42501';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER catalogue_requested_item_stays
    BEFORE INSERT OR UPDATE OR DELETE ON catalogue_requesteditem
    FOR EACH ROW EXECUTE FUNCTION catalogue_requested_item_stays();

CREATE FUNCTION catalogue_decision_within() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE asked catalogue_request;
BEGIN
    SELECT * INTO asked FROM catalogue_request WHERE id = NEW.request_id;
    IF catalogue_lacks(NEW.rows, asked.rows) OR NEW.valid_from < asked.valid_from
        OR NEW.valid_until > asked.valid_until OR NEW.quota > asked.quota THEN
        RAISE EXCEPTION 'a decision gives no more than was asked for' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER catalogue_decision_within
    BEFORE INSERT ON catalogue_decision
    FOR EACH ROW EXECUTE FUNCTION catalogue_decision_within();

CREATE FUNCTION catalogue_decided_item_within() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER catalogue_decided_item_within
    BEFORE INSERT ON catalogue_decideditem
    FOR EACH ROW EXECUTE FUNCTION catalogue_decided_item_within();

CREATE FUNCTION catalogue_reviewer_is_apart() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER catalogue_reviewer_is_apart
    BEFORE INSERT ON catalogue_review
    FOR EACH ROW EXECUTE FUNCTION catalogue_reviewer_is_apart();

CREATE FUNCTION catalogue_grant_passed_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF (NEW.resource_id, NEW.consumer_id, NEW.provider_id, NEW.mode, NEW.purpose_kind,
            NEW.purpose, NEW.business)
        IS DISTINCT FROM (request.resource_id, request.consumer_id, request.provider_id,
            request.mode, request.purpose_kind, request.purpose, request.business)
        OR NEW.valid_from < decision.valid_from OR NEW.valid_until > decision.valid_until
        OR NEW.latest <> 1 THEN
        RAISE EXCEPTION 'a grant gives no more than was decided' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER catalogue_grant_passed_the_gate
    BEFORE INSERT ON catalogue_grant
    FOR EACH ROW EXECUTE FUNCTION catalogue_grant_passed_the_gate();

CREATE FUNCTION catalogue_grant_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.number, NEW.request_id, NEW.resource_id, NEW.consumer_id, NEW.provider_id, NEW.mode,
            NEW.purpose_kind, NEW.purpose, NEW.business, NEW.issued_at)
        IS DISTINCT FROM (OLD.number, OLD.request_id, OLD.resource_id, OLD.consumer_id,
            OLD.provider_id, OLD.mode, OLD.purpose_kind, OLD.purpose, OLD.business, OLD.issued_at)
        OR OLD.state = 'revoked'
        OR NEW.latest < OLD.latest OR NEW.latest > OLD.latest + 1
        OR NOT EXISTS (
            SELECT 1 FROM catalogue_grantversion
            WHERE grant_id = NEW.id AND number = NEW.latest
                AND valid_from = NEW.valid_from AND valid_until = NEW.valid_until
        ) THEN
        RAISE EXCEPTION 'a grant is narrowed, suspended or revoked, and nothing else'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER catalogue_grant_stays
    BEFORE UPDATE ON catalogue_grant
    FOR EACH ROW EXECUTE FUNCTION catalogue_grant_stays();

CREATE FUNCTION catalogue_version_is_narrower() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wide record;
BEGIN
    IF NEW.number = 1 THEN
        SELECT decision.rows, decision.valid_from, decision.valid_until, decision.quota INTO wide
            FROM catalogue_grant
            JOIN catalogue_request request ON request.id = catalogue_grant.request_id
            JOIN catalogue_decision decision ON decision.id = request.decision_id
            WHERE catalogue_grant.id = NEW.grant_id;
    ELSE
        SELECT rows, valid_from, valid_until, quota INTO wide
            FROM catalogue_grantversion
            WHERE grant_id = NEW.grant_id AND number = NEW.number - 1;
    END IF;
    IF NOT FOUND OR catalogue_lacks(NEW.rows, wide.rows) OR NEW.valid_from < wide.valid_from
        OR NEW.valid_until > wide.valid_until OR NEW.quota > wide.quota THEN
        RAISE EXCEPTION 'a version of a grant is never wider than what it follows'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER catalogue_version_is_narrower
    BEFORE INSERT ON catalogue_grantversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_version_is_narrower();

CREATE FUNCTION catalogue_granted_item_is_no_wider() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER catalogue_granted_item_is_no_wider
    BEFORE INSERT ON catalogue_granteditem
    FOR EACH ROW EXECUTE FUNCTION catalogue_granted_item_is_no_wider();
"""
STAYS = """
CREATE TRIGGER catalogue_{name}_is_kept
    BEFORE {acts} OR TRUNCATE ON catalogue_{name}
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse();
"""
BACKWARD = """
DROP TRIGGER catalogue_request_begins ON catalogue_request;
DROP TRIGGER catalogue_request_stays ON catalogue_request;
DROP TRIGGER catalogue_granted_has_grant ON catalogue_request;
DROP TRIGGER catalogue_requested_item_stays ON catalogue_requesteditem;
DROP TRIGGER catalogue_decision_within ON catalogue_decision;
DROP TRIGGER catalogue_decided_item_within ON catalogue_decideditem;
DROP TRIGGER catalogue_reviewer_is_apart ON catalogue_review;
DROP TRIGGER catalogue_grant_passed_the_gate ON catalogue_grant;
DROP TRIGGER catalogue_grant_stays ON catalogue_grant;
DROP TRIGGER catalogue_version_is_narrower ON catalogue_grantversion;
DROP TRIGGER catalogue_granted_item_is_no_wider ON catalogue_granteditem;
DROP FUNCTION catalogue_granted_has_grant();
DROP FUNCTION catalogue_requested_item_stays();
DROP FUNCTION catalogue_decision_within();
DROP FUNCTION catalogue_decided_item_within();
DROP FUNCTION catalogue_reviewer_is_apart();
DROP FUNCTION catalogue_grant_passed_the_gate();
DROP FUNCTION catalogue_grant_stays();
DROP FUNCTION catalogue_version_is_narrower();
DROP FUNCTION catalogue_granted_item_is_no_wider();
DROP FUNCTION catalogue_is_weaker(text, int, int, text, int, int);
DROP FUNCTION catalogue_lacks(jsonb, jsonb);
"""
GONE = "DROP TRIGGER catalogue_{name}_is_kept ON catalogue_{name};"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_requests_and_grants")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        *(
            migrations.RunSQL(STAYS.format(name=name, acts="UPDATE OR DELETE"),
                              GONE.format(name=name))
            for name in KEPT
        ),
        *(
            migrations.RunSQL(STAYS.format(name=name, acts="DELETE"), GONE.format(name=name))
            for name in NEVER_DELETED
        ),
    ]  # fmt: skip
