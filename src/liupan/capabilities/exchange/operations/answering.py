"""What systems ask for beyond rows: files and changes, as work of a door (`calling.serve`)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.operations.admitting import admit, claim
from liupan.capabilities.exchange.operations.calling import Outcome, Said
from liupan.capabilities.exchange.operations.files import start_file
from liupan.capabilities.exchange.queries.acting import system_actor
from liupan.capabilities.exchange.queries.allowing import allow
from liupan.capabilities.exchange.queries.authenticating import Caller
from liupan.capabilities.exchange.queries.feeding import feed
from liupan.capabilities.exchange.queries.files import get_file
from liupan.capabilities.exchange.rules.calls import Call, Way
from liupan.capabilities.exchange.rules.signing import Asked
from liupan.kernel.errors import InvalidInput

LIMIT, MOST = 500, 5_000


def answer_start(caller: Caller, asked: Asked, said: Said, now: datetime) -> Outcome:
    """A file begins to be made, once for each request id."""
    claim(caller)
    wanted = _wanted(asked)
    call = _call(caller, said, wanted, Way.FILE)
    actor = system_actor(caller.system_id)
    file_id = start_file(call=call, form=wanted.get("form", "csv"), actor=actor, now=now)
    content = get_file(actor, file_id).written
    return Outcome(caller=caller, case=call.case, content=content)


def answer_state(caller: Caller, asked: Asked, said: Said, now: datetime, file_id: UUID) -> Outcome:
    """How far a file is."""
    claim(caller)
    content = get_file(system_actor(caller.system_id), file_id).written
    return Outcome(caller=caller, case=said.case, content=content)


def answer_changes(caller: Caller, asked: Asked, said: Said, now: datetime) -> Outcome:
    """Changes behind a place: at least once, in order, each with its key."""
    wanted = _wanted(asked)
    call = _call(caller, said, wanted, Way.FEED)
    allowed = allow(call, now=now, caller=caller)
    admit(caller, allowed.grant, now=now)
    fed = feed(allowed, after=wanted.get("after", ""), limit=_limit(wanted))
    content = fed.written(allowed.service_code, allowed.grant.number)
    return Outcome(
        caller=caller, allowed=allowed, case=call.case, content=content, rows=len(fed.changes)
    )


def refusing(error: Exception) -> Callable[..., Outcome]:
    """Work that was refused before it began to stream."""

    def work(*_args: Any) -> Outcome:
        raise error

    return work


def _call(caller: Caller, said: Said, wanted: dict[str, str], way: Way) -> Call:
    return Call(
        request_id=said.request_id, system_id=caller.system_id, service=said.service, way=way,
        grant=wanted.get("grant", ""), case=said.case or wanted.get("case", ""),
    )  # fmt: skip


def _wanted(asked: Asked) -> dict[str, str]:
    found = parse_qs(asked.query, max_num_fields=20)
    return {name: values[-1].replace("\0", "")[:2_000] for name, values in found.items()}


def _limit(wanted: dict[str, str]) -> int:
    text = wanted.get("limit", str(LIMIT))
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST):
        words = _("Between 1 and %(most)s.") % {"most": MOST}
        raise InvalidInput(words, fields={"limit": [words]})
    return int(text)
