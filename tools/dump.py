"""A small city as this version keeps it: `make dump` writes it into tests/dumps.

Each landed version keeps one; tests/operations/test_upgrading.py upgrades the last three with the
code of today. The city is a small demo city, built by operations in a home of its own.
"""

import lzma
import os
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DUMPS = ROOT / "tests" / "dumps"
KEY = b"a key for dumps."
"""Master key under which the people of all dumps are sealed; it guards invented people only."""


def main() -> None:
    """Build the city, dump it, say where."""
    with tempfile.TemporaryDirectory(prefix="liupan-dump-") as folder:
        home = Path(folder)
        settle(home)
        found = {
            k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "LIUPAN_OWNER_URL")
        }
        os.environ.clear()
        os.environ.update(
            found,
            LIUPAN_HOME=folder,
            LIUPAN_DEMO="small",
            DJANGO_SETTINGS_MODULE="liupan.config.settings",
        )
        dump = build(home)
        target = DUMPS / f"{datetime.now(UTC):%Y%m%dT%H%MZ}-{version('liupan')}.dump.xz"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(lzma.compress(dump.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    print(target.relative_to(ROOT), target.stat().st_size // 1024, "KB")


def settle(home: Path) -> None:
    """Put the known key into a home."""
    secrets = home / "secrets"
    secrets.mkdir(parents=True, mode=0o700)
    (secrets / "master.key").write_bytes(KEY)


def build(home: Path) -> Path:
    """Make the city in `home`; the dump of it, not compressed."""
    import django

    from liupan.config.environment import environment

    with environment().server.used():
        django.setup()
        from django.db import connection

        from liupan.config import demo, installing, loading
        from liupan.foundation.journal.facade import link_all

        installing.install(with_demo=False)
        demo.seed()
        link_all()
        connection.close()
        loading.dump(home / "city.dump", "--compress=none")
    return home / "city.dump"


if __name__ == "__main__":
    sys.exit(main())
