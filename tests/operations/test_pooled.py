"""Connections that PostgreSQL ended while they rested are never used again."""

import select
from typing import Any

import pytest
from django.db import connection, connections

from liupan.config.pooled import base
from liupan.config.pooled.base import DatabaseWrapper, is_quiet


def _pid(pooled: Any) -> int:
    with pooled.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _of_its_own() -> Any:
    """A connection with a pool of one."""
    pooled = connection.copy()
    pooled._connection_pools = {}
    pool = {"pool": {"min_size": 1, "max_size": 1}}
    pooled.settings_dict = {
        **pooled.settings_dict, "OPTIONS": {**pooled.settings_dict["OPTIONS"], **pool},
    }  # fmt: skip
    return pooled


@pytest.mark.django_db
def test_after_many_that_were_thrown_away_an_open_one_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(base, "PATIENCE", 2)
    monkeypatch.setattr(base, "is_quiet", lambda _made: False)
    pooled = _of_its_own()
    try:
        assert _pid(pooled)
        assert not pooled.connection.closed
    finally:
        pooled.close()
        pooled.close_pool()


@pytest.mark.django_db
def test_a_restarted_database_is_met_without_an_error() -> None:
    assert isinstance(connections["default"], DatabaseWrapper)
    pooled = _of_its_own()
    try:
        first, raw = _pid(pooled), pooled.connection
        pooled.close()
        assert is_quiet(raw)
        assert (_pid(pooled), pooled.connection) == (first, raw)
        pooled.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [first])
        select.select([raw.fileno()], [], [], 10)
        assert not is_quiet(raw)
        assert _pid(pooled) != first
    finally:
        pooled.close()
        pooled.close_pool()
