"""Write src/liupan/config/shipped.sql anew: `python tools/tables.py`.

With `--check` it says whether the file is behind the migrations. The file holds the tables as all
migrations leave them, and an empty database begins with it; tests/operations/test_shipped.py
proves that both ways end in the same.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run the migrations one by one in a database of its own and write down what came of it."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    with tempfile.TemporaryDirectory(prefix="liupan-tables-") as folder:
        os.environ |= {"LIUPAN_HOME": folder, "DJANGO_SETTINGS_MODULE": "liupan.config.settings"}
        if "--check" in sys.argv:
            check()
        else:
            write(Path(folder))


def check() -> None:
    """Whether it was made from the migrations that are here."""
    os.environ["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/nothing"
    import django

    django.setup()
    from liupan.config import shipped

    if not (shipped.FILE.exists() and shipped.is_current(shipped.FILE.read_text("utf-8"))):
        sys.exit("The shipped tables are behind the migrations: python tools/tables.py")


def write(folder: Path) -> None:
    """Make a server, migrate, write."""
    from liupan.config import database
    from liupan.config.migrating import ONE_BY_ONE, main
    from liupan.config.postgres import DATABASE, OWNER, EmbeddedPostgres

    server = EmbeddedPostgres(folder, ("fsync=off", "synchronous_commit=off"))
    with server.used():
        database.provision(server)
        os.environ["DATABASE_URL"] = os.environ["LIUPAN_OWNER_URL"] = server.url(OWNER, DATABASE)
        sys.argv.append(ONE_BY_ONE)
        main()
        from django.db import connection

        from liupan.config import shipped

        shipped.FILE.write_text(shipped.written(server.url(OWNER, DATABASE)), "utf-8")
        connection.close()
    print(shipped.FILE.relative_to(ROOT), shipped.FILE.stat().st_size // 1024, "KB")


if __name__ == "__main__":
    main()
