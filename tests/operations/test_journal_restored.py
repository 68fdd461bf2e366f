"""A restored dump goes on with the same chain: transaction numbers and clocks play no part."""

import os
from pathlib import Path

import psycopg
import pytest

from liupan.config import database, loading
from liupan.config.postgres import APP, OWNER, SUPERUSER, EmbeddedPostgres
from liupan.foundation.journal.sequencing import find_head, link_all
from liupan.foundation.journal.tests.notes import pin
from liupan.foundation.journal.verifying import verify

COPY = "liupan_journal_restored"


@pytest.mark.skipif(
    bool(os.environ["LIUPAN_TEST_OPERATORS_URL"]), reason="makes databases on our own server"
)
def test_a_restored_dump_keeps_linking(fresh_db: str, tmp_path: Path) -> None:
    from django.db import connection

    for _ in range(5):
        pin()
    link_all()
    head = find_head()
    pin("等候入链")
    loading.dump(tmp_path / "dump")

    server = EmbeddedPostgres(Path(os.environ["LIUPAN_TEST_SESSION"]))
    database.provision(server, COPY)
    ours = connection.settings_dict["NAME"]
    try:
        loading.load(tmp_path / "dump", server.url(OWNER, COPY))
        connection.close()
        connection.settings_dict["NAME"] = COPY
        assert find_head() == head
        assert link_all() == 1, "what waited in the old database"
        pin("新记")
        assert link_all() == 1
        assert find_head().seq == 7
        assert verify(deep=True).ok
        connection.close()
        with psycopg.connect(server.url(APP, COPY)) as app, pytest.raises(psycopg.Error):
            app.execute("DELETE FROM journal_pending")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = ours
        with database.connect(server.url(SUPERUSER, "postgres")) as maker:
            database.drop(maker, COPY)
