"""What is kept of a document beside its text: who issues it, to whom, how secret, how urgent."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import Addressee, Circle, Code, Outgoing, Party
from liupan.capabilities.correspondence.operations.locking import require_ceiling
from liupan.capabilities.correspondence.policies import SIGN_OFF
from liupan.foundation.access.facade import list_cleared, list_holders
from liupan.foundation.documents.facade import DocumentType, Form, Urgency
from liupan.foundation.organisations.facade import By, list_units
from liupan.kernel.errors import InvalidInput
from liupan.kernel.secrecy import ImpossibleMark, Mark, Secrecy

MOST_ADDRESSEES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class To:
    """Whom a document goes to: words as printed, and the unit or circle they stand for, if any."""

    kind: str
    text: str
    unit_id: UUID | None = None
    circle_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a drafter says of a document. `issuers`: further ones of a joint issue (联合行文)."""

    type: str
    title: str
    issuing_unit_id: UUID
    drafting_unit_id: UUID
    form: str = "common"
    issuers: tuple[UUID, ...] = ()
    signer_id: UUID | None = None
    cosigner_unit_ids: tuple[UUID, ...] = ()
    code_id: UUID | None = None
    addressees: tuple[To, ...] = ()
    secrecy: int = Secrecy.INTERNAL.value
    mark: str = ""
    urgency: str = ""
    is_normative: bool = False
    disclosure: str = Outgoing.Disclosure.ON_REQUEST.value
    disclosure_reason: str = ""
    due_on: date | None = None
    in_reply_to: UUID | None = None


OF_ROW = (
    "type", "form", "title", "issuing_unit_id", "drafting_unit_id", "signer_id", "code_id",
    "secrecy", "mark", "urgency", "is_normative", "disclosure", "disclosure_reason", "due_on",
    "in_reply_to",
)  # fmt: skip
"""Particulars that are columns; the others are rows of their own."""
assert set(OF_ROW) < {one.name for one in fields(Particulars)}


def column(name: str) -> str:
    """The column a particular is kept in."""
    return "in_reply_to_id" if name == "in_reply_to" else name


def require_sound(said: Particulars, by: By) -> None:
    """Raises `InvalidInput` by field, and `AboveCeiling`."""
    require_ceiling(said.secrecy, by.actor)
    wrong: dict[str, list[str]] = {}
    _known(said, wrong)
    _secrecy(said, wrong, by)
    if "secrecy" not in wrong:
        _people(said, wrong, by)
    _addressees(said.addressees, wrong)
    if wrong:
        raise InvalidInput(_("Something about the document is not right yet."), fields=wrong)


def write_parties(document: Outgoing, said: Particulars) -> bool:
    """Bring the units that take part in step; whether any changed. Two to four queries."""
    wanted = [
        *((unit, Party.Part.ISSUER, n) for n, unit in enumerate(issuers_of(said))),
        (said.drafting_unit_id, Party.Part.DRAFTER, 0),
        *((u, Party.Part.COSIGNER, n) for n, u in enumerate(dict.fromkeys(said.cosigner_unit_ids))),
    ]
    rows = Party.objects.filter(document=document).exclude(part=Party.Part.LEGALITY)
    had = set(rows.values_list("unit_id", "part", "order"))
    if had == set(wanted):
        return False
    if had:
        rows.delete()
    Party.objects.bulk_create(
        Party(document=document, unit_id=unit, part=part, order=n) for unit, part, n in wanted
    )
    return True


def write_addressees(document: Outgoing, said: Particulars) -> bool:
    """Bring the addressees in step; whether any changed. One to three queries."""
    wanted = [
        (to.kind, n, to.text.strip(), to.unit_id, to.circle_id)
        for n, to in enumerate(said.addressees)
    ]
    rows = Addressee.objects.filter(document=document)
    had = set(rows.values_list("kind", "order", "text", "unit_id", "circle_id"))
    if had == set(wanted):
        return False
    if had:
        rows.delete()
    Addressee.objects.bulk_create(
        Addressee(document=document, kind=kind, order=n, text=text, unit_id=unit, circle_id=circle)
        for kind, n, text, unit, circle in wanted
    )
    return True


