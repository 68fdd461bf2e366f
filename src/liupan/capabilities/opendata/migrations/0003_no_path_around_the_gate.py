"""What no code may undo: a released dataset shows only what a passed check has looked at."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION opendata_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done stays: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;

CREATE TRIGGER opendata_check_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON opendata_check
    FOR EACH STATEMENT EXECUTE FUNCTION opendata_refuse();

CREATE TRIGGER opendata_step_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON opendata_datasetstep
    FOR EACH STATEMENT EXECUTE FUNCTION opendata_refuse();

CREATE TRIGGER opendata_agreement_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON opendata_agreement
    FOR EACH STATEMENT EXECUTE FUNCTION opendata_refuse();

CREATE TRIGGER opendata_dataset_is_kept
    BEFORE DELETE OR TRUNCATE ON opendata_dataset
    FOR EACH STATEMENT EXECUTE FUNCTION opendata_refuse();

-- The lock makes a load that is being published be over, or wait for us; then it meets the trigger
-- below.
CREATE FUNCTION opendata_released_is_checked() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER opendata_released_is_checked
    BEFORE INSERT OR UPDATE ON opendata_dataset
    FOR EACH ROW WHEN (NEW.state = 'published' AND NEW.openness <> 'not')
    EXECUTE FUNCTION opendata_released_is_checked();

CREATE FUNCTION opendata_columns_stay() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER opendata_columns_stay
    BEFORE INSERT OR UPDATE OR DELETE ON opendata_datasetcolumn
    FOR EACH ROW EXECUTE FUNCTION opendata_columns_stay();

CREATE FUNCTION opendata_content_stays() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER opendata_table_stays
    BEFORE UPDATE ON tables_hostedtable
    FOR EACH ROW WHEN (OLD.current_id IS DISTINCT FROM NEW.current_id)
    EXECUTE FUNCTION opendata_content_stays();

CREATE TRIGGER opendata_content_stays
    BEFORE UPDATE ON tables_content
    FOR EACH ROW WHEN (OLD.last_n <> NEW.last_n OR OLD.rows <> NEW.rows)
    EXECUTE FUNCTION opendata_content_stays();
"""

BACKWARD = """
DROP TRIGGER opendata_content_stays ON tables_content;
DROP TRIGGER opendata_table_stays ON tables_hostedtable;
DROP FUNCTION opendata_content_stays();
DROP TRIGGER opendata_columns_stay ON opendata_datasetcolumn;
DROP FUNCTION opendata_columns_stay();
DROP TRIGGER opendata_released_is_checked ON opendata_dataset;
DROP FUNCTION opendata_released_is_checked();
DROP TRIGGER opendata_dataset_is_kept ON opendata_dataset;
DROP TRIGGER opendata_agreement_stays ON opendata_agreement;
DROP TRIGGER opendata_step_stays ON opendata_datasetstep;
DROP TRIGGER opendata_check_stays ON opendata_check;
DROP FUNCTION opendata_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("opendata", "0002_gate_and_public_acts"),
        ("tables", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
