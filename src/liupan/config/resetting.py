"""Throwing the demo city away and building it anew."""

import os
import subprocess
import sys

from django.db import connection

from liupan.config import backups, database, installing, loading
from liupan.config.environment import environment
from liupan.config.postgres import APP, DATABASE, OWNER, SUPERUSER
from liupan.config.progress import step
from liupan.config.sentences import NotReady
from liupan.config.terminal import gettext as _
from liupan.foundation.organisations.facade import find_installation


def reset() -> None:
    """Build a new demo city in the place of the old one. Raises NotReady for a real city.

    The new journal says which one it follows, and so do the old one's anchors.
    """
    found = find_installation()
    if found is not None and not found.is_demo:
        raise NotReady(
            _("This is no demo: it serves %(city)s.") % {"city": found.city_name},
            next_step=_("Nothing was changed."),
        )
    former = backups.standing_chain()
    connection.close()
    if environment().is_embedded:
        _reset_embedded()
    else:
        loading.empty(environment().tables_url)
        installing.install(with_demo=True)
    backups.note_end(former, "demo reset")


def _reset_embedded() -> None:
    """Build the new city beside the old one, so that a running Liupan misses a moment only."""
    server, fresh = environment().server, f"{DATABASE}_reset"
    with database.connect(server.url(SUPERUSER, "postgres")) as connected:
        database.drop(connected, fresh)
        database.provision(server, fresh)
        with step(_("New demo city")):
            _seed(server.url(APP, fresh), server.url(OWNER, fresh))
        database.swap(connected, DATABASE, fresh, f"{DATABASE}_replaced")


def _seed(url: str, owner_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "liupan.config.cli", "demo", "seed"],
        env={**os.environ, "DATABASE_URL": url, "LIUPAN_OWNER_URL": owner_url},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NotReady(
            _("The demo city could not be built: %(why)s") % {"why": done.stderr.strip()[-500:]}
        )