def issuers_of(said: Particulars) -> list[UUID]:
    """All issuers, each once, the host first."""
    return list(dict.fromkeys((said.issuing_unit_id, *said.issuers)))


def _known(said: Particulars, wrong: dict[str, list[str]]) -> None:
    if said.type not in {one.value for one in DocumentType}:
        wrong["type"] = [_("Choose one of the fifteen types.")]
    if said.form not in {one.value for one in Form}:
        wrong["form"] = [_("Choose a layout.")]
    if said.urgency not in {"", *(one.value for one in Urgency)}:
        wrong["urgency"] = [_("Choose a degree.")]
    if not said.title.strip():
        wrong["title"] = [_("Give it a title.")]
    if said.disclosure not in Outgoing.Disclosure.values:
        wrong["disclosure"] = [_("Choose one.")]
    elif said.disclosure == Outgoing.Disclosure.CLOSED and not said.disclosure_reason.strip():
        wrong["disclosure_reason"] = [_("Say why it is not disclosed.")]
    units = [*issuers_of(said), said.drafting_unit_id, *said.cosigner_unit_ids]
    known = list_units(units)
    if any(one not in known or known[one].valid_to for one in units):
        wrong["issuing_unit_id"] = [_("Choose units that exist.")]
    if said.code_id and not _is_code_of(said.code_id, said.issuing_unit_id):
        wrong["code_id"] = [_("Choose a code of the issuing unit.")]


def _is_code_of(code_id: UUID, unit_id: UUID) -> bool:
    return Code.objects.filter(id=code_id, unit_id=unit_id, is_active=True).exists()


def _people(said: Particulars, wrong: dict[str, list[str]], by: By) -> None:
    if said.signer_id is None:
        return
    if said.signer_id not in list_holders(SIGN_OFF, by.today, unit_id=said.issuing_unit_id):
        wrong["signer_id"] = [_("Choose somebody who signs off for the issuing unit.")]
    elif not list_cleared([said.signer_id], Secrecy(said.secrecy)):
        wrong["signer_id"] = [_("This person may not see documents of this secrecy level.")]


def _secrecy(said: Particulars, wrong: dict[str, list[str]], by: By) -> None:
    if said.secrecy not in {one.value for one in Secrecy}:
        wrong["secrecy"] = [_("Choose a level.")]
    elif said.secrecy < Secrecy.SECRET:
        if said.mark:
            wrong["mark"] = [_("Only a state secret bears a mark.")]
    else:
        try:
            fits = Mark.parse(said.mark, since=by.today).level == said.secrecy
        except ImpossibleMark:
            fits = False
        if not fits:
            wrong["mark"] = [_("Write level and period, such as 秘密★1年.")]


def _addressees(to: Sequence[To], wrong: dict[str, list[str]]) -> None:
    circles = [one.circle_id for one in to if one.circle_id]
    units = [one.unit_id for one in to if one.unit_id]
    if len(to) > MOST_ADDRESSEES:
        wrong["addressees"] = [_("Put units together into circles.")]
    elif any(not one.text.strip() or one.kind not in Addressee.Kind.values for one in to):
        wrong["addressees"] = [_("Say whom each addressee is.")]
    elif any(one.unit_id and one.circle_id for one in to):
        wrong["addressees"] = [_("An addressee is a unit or a circle.")]
    elif not _are_open(units) or (
        Circle.objects.filter(id__in=circles, is_active=True).count() < len(set(circles))
    ):
        wrong["addressees"] = [_("Choose units and circles that exist.")]


def _are_open(units: Sequence[UUID]) -> bool:
    found = list_units(units)
    return set(found) == set(units) and all(unit.is_open for unit in found.values())
