"""A restored dump has hosted tables and their rights, also over a database that had its own."""

import os
from pathlib import Path

import psycopg
import pytest

from liupan.config import database, loading
from liupan.config.postgres import APP, OWNER, SUPERUSER, EmbeddedPostgres
from liupan.foundation.tables.facade import Column, Question, get_page, get_table
from liupan.foundation.tables.tests.factories import keeper, load, table, whole

COPY = "liupan_tables_restored"


@pytest.mark.skipif(
    bool(os.environ["LIUPAN_TEST_OPERATORS_URL"]), reason="makes databases on our own server"
)
def test_hosted_tables_come_back_and_take_loads(fresh_db: str, tmp_path: Path) -> None:
    from django.db import connection

    actor, unit_id = keeper()
    made = table(actor, unit_id, Column(name="代码", key=1), Column(name="名称"))
    assert load(actor, made, "代码,名称\n007,甲\n").state == "done"
    content = get_table(made).content
    loading.dump(tmp_path / "dump")

    server = EmbeddedPostgres(Path(os.environ["LIUPAN_TEST_SESSION"]))
    database.provision(server, COPY)
    ours = connection.settings_dict["NAME"]
    owner, app = server.url(OWNER, COPY), server.url(APP, COPY)
    try:
        loading.load(tmp_path / "dump", owner)
        loading.replace(tmp_path / "dump", owner, app_url=app, then=lambda: None)
        connection.close()
        connection.settings_dict["NAME"] = COPY
        assert get_page(made, whole(made), Question()).rows == (("007", "甲"),)
        job = load(actor, made, "代码,名称\n008,乙\n", mode="upsert")
        assert job.state == "done", job.message
        assert get_table(made).rows == 2
        connection.close()
        with psycopg.connect(app) as link, pytest.raises(psycopg.Error):
            link.execute(f"DROP TABLE hosted.t{content}")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = ours
        with database.connect(server.url(SUPERUSER, "postgres")) as maker:
            database.drop(maker, COPY)
