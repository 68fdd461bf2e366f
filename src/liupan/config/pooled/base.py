"""A connection from the pool that PostgreSQL has closed is never used.

Django asks each one (`CONN_HEALTH_CHECKS`), a way there and back for every request. The kernel
knows as much: on a connection that rests nothing can be read, unless the server has ended it.
"""

import select
from typing import Any

from django.db.backends.postgresql import base

PATIENCE = 100
"""How many connections are thrown away before one is given out whatever it says."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes whole connections out of the pool."""

    def get_new_connection(self, conn_params: Any) -> Any:
        """A connection that is open, as far as can be seen from here."""
        for _each in range(PATIENCE):
            made = super().get_new_connection(conn_params)
            if not self.pool or is_quiet(made):
                return made
            made.close()
            self.pool.putconn(made)  # which has another one made
        return super().get_new_connection(conn_params)


def is_quiet(connection: Any) -> bool:
    """Whether the connection is open and has nothing to say."""
    if connection.closed:
        return False
    asked = select.poll()
    asked.register(connection.fileno(), select.POLLIN)
    return not asked.poll(0)
