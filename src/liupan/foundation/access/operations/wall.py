"""The wall between the three administrators and business (三员分立), at both doors.

One door is granting a role, the other appointing somebody to a post that carries one. Both take
the same lock, so that two acts at the same time cannot get somebody through together.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from liupan.foundation.access.queries.bindings import spans_of_people, spans_of_post
from liupan.foundation.access.rules import Span, find_clash, overlap
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import APPOINT
from liupan.kernel.authority import Actor, Duty, require
from liupan.kernel.errors import Refusal


class DutiesApart(Refusal):
    """Somebody would hold roles of two duties on one day."""


def lock_wall() -> None:
    """Let one transaction at a time change who holds which duty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('liupan.access.wall'))")


def keep_apart(people: dict[UUID, list[Span]]) -> None:
    """Refuse when a new span clashes with what the person holds, or with another new one. Raises
    `DutiesApart`."""
    held = spans_of_people(list(people))
    for account_id, spans in people.items():
        for span in spans:
            clash = find_clash(span, [*held.get(account_id, ()), *spans])
            if clash:
                name = list_accounts([account_id])[account_id].name
                raise _apart(name, clash)


def keep_post_pure(new: Span, bound: Iterable[Span]) -> None:
    """Refuse when a post would carry roles of two duties. Raises `DutiesApart`."""
    clash = find_clash(new, bound)
    if clash:
        raise _apart(_("the post"), clash)


def guard_appointment(
    actor: Actor,
    account_id: UUID,
    post_id: UUID,
    unit_id: UUID,
    valid_from: date,
    valid_to: date | None,
) -> None:
    """What `organisations` asks before each appointment: the post's roles come with it.

    Posts that carry an administrator's role are filled by the system administrator only.
    """
    lock_wall()
    bound = spans_of_post(post_id)
    if not bound:
        return
    if any(span.duty is not Duty.BUSINESS for span in bound):
        require(actor, APPOINT, unit_id=unit_id)
    both = [(s, overlap(valid_from, valid_to, s.valid_from, s.valid_to)) for s in bound]
    keep_apart({account_id: [Span(s.duty, *days, s.through) for s, days in both if days]})


def _apart(name: str, clash: Span) -> DutiesApart:
    return DutiesApart(
        _("%(name)s would hold two duties: “%(role)s” is held already.")
        % {"name": name, "role": clash.through},
        next_step=_("Revoke the other role first, or choose somebody else."),
    )
