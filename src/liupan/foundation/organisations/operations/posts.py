"""Posts are created, changed and abolished."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy

from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.events import PostAbolished, PostChanged, PostCreated
from liupan.foundation.organisations.models import Appointment, Post
from liupan.foundation.organisations.operations.appointments import end
from liupan.foundation.organisations.operations.checks import (
    after,
    choice_of,
    differences,
    locked_post,
    locked_unit,
    named,
    not_ahead,
    open_on,
    same_version,
)
from liupan.foundation.organisations.policies import require_over_posts
from liupan.kernel import guarding
from liupan.kernel.authority import Actor
from liupan.kernel.guarding import GuardedAct
from liupan.kernel.ids import uuid7
from liupan.kernel.statements import insert, update

CHANGE = guarding.declare("organisations.post.change", gettext_lazy("change a post"))
ABOLISH = guarding.declare("organisations.post.abolish", gettext_lazy("abolish a post"))


@operation
def create_post(
    *,
    unit_id: UUID,
    title: str,
    kind: str,
    valid_from: date,
    actor: Actor,
    now: datetime,
    order: int = 0,
    post_id: UUID | None = None,
) -> UUID:
    """Create a post in a unit; sent twice with the same `post_id`, it is created once.

    Raises `NotOpen` when the unit does not exist on that day.
    """
    require_over_posts(actor, unit_id)
    unit = locked_unit(unit_id)
    if post_id and Post.objects.filter(id=post_id, unit=unit).exists():
        nothing_changed()
        return post_id
    open_on(unit, valid_from, unit.name)
    post = insert(
        Post(
            id=post_id or uuid7(),
            unit=unit,
            title=named(title, "title"),
            kind=choice_of(Post.Kind.values, kind, "kind"),
            order=order,
            valid_from=valid_from,
        )
    )
    fact = PostCreated(
        thing_id=post.id, concerned=(unit_id,), unit_id=unit_id, title=post.title, kind=post.kind
    )
    record(fact, actor=actor, now=now)
    return post.id


@operation
def change_post(
    *,
    post_id: UUID,
    version: int,
    title: str,
    kind: str,
    order: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Rename a post or change its kind or place in the list. Raises `StaleVersion`."""
    post = locked_post(post_id)
    require_over_posts(actor, post.unit_id)
    theirs: dict[str, object] = {"title": post.title, "kind": post.kind, "order": post.order}
    same_version(post, version, theirs)
    wanted = {
        "title": named(title, "title"),
        "kind": choice_of(Post.Kind.values, kind, "kind"),
        "order": order,
    }
    before, changed = differences(post, wanted)
    if not changed:
        return nothing_changed()
    guarding.ask(GuardedAct(CHANGE, actor, now, post_id=post.id, terms=changed))
    for field in changed:
        setattr(post, field, wanted[field])
    post.version += 1
    update(post, *changed, "version")
    fact = PostChanged(
        thing_id=post.id,
        concerned=(post.unit_id,),
        unit_id=post.unit_id,
        before=before,
        after=changed,
    )
    record(fact, actor=actor, now=now)
    return None


@operation
def abolish_post(*, post_id: UUID, effective_on: date, actor: Actor, now: datetime) -> None:
    """End a post from a day on, and every appointment to it. Raises `NotYet`, `NotOpen`."""
    post = locked_post(post_id)
    require_over_posts(actor, post.unit_id)
    if post.valid_to == effective_on:
        return nothing_changed()
    not_ahead(effective_on, now)
    close(post, effective_on, actor, now)
    return None


def close(post: Post, day: date, actor: Actor, now: datetime) -> None:
    """Write the end of a post and its facts, by whichever reform it ends."""
    open_on(post, day, post.title)
    after(day, post.valid_from)
    terms = {"effective_on": str(day)}
    guarding.ask(GuardedAct(ABOLISH, actor, now, post_id=post.id, ends_on=day, terms=terms))
    open_ones = Appointment.objects.select_for_update().filter(post=post)
    for appointment in open_ones.exclude(valid_to__lte=day):
        end(appointment, post, day, "", actor, now)
    post.valid_to = day
    post.version += 1
    update(post, "valid_to", "version")
    fact = PostAbolished(
        thing_id=post.id,
        concerned=(post.unit_id,),
        unit_id=post.unit_id,
        title=post.title,
        effective_on=day,
    )
    record(fact, actor=actor, now=now)
