"""A small city whose units send each other documents, its people, and documents in any state.

Rows are written through the tables, as if the work had been done before: what is proved of the work
itself calls its operations.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from liupan.capabilities.correspondence.models import Draft, Incoming, Outgoing, Party, Rendition
from liupan.foundation.access.facade import actor_for, apply_built_in_roles, grant_role, installer
from liupan.foundation.calendar.installing import install as install_days
from liupan.foundation.crypto.facade import sm3
from liupan.foundation.documents.facade import keep_file, write_source
from liupan.foundation.documents.layout.source import (
    DocumentType,
    Heading,
    OfficialDocument,
    Paragraph,
    Run,
    Signature,
)
from liupan.foundation.identity.facade import open_account
from liupan.foundation.organisations.facade import (
    appoint,
    create_post,
    enter_division,
    establish_unit,
)
from liupan.foundation.rulesets.facade import install_rules
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

FOUNDED = date(2015, 11, 4)
DAY = date(2017, 6, 1)
NOW = clock.start_of(DAY) + timedelta(hours=9)


def at(day: date, hour: int = 10) -> datetime:
    """A moment of a day in the city."""
    return clock.start_of(day) + timedelta(hours=hour)


@dataclass(frozen=True)
class Town:
    """Units by code, people by name as actors."""

    root: UUID
    units: dict[str, UUID]
    people: dict[str, Actor]

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


ROLES = {
    "drafter": ("bureau", "document-drafter", "bureau"),
    "head": ("bureau", "document-signer", "bureau"),
    "reviewer": ("office", "document-reviewer", "root"),
    "legal": ("office", "legality-reviewer", "root"),
    "signer": ("root", "document-signer", "root"),
    "registrar": ("office", "document-registrar", "root"),
    "archivist": ("office", "archivist", "root"),
    "keeper": ("office", "document-manager", "root"),
    "officer": ("office", "supervision-officer", "root"),
    "police": ("police", "document-registrar", "police"),
    "policeman": ("police", "document-drafter", "police"),
    "stranger": ("police", "", ""),
}
"""Person to the unit of the post, the role, and over which unit."""
LEADERS = ("head", "signer")


def town() -> Town:
    """Build it by calling operations."""
    actor = installer()
    common: dict[str, Any] = {"actor": actor, "now": NOW}
    install_rules(actor, NOW)
    install_days(actor, NOW)
    apply_built_in_roles(now=NOW)
    city = enter_division(
        code="640400", name="固原市", level=2, parent_id=None, valid_from=FOUNDED, **common
    )

    def unit(code: str, name: str, category: str, parent: UUID | None) -> UUID:
        return establish_unit(
            code=code, name=name, category=category, division_id=city, parent_id=parent,
            valid_from=FOUNDED, **common,
        )  # fmt: skip

    root = unit("root", "固原市人民政府", "government", None)
    units = {
        "root": root,
        "office": unit("office", "固原市人民政府办公室", "office", root),
        "bureau": unit("bureau", "固原市信息化建设办公室", "department", root),
        "police": unit("police", "固原市公安局", "department", root),
        "finance": unit("finance", "固原市财政局", "department", root),
    }
    people = {name: _person(name, units, common) for name in ROLES}
    return Town(root, units, people)


def _person(name: str, units: dict[str, UUID], common: dict[str, Any]) -> Actor:
    where, role, over = ROLES[name]
    account = open_account(kind=ActorKind.STAFF, username=name, name=name, password=None, **common)
    kind = "leader" if name in LEADERS else "clerk"
    post = create_post(unit_id=units[where], title=name, kind=kind, valid_from=FOUNDED, **common)
    appoint(post_id=post, account_id=account, valid_from=FOUNDED, **common)
    if role:
        grant_role(
            role_code=role, unit_id=units[over], account_id=account, valid_from=FOUNDED, **common
        )
    with clock.frozen(NOW):
        return actor_for(account)


BODY = (
    Paragraph((Run("为规范电子公文的流转，现将有关事项通知如下。"),)),
    Heading(
        1, "建设互联网统一出口。", (Run("由市信息化建设办公室牵头，2017年9月30日前完成接入。"),)
    ),
    Heading(1, "完善安全防护。", (Run("市公安局负责，6月底前完成等级保护测评。"),)),
    Paragraph((Run("请各单位遵照执行。"),)),
)


def source(**changes: Any) -> OfficialDocument:
    """A notice with two numbered paragraphs that say who does what by when."""
    values: dict[str, Any] = {
        "type": DocumentType.NOTICE,
        "issuers": ("固原市人民政府",),
        "title": "固原市人民政府关于推进电子公文应用的通知",
        "body": BODY,
        "addressees": ("各县（区）人民政府，市政府各部门、直属机构",),
        "signatures": (Signature("固原市人民政府"),),
        **changes,
    }
    return OfficialDocument(**values)


def outgoing(place: Town, state: str = "drafting", now: datetime = NOW, **changes: Any) -> Outgoing:
    """A document of the bureau that the city issues, as it stands in `state`, with its draft."""
    text = changes.pop("source", None) or source()
    values: dict[str, Any] = {
        "type": str(text.type),
        "title": text.title,
        "issuing_unit_id": place.root,
        "drafting_unit_id": place.units["bureau"],
        "drafter_id": place.drafter.id,
        "signer_id": place.signer.id,
        "state": state,
        "draft_number": 1,
        "drafted_at": now,
        **(_issued(now) if state in ("dispatched", "archived") else {}),
        **changes,
    }
    document: Outgoing = Outgoing.objects.create(**values)
    Party.objects.create(
        document=document, unit_id=document.issuing_unit_id, part=Party.Part.ISSUER
    )
    Party.objects.create(
        document=document, unit_id=document.drafting_unit_id, part=Party.Part.DRAFTER
    )
    drafted(document, text, place.drafter.id)
    return document


def _issued(now: datetime) -> dict[str, Any]:
    count = Outgoing.objects.exclude(number="").count() + 1
    return {
        "number": f"固政发〔{clock.on(now).year}〕{count}号",
        "number_id": uuid7(),
        "submitted_at": now,
        "signed_off_at": now,
        "signed_draft": 1,
        "numbered_at": now,
        "rendered_at": now,
        "sealed_at": now,
        "dispatched_at": now,
    }


def drafted(document: Outgoing, text: OfficialDocument, by: UUID, n: int = 1) -> Draft:
    """A draft of it."""
    written = write_source(text)
    draft: Draft = Draft.objects.create(
        document=document, n=n, source=json.loads(written), sm3=sm3(written.encode()).hex(),
        written_by=by, written_at=document.drafted_at, step="draft",
    )  # fmt: skip
    return draft


def incoming(
    place: Town,
    unit: str = "police",
    state: str = "arrived",
    of: Outgoing | None = None,
    now: datetime = NOW,
    **changes: Any,
) -> Incoming:
    """A document as it stands at a unit that received it: of a dispatch here, or from outside."""
    steps = ("arrived", "signed_for", "registered", "handling", "done", "archived")
    reached = steps.index(state) if state in steps else 2
    values: dict[str, Any] = {
        "unit_id": place.units[unit],
        "origin": "dispatch" if of else "file",
        "outgoing": of,
        "type": of.type if of else "通知",
        "title": of.title if of else "自治区人民政府办公厅关于做好汛期安全工作的通知",
        "from_unit_id": of.issuing_unit_id if of else None,
        "from_name": "固原市人民政府" if of else "宁夏回族自治区人民政府办公厅",
        "their_number": of.number if of else "宁政办发〔2017〕88号",
        "secrecy": of.secrecy if of else Secrecy.INTERNAL.value,
        "state": state,
        "arrived_at": now,
        "sign_by": clock.on(now) + timedelta(days=1),
        **({"signed_for_at": now, "signed_for_by": place.police.id} if reached >= 1 else {}),
        **({"registered_at": now, "number": _next_incoming(place.units[unit], now)}
           if reached >= 2 else {}),
        **({"done_at": now, "purpose": "action"} if reached >= 4 else {}),
        **changes,
    }  # fmt: skip
    found: Incoming = Incoming.objects.create(**values)
    return found


def _next_incoming(unit_id: UUID, now: datetime) -> str:
    count = Incoming.objects.filter(unit_id=unit_id).exclude(number="").count() + 1
    return f"收〔{clock.on(now).year}〕{count}号"


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
"""A page without words: what counts in these tests is that it is kept and given out."""


def rendered(place: Town, document: Outgoing, content: bytes = PDF, n: int = 1) -> Outgoing:
    """The document with its finished PDF."""
    kept = keep_file(
        name=f"{document.number or document.id}.pdf", content=content,
        owner_unit_id=document.issuing_unit_id, of_type="correspondence.outgoing",
        of_id=document.id, secrecy=Secrecy(document.secrecy), actor=place.registrar,
        now=document.drafted_at,
    )  # fmt: skip
    Rendition.objects.create(
        document=document, kind="pdf", n=n, draft=document.draft_number, file_id=kept.id,
        sm3=kept.sm3, pages=1, made_at=document.drafted_at,
    )  # fmt: skip
    return document
