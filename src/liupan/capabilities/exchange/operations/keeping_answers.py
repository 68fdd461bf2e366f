"""Answers of before while a provider's system is down: kept where the provider lets it, sealed, for
the same question by the same version of the same grant alone, and never unmarked.

What is decided is decided before: a call that is not allowed comes not this far.
"""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, transaction

from liupan.capabilities.exchange.models import KeptAnswer
from liupan.capabilities.exchange.policies import SWEEP_FILES
from liupan.capabilities.exchange.queries import refusals
from liupan.capabilities.exchange.queries.allowing import Allowed
from liupan.capabilities.exchange.queries.delivering import columns_of, query
from liupan.capabilities.exchange.rules.services import Kind
from liupan.foundation.crypto.facade import open_sealed, seal
from liupan.foundation.identity.facade import keyed_id
from liupan.foundation.tables.facade import Page, Question
from liupan.kernel.authority import Actor, require

log = logging.getLogger(__name__)
LARGEST = 256 * 1024
"""Signs of an answer that is kept."""
OF_GRANT, OF_SERVICE = 50, 500
"""So many answers at most."""
LONGEST = timedelta(days=1)
CODE = "answer_of_before"
"""What the log says of such an answer; the fault is the provider's."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a call gets. `taken_at`: None for an answer of now, else when it was one."""

    page: Page
    taken_at: datetime | None = None


def answered(allowed: Allowed, question: Question, *, now: datetime) -> Given:
    """Rows of now; while the provider's system is down those of before, where that is allowed.

    Raises what `query` does.
    """
    if allowed.kind is not Kind.PROXIED or not allowed.stale_minutes:
        return Given(query(allowed, question))
    key = _key(allowed, question)
    try:
        page = query(allowed, question)
    except (refusals.ProviderSilent, refusals.ProviderUnwell, refusals.ProviderAmiss) as error:
        kept = _find(key, allowed, now) if refusals.is_down(error) else None
        if kept is None:
            raise
        return kept
    _keep_if_possible(key, allowed, page, now)
    return Given(page)


def marked(taken_at: datetime, now: datetime) -> dict[str, object]:
    """How an answer of before says so."""
    return {"taken_at": taken_at.isoformat(), "age_seconds": age_of(taken_at, now)}


def age_of(taken_at: datetime, now: datetime) -> int:
    """Whole seconds."""
    return max(0, int((now - taken_at).total_seconds()))


def old(age: int) -> dict[str, str]:
    """The same in headers: `Age` as HTTP has it, and a plain word for it."""
    return {"Age": str(age), "Liupan-Answer": CODE.replace("_", "-")}


def forget_of_grant(grant_id: UUID) -> None:
    """What is kept for a grant as it was is not given any more: it may go."""
    KeptAnswer.objects.filter(grant_id=grant_id).delete()


def sweep_answers(*, actor: Actor, moment: datetime) -> None:
    """Remove what is too old for anybody."""
    require(actor, SWEEP_FILES)
    KeptAnswer.objects.filter(taken_at__lt=moment - LONGEST).delete()


def _key(allowed: Allowed, question: Question) -> UUID:
    """Of everything the answer depends on. What is shown stands in it too, so that an answer under
    another mapping, another mask or of another system is another answer; and the grant's acts, so
    that nothing of before a suspension is given after it."""
    grant = allowed.grant
    stands = (grant.id.hex, grant.version, grant.acts)
    said = (*stands, allowed.service_id.hex, allowed.address, allowed.view, question)
    return keyed_id("exchange.answer", repr(said))


def _keep_if_possible(key: UUID, allowed: Allowed, page: Page, now: datetime) -> None:
    """The answer of now is good, whether it is kept or not."""
    try:
        with transaction.atomic():
            _keep(key, allowed, page, now)
    except DatabaseError as error:
        log.warning("an answer of %s was not kept: %s", allowed.service_id, type(error).__name__)


def _keep(key: UUID, allowed: Allowed, page: Page, now: datetime) -> None:
    text = json.dumps([page.rows, page.cursor], ensure_ascii=True)
    if len(text) > LARGEST:
        KeptAnswer.objects.filter(id=key).delete()  # an older one is not the last any more
        return
    kept = KeptAnswer(
        id=key, service_id=allowed.service_id, grant_id=allowed.grant.id, taken_at=now,
        sealed=seal(allowed.service_id, [text])[0],
    )  # fmt: skip
    KeptAnswer.objects.bulk_create(
        [kept], update_conflicts=True, unique_fields=["id"], update_fields=["sealed", "taken_at"]
    )
    _trim(OF_GRANT, grant_id=kept.grant_id)
    _trim(OF_SERVICE, service_id=kept.service_id)


def _trim(most: int, **of: UUID) -> None:
    rows = KeptAnswer.objects.filter(**of).order_by("-taken_at", "-id").values_list("id", flat=True)
    if beyond := list(rows[most : most + OF_SERVICE]):
        KeptAnswer.objects.filter(id__in=beyond).delete()


def _find(key: UUID, allowed: Allowed, now: datetime) -> Given | None:
    since = now - min(timedelta(minutes=allowed.stale_minutes), LONGEST)
    kept = KeptAnswer.objects.filter(id=key, taken_at__range=(since, now)).first()
    if kept is None:
        return None
    (text,) = open_sealed([(allowed.service_id, kept.sealed)])
    if text is None:
        return None
    rows, cursor = json.loads(text)
    page = Page(columns=columns_of(allowed), rows=tuple(map(tuple, rows)), cursor=cursor)
    return Given(page, kept.taken_at)
