"""The `liupan` command: its help, the bill of materials, the licences."""

import json
from importlib.util import find_spec

import pytest
from click.testing import CliRunner
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from liupan.config import cli, supply
from tests.machinery.installations import SMALL, Installation

FOUND = """
from datetime import timedelta
from liupan.foundation.access.facade import installer
from liupan.foundation.organisations.facade import found_installation
from liupan.kernel import clock
found_installation(
    city_code="640400", city_name="固原市", is_demo=False, clock_offset=timedelta(),
    actor=installer(), now=clock.now(),
)
"""


def test_the_help_names_every_command_and_setting() -> None:
    cli.add_commands()
    said = CliRunner().invoke(cli.cli, ["--help"]).output
    for word in ("run", "upgrade", "backup", "restore", "doctor", "demo", "sbom", "licences"):
        assert f"\n  {word} " in said
    for setting in ("PORT", "LIUPAN_HOME", "DATABASE_URL", "LIUPAN_ZONE", "LIUPAN_DEMO_PASSWORD"):
        assert setting in said


@pytest.mark.parametrize("command", ["run", "backup", "restore", "doctor", "demo", "serve"])
def test_every_command_explains_itself(command: str) -> None:
    cli.add_commands()
    done = CliRunner().invoke(cli.cli, [command, "--help"])
    assert done.exit_code == 0
    assert len(done.output.splitlines()) > 4


def test_the_bill_of_materials_is_valid_and_complete() -> None:
    text = supply.bill_of_materials()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    found = {part["purl"] for part in json.loads(text)["components"]}
    assert any(purl.startswith("pkg:pypi/django@5.2") for purl in found)
    assert any(purl.startswith("pkg:npm/htmx.org@2") for purl in found)


def test_every_installed_part_has_a_licence() -> None:
    unknown = {part.name for part in supply.parts() if part.licence == "unknown"}
    # Locked for other systems; and a part whose licence stands in its Readme (MIT) alone.
    assert unknown <= {"colorama", "pywin32", "tzdata", "component-props"}, unknown
    assert "| django |" in supply.licences()


@pytest.mark.slow
def test_a_real_city_is_not_reset(liupan: Installation) -> None:
    founded = liupan.call("django", "shell", "--no-imports", "-c", FOUND)
    assert founded.returncode == 0, founded.stderr
    done = liupan.call("demo", "reset")
    assert done.returncode == 1
    assert "This is no demo: it serves 固原市." in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(
    not find_spec("liupan.foundation.organisations.demo"), reason="no room founds a demo city yet"
)
def test_the_demo_city_is_built_and_reset_while_it_runs(make) -> None:
    liupan: Installation = make(environ=SMALL)
    liupan.run()
    (before,) = liupan.query("SELECT instance_id FROM organisations_installation WHERE is_demo")
    assert "Sign in at" in liupan.text
    done = liupan.call("demo", "reset")
    assert done.returncode == 0, done.stderr
    (after,) = liupan.query("SELECT instance_id FROM organisations_installation WHERE is_demo")
    assert after != before
    told = liupan.query(
        "SELECT changes->>'why' FROM journal_entry WHERE act = 'journal.chain.replaced'"
    )
    assert told == [("demo reset",)]
    assert liupan.call("journal", "verify").returncode == 0, "it says whose place it took"
    liupan.await_answer()
    assert liupan.query("SELECT datname FROM pg_database WHERE datname LIKE 'liupan_%'") == []
