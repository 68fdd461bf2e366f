"""What no code may undo, kept by the database: steps of demands, rulings, tasks that are done."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER catalogue_demandstep_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON catalogue_demandstep
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_demand_is_kept
    BEFORE DELETE OR TRUNCATE ON catalogue_demand
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_demand_ended_stays
    BEFORE UPDATE ON catalogue_demand
    FOR EACH ROW WHEN (OLD.state IN (60, 70))
    EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_arbitration_stays
    BEFORE UPDATE ON catalogue_arbitration
    FOR EACH ROW WHEN (OLD.state IN ('ruled', 'lapsed'))
    EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_updatetask_stays
    BEFORE UPDATE ON catalogue_updatetask
    FOR EACH ROW WHEN (OLD.state = 'done')
    EXECUTE FUNCTION catalogue_refuse();
"""

BACKWARD = """
DROP TRIGGER catalogue_updatetask_stays ON catalogue_updatetask;
DROP TRIGGER catalogue_arbitration_stays ON catalogue_arbitration;
DROP TRIGGER catalogue_demand_ended_stays ON catalogue_demand;
DROP TRIGGER catalogue_demand_is_kept ON catalogue_demand;
DROP TRIGGER catalogue_demandstep_stays ON catalogue_demandstep;
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_demands_sources_updates")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
