"""The files that documents from outside come as: typeset by our own layout, or a scan of that."""

import json
from datetime import datetime, timedelta
from typing import Any

from liupan.capabilities.correspondence.demo.facts import Received
from liupan.capabilities.correspondence.operations.printing import Printed, printed
from liupan.capabilities.correspondence.rules.composing import read_text
from liupan.capabilities.correspondence.rules.numbers import parts_of_number
from liupan.foundation.documents.facade import read_source
from liupan.kernel import clock


def paper(fact: Received, receiver: str, now: datetime) -> tuple[str, bytes]:
    """Name and content of the file."""
    made = _typeset(fact, receiver, now)
    kind = "ofd" if fact.file == "ofd" else "pdf"
    return f"{fact.title}.{kind}", made.ofd if kind == "ofd" else made.pdf


def _typeset(fact: Received, receiver: str, now: datetime) -> Printed:
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
    return printed(read_source(json.dumps(source)), now)
