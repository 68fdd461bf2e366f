"""Brings the tables up to date; runs as the role that owns them: `python -m ...migrating`.

An empty database gets the shipped tables, unless `one-by-one` is said.
"""

import gc
import sys

import django
from django.core.management import call_command

ONE_BY_ONE = "one-by-one"


def main() -> None:
    """Apply the migrations that are missing and make the cache table."""
    django.setup()
    from liupan.config import shipped

    if ONE_BY_ONE not in sys.argv and shipped.load():
        return
    # Models are made anew for every step of a migration: looking for garbage would take a fifth.
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable")


if __name__ == "__main__":
    main()
