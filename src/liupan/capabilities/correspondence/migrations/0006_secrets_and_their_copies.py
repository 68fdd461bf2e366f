"""State secrets that were there before are watched; what was decided and printed stays."""

from typing import Any

from django.db import migrations

from liupan.kernel import clock
from liupan.kernel.secrecy import WORDS, ImpossibleMark, Mark, Secrecy

FORWARD = """
CREATE TRIGGER correspondence_printed_copy_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON correspondence_printedcopy
    FOR EACH STATEMENT EXECUTE FUNCTION correspondence_refuse();

CREATE TRIGGER correspondence_mark_change_stays
    BEFORE UPDATE OR DELETE ON correspondence_markchange
    FOR EACH ROW
    WHEN (OLD.state <> 'asked')
    EXECUTE FUNCTION correspondence_refuse();
"""

BACKWARD = """
DROP TRIGGER correspondence_mark_change_stays ON correspondence_markchange;
DROP TRIGGER correspondence_printed_copy_stays ON correspondence_printedcopy;
"""


def enter_secrets(apps: Any, _schema: Any) -> None:
    """One row for each document that is a state secret already."""
    secret = apps.get_model("correspondence", "StateSecret")
    sent = apps.get_model("correspondence", "Outgoing").objects.exclude(signed_off_at=None)
    for row in sent.filter(secrecy__gte=Secrecy.SECRET.value):
        mark = _mark(row, clock.on(row.signed_off_at))
        secret.objects.create(outgoing=row, unit_id=row.issuing_unit_id, **mark)
    came = apps.get_model("correspondence", "Incoming").objects.filter(outgoing=None)
    for row in came.filter(secrecy__gte=Secrecy.SECRET.value):
        mark = _mark(row, row.their_date or clock.on(row.arrived_at))
        secret.objects.create(incoming=row, unit_id=row.unit_id, **mark)


def _mark(row: Any, since: Any) -> dict[str, Any]:
    try:
        mark = Mark.parse(row.mark, since=since)
    except ImpossibleMark:
        mark = Mark(level=Secrecy(row.secrecy), since=since)
    words = row.mark or WORDS[mark.level]
    return {"level": row.secrecy, "mark": words, "since": since, "ends_on": mark.ends_on}


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0005_marks_of_documents")]

    operations = [
        migrations.RunPython(enter_secrets, migrations.RunPython.noop),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
