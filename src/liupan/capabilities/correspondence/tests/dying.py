"""Acts carried out by a process that is killed in the middle of them; run by `test_sending_races`.

Reads one act a line: its name, at which statement to die, its arguments. Each is done by a child,
so that the program is loaded once. Says how each child ended, and how many statements it sent.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import connection  # noqa: E402

from liupan.capabilities.correspondence.operations import issuing  # noqa: E402
from liupan.capabilities.correspondence.policies import TEND  # noqa: E402
from liupan.capabilities.correspondence.tests.town import ANSWER, COMMIT  # noqa: E402
from liupan.foundation.access.facade import actor_for  # noqa: E402
from liupan.foundation.jobs.facade import worker_actor  # noqa: E402
from liupan.foundation.organisations.tests.factories import NOW  # noqa: E402
from liupan.foundation.seals.formats.pdf import signing  # noqa: E402,F401  once for all children
from liupan.kernel import clock  # noqa: E402


class Dying:
    """Counts statements, and kills this very process at one of them or at a moment by name."""

    def __init__(self, moment: int | str, said: int) -> None:
        self.moment, self.said, self.sent = moment, said, 0
        commit = connection.commit
        connection.commit = lambda: (self.die_at(COMMIT), commit())  # type: ignore[method-assign]
        connection.execute_wrappers.append(self)

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.die_at(self.sent)
        self.sent += 1
        return execute(*statement)

    def die_at(self, moment: int | str) -> None:
        if moment == self.moment:
            os.write(self.said, str(self.sent).encode())
            os.kill(os.getpid(), signal.SIGKILL)


def act(name: str, moment: int | str, who: str, given: dict[str, str], said: int) -> None:
    """Carry out an act as somebody, or as the worker; die when it is time."""
    with clock.frozen(NOW):
        actor = actor_for(UUID(who)) if who else worker_actor(TEND)
        dying = Dying(moment, said)
        ids = {key: UUID(value) for key, value in given.items()}
        getattr(issuing, name)(actor=actor, now=NOW, **ids)
    dying.die_at(ANSWER)


def main() -> None:
    """One child after the other, until there is nothing more to do."""
    for line in sys.stdin:
        heard, said = os.pipe()
        if not (child := os.fork()):
            act(*json.loads(line), said)
            os._exit(0)
        os.close(said)
        with os.fdopen(heard, "rb") as pipe:
            sent = int(pipe.read() or 0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(json.dumps([code, sent]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
