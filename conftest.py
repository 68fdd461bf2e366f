"""The ground under every test: see tests/machinery.

Tests act as the servers' role `liupan_app`, which owns no table; `owner_url` is for the few that
need the owner. `db` rolls back; `fresh_db` lets a test commit, then makes the database anew.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from tests.machinery import network, registries
from tests.machinery.databases import Databases, new_session

from liupan.config import keys

pytest_plugins = [
    "tests.machinery.browser",
    "tests.machinery.object_storage",
    "tests.machinery.order",
]

# Hundreds of processes are started from this source. A machine that forbids compiled files would
# compile it for each of them, which is a third of the time that each takes to start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
NAME = f"liupan_{WORKER or 'main'}"
SOURCE = Path(__file__).parent / "src"
SETTINGS = "liupan.config.settings"
if os.environ.get("DJANGO_SETTINGS_MODULE"):
    raise pytest.UsageError("unset DJANGO_SETTINGS_MODULE: tests choose their settings themselves")
if WORKER:  # the controller has chosen the session's folder
    DATABASES = Databases(
        Path(os.environ["LIUPAN_TEST_SESSION"]),
        os.environ["LIUPAN_TEST_OPERATORS_URL"],
        os.environ["LIUPAN_TEST_OPERATORS_OWNER_URL"],
    )
else:
    DATABASES = new_session()
HOME = DATABASES.folder / f"home-{WORKER or 'main'}"
HOME.mkdir(exist_ok=True)
(HOME / "static").mkdir(exist_ok=True)
os.environ |= {
    "LIUPAN_LANGUAGE": "en",  # whatever the developer's terminal speaks
    "LIUPAN_TEST_SESSION": str(DATABASES.folder),
    "LIUPAN_TEST_OPERATORS_URL": DATABASES.operators_url,
    "LIUPAN_TEST_OPERATORS_OWNER_URL": DATABASES.operators_owner_url,
    "LIUPAN_HOME": str(HOME),
    "DATABASE_URL": DATABASES.url(NAME),
    "LIUPAN_OWNER_URL": DATABASES.owner_url(NAME),
    # Processes that tests start find the source whether or not it is installed.
    "PYTHONPATH": os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")]).strip(
        os.pathsep
    ),
}


# Settings are read before a server runs; without files each process would think of keys anew.
for name, size in ((keys.MASTER, keys.MASTER_SIZE), (keys.DIGEST, keys.DIGEST_SIZE)):
    keys.kept(HOME / "secrets" / name, size)


ENDED = "terminating connection due to administrator command"


def pytest_configure(config: pytest.Config) -> None:
    network.close()
    if WORKER or not config.getoption("numprocesses", None):
        # Not in a controller: its workers would inherit it and read settings before this file.
        os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
        import django

        from liupan.config.messages import compile_all

        compile_all()
        django.setup()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A failure is told as it happens: a long run may be stopped before its end."""
    if report.failed and not WORKER:
        sys.stderr.write(f"\n{report.nodeid} ({report.when})\n")


def pytest_unconfigure() -> None:
    if not WORKER:
        DATABASES.stop()


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Once more, and said so, where the server ended the test's connection: twice in some ten
    thousand tests it did, at a first statement, by whom was not found."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed and ENDED in report.longreprtext for report in reports):
        sys.stderr.write(f"\n{item.nodeid}: {ENDED}; once more\n")
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """What a rollback does not undo: what was registered, the language of the last request, what is
    remembered of the installation, anchors of the journal."""
    with registries.restored():
        yield
    from django.utils import translation

    from liupan.foundation.organisations import installation

    translation.deactivate()
    installation.forget()
    shutil.rmtree(HOME / "anchors", ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Point Django at this worker's clone of the template."""
    from django.db import connection

    DATABASES.start()
    DATABASES.clone(NAME)
    # A pool's idle connections would outlive the test that asked for them.
    connection.settings_dict["OPTIONS"].pop("pool", None)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.close()
    DATABASES.drop(NAME)


@pytest.fixture
def fresh_db(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[str]:
    """A database for real commits, threads and processes; its address. Made anew after a write.

    Processes started by the test find it by DATABASE_URL, which is set all the time.
    """
    if "db" in request.fixturenames:
        raise RuntimeError("fresh_db and db do not go together: one commits, the other rolls back")
    from django.db import connection

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.close()
        before = DATABASES.writes(NAME)
        yield os.environ["DATABASE_URL"]
        connection.close()
    if before is None or DATABASES.writes(NAME) != before:
        DATABASES.clone(NAME)
    connection.close()  # whatever a fixture opened meanwhile, the old database took with it


@pytest.fixture
def owner_url() -> str:
    """Address of this worker's database for the role that owns the tables."""
    return DATABASES.owner_url(NAME)
