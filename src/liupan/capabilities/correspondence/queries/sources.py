"""An outgoing document as it is printed: a draft's text, joined by what is kept beside it."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from liupan.capabilities.correspondence.models import Addressee, Draft, Outgoing, Party
from liupan.capabilities.correspondence.queries.parties import units_of
from liupan.capabilities.correspondence.rules.numbers import WITHOUT_CODE, parts_of_number
from liupan.capabilities.correspondence.rules.sending import LOCKED
from liupan.capabilities.correspondence.rules.texts import canonical
from liupan.foundation.crypto.facade import sm3
from liupan.foundation.documents.facade import (
    DocumentType,
    Form,
    Level,
    Number,
    OfficialDocument,
    SecretMark,
    Signature,
    Urgency,
    read_source,
    write_source,
)
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import list_units
from liupan.kernel import clock
from liupan.kernel.secrecy import Secrecy
from liupan.kernel.statements import asked

SEAL_MM = 42.0
UPWARD = (DocumentType.REPORT, DocumentType.REQUEST)
"""Print who signed them off."""
UNSIGNED = (Form.ORDER, Form.MINUTES)
"""Bear no signature of a unit and no seal of one."""


def source_of(document: Outgoing, draft: Draft) -> OfficialDocument:
    """The draft as it would be printed now.

    Until it is signed off, particulars of the document stand above what the text says of them;
    afterwards the draft is taken as it was signed off, whatever units are called since. Number,
    days and signers come when there are some.
    """
    source = read_source(json.dumps(draft.source))
    if document.standing not in LOCKED:
        source = merged(document, source)
    return completed(document, source)


def merged(document: Outgoing, source: OfficialDocument) -> OfficialDocument:
    """The source with the document's particulars, without what is filled in at the end."""
    issuers = _names(units_of(document.id, Party.Part.ISSUER))
    addressees = _addressees(document)
    return replace(
        source,
        type=DocumentType(document.type),
        form=Form(document.form),
        title=source.title if _same(source.title, document.title) else document.title,
        issuers=issuers,
        secrecy=_mark(document),
        urgency=Urgency(document.urgency) if document.urgency else None,
        signatures=_signatures(source, Form(document.form), issuers),
        addressees=tuple(addressees[Addressee.Kind.MAIN]),
        copies_to=tuple(addressees[Addressee.Kind.COPY]),
        printer="" if document.form == Form.LETTER else source.printer or issuers[0],
        number=None, copy_number=None, signers=(), date=None, printed_on=None,
    )  # fmt: skip


def completed(document: Outgoing, source: OfficialDocument) -> OfficialDocument:
    """The source with number, days and signers, as far as there are some."""
    signed, numbered = document.signed_off_at, document.numbered_at
    return replace(
        source,
        number=_number(document) if document.number else None,
        copy_number=1 if source.secrecy and document.number else None,
        signers=_signers(document) if signed else (),
        date=clock.on(signed) if signed else None,
        printed_on=_later(clock.on(numbered), signed and clock.on(signed)) if numbered else None,
    )


def as_json(source: OfficialDocument) -> dict[str, Any]:
    """The source as it is kept in a draft."""
    found: dict[str, Any] = json.loads(write_source(source))
    return found


def sm3_of(source: dict[str, Any]) -> str:
    """What tells one text from another."""
    return sm3(canonical(source)).hex()


def _same(one: str, other: str) -> bool:
    """Whether titles differ in nothing but where their lines end."""
    return "".join(one.split()) == "".join(other.split())


def _names(unit_ids: Iterable[UUID]) -> tuple[str, ...]:
    wanted = list(unit_ids)
    units = list_units(wanted)
    return tuple(units[one].name for one in wanted)


def _mark(document: Outgoing) -> SecretMark | None:
    if document.secrecy < Secrecy.SECRET:
        return None
    level, _star, period = document.mark.partition("★")
    return SecretMark(Level(level), period)


def _signatures(
    source: OfficialDocument, form: Form, issuers: tuple[str, ...]
) -> tuple[Signature, ...]:
    """One for each issuer, with the room for its seal that the text kept; none where the form has
    none, or where the text says by whom it was adopted."""
    if form in UNSIGNED or (source.adopted and not source.signatures):
        return ()
    rooms = {one.name: one.seal for one in source.signatures}
    return tuple(Signature(name, rooms.get(name, SEAL_MM)) for name in issuers)


def _addressees(document: Outgoing) -> dict[str, list[str]]:
    """Their words by kind, in their order. One query."""
    found: dict[str, list[str]] = defaultdict(list)
    for kind, text in _said(document.id):
        found[kind].append(text)
    return found


@asked
def _said(document_id: UUID) -> QuerySet[Addressee, tuple[str, str]]:
    rows = Addressee.objects.filter(document_id=document_id).order_by("order")
    return rows.values_list("kind", "text")


def _number(document: Outgoing) -> Number:
    code, year, serial = parts_of_number(document.number)
    if document.form in WITHOUT_CODE:
        return Number(serial)
    return Number(serial, code, year)


def _signers(document: Outgoing) -> tuple[str, ...]:
    if document.type not in UPWARD or document.signed_off_by is None:
        return ()
    account = list_accounts([document.signed_off_by]).get(document.signed_off_by)
    return (account.name,) if account else ()


def _later(one: date, other: date | None) -> date:
    return max(one, other) if other else one
