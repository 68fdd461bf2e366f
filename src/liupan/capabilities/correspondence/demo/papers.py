"""The files that documents from outside come as: typeset by our own layout, or a scan of that."""

import json
from datetime import datetime, timedelta
from typing import Any

from liupan.capabilities.correspondence.demo.facts import Received
from liupan.capabilities.correspondence.operations.printing import printed
from liupan.capabilities.correspondence.rules.composing import read_text
from liupan.capabilities.correspondence.rules.numbers import parts_of_number
from liupan.foundation.documents.facade import OfficialDocument, read_source
from liupan.kernel import clock


def paper(fact: Received, receiver: str, now: datetime) -> tuple[str, bytes]:
    """Name and content of the file."""
    made = printed(_source(fact, receiver, now), now)
    kind = "ofd" if fact.file == "ofd" else "pdf"
    return f"{fact.title}.{kind}", made.ofd if kind == "ofd" else made.pdf


def foresee_paper(fact: Received, receiver: str, now: datetime) -> None:
    """It will be wanted at this moment."""
    printed.foresee(_source(fact, receiver, now), now)


def _source(fact: Received, receiver: str, now: datetime) -> OfficialDocument:
    code, year, serial = parts_of_number(fact.number)
    day = (clock.on(now) - timedelta(days=1)).isoformat()
    source: dict[str, Any] = {
        "type": fact.type,
        "form": "letter" if fact.type == "函" else "common",
        "issuers": [fact.sender],
        "title": fact.title,
        "number": {"serial": serial, "code": code, "year": year},
        "body": read_text(fact.body),
        "addressees": [receiver],
        "signatures": [{"name": fact.sender, "seal": 0}],
        "date": day,
        "urgency": fact.urgency,
    }
    if fact.type != "函":
        source |= {"printer": fact.sender, "printed_on": day}
    return read_source(json.dumps(source))
