"""A request asks for one or several ways of use, reviewed together, and a grant gives a set of
them: what was one way is a set of one. Ways are held by the same guards as items, rows and term."""

import importlib
from itertools import combinations

import django.contrib.postgres.fields
from django.db import migrations, models

gate = importlib.import_module("liupan.capabilities.catalogue.migrations.0004_the_gate")

ASKED, GIVEN = ("request", "grant"), ("decision", "grantversion")
GUARDS = (
    ("request", "request_stays"), ("decision", "decision_within"),
    ("grant", "grant_passed_the_gate"), ("grant", "grant_stays"),
    ("grantversion", "version_is_narrower"),
)  # fmt: skip
"""Triggers that say what may be given, by table."""


def _part(sql: str, begins: str, ends: str) -> str:
    """A statement of the gate as it was written."""
    at = sql.index(begins)
    return sql[at : sql.index(ends, at) + len(ends)]


def _replaced(sql: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in sql, old
        sql = sql.replace(old, new)
    return sql


FUNCTIONS = {
    name: _part(gate.FORWARD, f"CREATE FUNCTION catalogue_{name}()", "END $$;").replace(
        "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
    )
    for _table, name in GUARDS[1:]
}
STAYS = _part(gate.FORWARD, "CREATE TRIGGER catalogue_request_stays", "catalogue_refuse();")
WITH_WAYS = {
    "decision_within": _replaced(
        FUNCTIONS["decision_within"],
        ("NEW.quota > asked.quota", "NEW.quota > asked.quota OR NOT NEW.modes <@ asked.modes"),
    ),
    "grant_passed_the_gate": _replaced(
        FUNCTIONS["grant_passed_the_gate"],
        ("NEW.provider_id, NEW.mode, NEW.purpose_kind", "NEW.provider_id, NEW.purpose_kind"),
        ("request.mode, request.purpose_kind", "request.purpose_kind"),
        ("OR NEW.latest <> 1", "OR NOT NEW.modes <@ decision.modes OR NEW.latest <> 1"),
    ),
    "grant_stays": _replaced(
        FUNCTIONS["grant_stays"],
        ("NEW.provider_id, NEW.mode,", "NEW.provider_id,"),
        ("OLD.provider_id, OLD.mode,", "OLD.provider_id,"),
        (
            "AND valid_until = NEW.valid_until",
            "AND valid_until = NEW.valid_until AND modes = NEW.modes",
        ),
    ),
    "version_is_narrower": _replaced(
        FUNCTIONS["version_is_narrower"],
        ("decision.quota INTO wide", "decision.quota, decision.modes INTO wide"),
        ("valid_until, quota INTO wide", "valid_until, quota, modes INTO wide"),
        ("NEW.quota > wide.quota", "NEW.quota > wide.quota OR NOT NEW.modes <@ wide.modes"),
    ),
}
STAYS_WITH_WAYS = _replaced(STAYS, ("OLD.mode,", "OLD.modes,"), ("NEW.mode,", "NEW.modes,"))

OFF = "".join(f"DROP TRIGGER catalogue_{name} ON catalogue_{table};" for table, name in GUARDS)
REST = "".join(
    _part(gate.FORWARD, f"CREATE TRIGGER catalogue_{name}", f"catalogue_{name}();")
    for _table, name in GUARDS[1:]
)
KEPT_OFF = "".join(
    f"ALTER TABLE catalogue_{name} DISABLE TRIGGER catalogue_{name}_is_kept;" for name in GIVEN
)
KEPT_ON = KEPT_OFF.replace("DISABLE", "ENABLE")
BEFORE = "".join(
    f"ALTER TABLE catalogue_{name} RENAME COLUMN mode TO modes;"
    f"ALTER TABLE catalogue_{name} ALTER COLUMN modes TYPE text[] USING ARRAY[modes];"
    for name in ASKED
)
# Columns without default cannot be added to rows that are there: filled first, then required.
ADDED = """
ALTER TABLE catalogue_decision ADD COLUMN modes text[];
ALTER TABLE catalogue_grantversion ADD COLUMN modes text[];
"""
FILLED = """
UPDATE catalogue_decision SET modes = request.modes
    FROM catalogue_request request WHERE request.id = request_id;
UPDATE catalogue_grantversion SET modes = catalogue_grant.modes
    FROM catalogue_grant WHERE catalogue_grant.id = grant_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
REQUIRED = """
ALTER TABLE catalogue_decision ALTER COLUMN modes SET NOT NULL;
ALTER TABLE catalogue_grantversion ALTER COLUMN modes SET NOT NULL;
"""
WRITTEN = (ADDED, KEPT_OFF, FILLED, KEPT_ON, REQUIRED)
FORWARD = "".join((OFF, BEFORE, *WRITTEN, *WITH_WAYS.values(), STAYS_WITH_WAYS, REST))
# Back, a grant keeps the first of its ways: less is given, never more. Its request says no other
# one: what was decided is what was asked for.
DECIDED = """
UPDATE catalogue_request r SET modes = d.modes FROM catalogue_decision d WHERE d.id = r.decision_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
BACKWARD = "".join(
    (
        OFF,
        DECIDED,
        *(f"ALTER TABLE catalogue_{name} DROP COLUMN modes;" for name in GIVEN),
        *(
            f"ALTER TABLE catalogue_{name} ALTER COLUMN modes TYPE text USING modes[1];"
            f"ALTER TABLE catalogue_{name} RENAME COLUMN modes TO mode;"
            for name in ASKED
        ),
        *FUNCTIONS.values(),
        STAYS,
        REST,
    )
)


def field() -> django.contrib.postgres.fields.ArrayField:  # type: ignore[type-arg]
    """A set of ways as the tables hold it."""
    choices = [("query", "query"), ("file", "file"), ("feed", "change feed")]
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.TextField(choices=choices), size=None
    )


def known(name: str) -> models.CheckConstraint:
    """One way at least, each once, in one order."""
    ways = ("query", "file", "feed")
    sets = [[*chosen] for n in range(1, 4) for chosen in combinations(ways, n)]
    return models.CheckConstraint(condition=models.Q(modes__in=sets), name=name)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0010_what_waits_is_watched")]

    operations = [
        migrations.RunSQL(
            FORWARD,
            BACKWARD,
            state_operations=[
                *(migrations.RemoveField(name, "mode") for name in ASKED),
                *(migrations.AddField(name, "modes", field(), False) for name in (*ASKED, *GIVEN)),
            ],
        ),
        *(
            migrations.AddConstraint(name, known(f"{called}_has_modes"))
            for name, called in (
                ("request", "request"), ("grant", "grant"), ("decision", "decision"),
                ("grantversion", "grant_version"),
            )
        ),
    ]  # fmt: skip
