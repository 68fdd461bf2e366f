"""Files and subscriptions as their units see them, and what may be had at all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.facade import GrantRef, list_grants
from liupan.capabilities.exchange.models import Batch, Service, SharedFile, Subscription, System
from liupan.capabilities.exchange.policies import MANAGE_FEEDS, TAKE_FILES, TRY, of_consumer
from liupan.capabilities.exchange.queries.allowing import fits
from liupan.capabilities.exchange.rules.calls import Way
from liupan.capabilities.exchange.rules.feeds import BatchState
from liupan.capabilities.exchange.rules.files import State
from liupan.foundation.jobs.facade import get_job as job_of
from liupan.foundation.jobs.facade import list_open_jobs, worker_actor
from liupan.foundation.organisations.facade import UnitRef, list_below, list_units
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.errors import LiupanError, Missing

LISTED = 100
MARKS = {
    State.LIVE: "done", State.WAITING: "run", State.READY: "done", State.STOPPED: "risk",
    State.GONE: "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something a unit may have now: a grant in force and the service that gives it."""

    grant_id: UUID
    number: str
    title: str
    service: str
    unit_id: UUID
    unit: str
    unit_code: str
    provider: str
    way: Way
    items: tuple[str, ...]
    valid_until: date
    is_hosted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file. `percent` while it is being made; `reason`: why it is not there, in words."""

    id: UUID
    title: str
    service: str
    unit: str
    grant_number: str
    case: str
    form: str
    form_label: str
    state: str
    state_label: str
    mark: str
    reason: str
    rows: int | None
    size: int | None
    percent: int | None
    asked_at: datetime
    asked_by: str
    kept_until: datetime | None
    is_open: bool
    is_there: bool

    @property
    def written(self) -> dict[str, Any]:
        """As JSON, for its system."""
        return {
            "id": str(self.id), "service": self.service, "form": self.form, "state": self.state,
            "percent": self.percent, "rows": self.rows, "size": self.size, "reason": self.reason,
            "kept_until": self.kept_until,
        }  # fmt: skip


RIGHTS = {Way.FILE: TAKE_FILES, Way.FEED: MANAGE_FEEDS, Way.QUERY: TRY}


def list_offers(actor: Actor, *, way: Way, now: datetime) -> list[Offer]:
    """What units over which the actor takes files (or pushes changes) may have now in a way."""
    permission = RIGHTS[way]
    tops = actor.rights.get(permission.code, frozenset())
    if not tops:
        return []
    live = list_grants(now=now, consumer_ids=list_below(tops), live_only=True)
    grants = [one for one in live if fits(way, one)]
    units = list_units({one.consumer_id for one in grants})
    open_ = Service.objects.filter(
        resource_id__in={one.resource_id for one in grants}, state=Service.State.ONLINE
    ).select_related("provider")
    by_resource = {one.resource_id: one for one in open_}
    return [
        _offer(one, by_resource[one.resource_id], units, way)
        for one in grants
        if one.resource_id in by_resource
    ]


def get_offer(actor: Actor, grant_id: UUID, *, way: Way, now: datetime) -> Offer:
    """One of them. Raises `Missing`."""
    for one in list_offers(actor, way=way, now=now):
        if one.grant_id == grant_id:
            return one
    raise Missing(_("Nothing can be had by this grant now."))


def list_files(actor: Actor) -> list[FileView]:
    """The latest files of the actor's units. One query, and two for each that is being made."""
    found = _files(actor).order_by("-asked_at", "-id")[:LISTED]
    return [_view(one) for one in found]


def get_file(actor: Actor, file_id: UUID) -> FileView:
    """One of them; a system sees its own alone. Raises `Missing`."""
    found = _files(actor).filter(id=file_id).first()
    if found is None:
        raise Missing(_("There is no such file."))
    return _view(found)


def list_open(resource_ids: Collection[UUID]) -> dict[UUID, str]:
    """Codes of the services that are online, by resource. One query."""
    found = Service.objects.filter(resource_id__in=resource_ids, state=Service.State.ONLINE)
    return dict(found.values_list("resource_id", "code"))


def list_systems(unit_id: UUID) -> list[tuple[UUID, str]]:
    """The open systems of a unit: id and name."""
    found = System.objects.filter(unit_id=unit_id, closed_at=None).order_by("name")
    return list(found.values_list("id", "name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionView:
    """A subscription; `dead`: batches that were given up."""

    id: UUID
    title: str
    service: str
    unit: str
    system: str
    grant_number: str
    address: str
    state: str
    state_label: str
    mark: str
    reason: str
    dead: int
    delivered_at: datetime | None
    batches: Sequence[Batch] = ()


def list_subscriptions(actor: Actor) -> list[SubscriptionView]:
    """Those of the actor's units. One query."""
    found = _subscriptions(actor).order_by("state", "-made_at")[:LISTED]
    return [_subscription(one) for one in found]


def get_subscription(actor: Actor, subscription_id: UUID) -> SubscriptionView:
    """One with its latest batches. Raises `Missing`."""
    found = _subscriptions(actor).filter(id=subscription_id).first()
    if found is None:
        raise Missing(_("There is no such subscription."))
    return _subscription(found, list(found.batches.order_by("-begun_at", "-id")[:LISTED]))


def is_being_made(grant_id: UUID) -> bool:
    """Whether a job makes a file of this grant now; that of one that was stopped may still run."""
    rows = SharedFile.objects.filter(
        grant_id=grant_id, state__in=(State.WAITING, State.STOPPED), job_id__isnull=False
    )
    latest = rows.order_by("-asked_at").values_list("job_id", flat=True)[:LISTED]
    return bool(list_open_jobs({job_id for job_id in latest if job_id}))


def _files(actor: Actor) -> Any:
    mine = SharedFile.objects.filter(of_consumer(actor, TAKE_FILES))
    if actor.kind is ActorKind.MACHINE:
        mine = mine.filter(system_id=actor.id)
    return mine.select_related("service", "consumer")


def _view(file: SharedFile) -> FileView:
    state, reason, percent = State(file.state), file.reason, None
    if state is State.WAITING:
        state, reason, percent = _of_job(file)
    return FileView(
        id=file.id,
        title=file.service.title,
        service=file.service.code,
        unit=file.consumer.name,
        grant_number=file.grant_number,
        case=file.case,
        form=file.form,
        form_label=str(file.get_form_display()),
        state=state.value,
        state_label=str(SharedFile.State(state.value).label),
        mark=MARKS[state],
        reason=reason,
        rows=file.rows,
        size=file.size,
        percent=percent,
        asked_at=file.asked_at,
        asked_by=file.asked_by_name,
        kept_until=file.kept_until,
        is_open=state is State.WAITING,
        is_there=state in (State.LIVE, State.READY),
    )


def _of_job(file: SharedFile) -> tuple[State, str, int | None]:
    """A file is what its job is: one that failed, or was cancelled, makes no file."""
    owner = worker_actor() if file.system_id else Actor(id=file.asked_by, kind=ActorKind.STAFF)
    try:
        job = job_of(owner, file.job_id or file.id)
    except LiupanError:
        return State.STOPPED, _("Its job is not there any more."), None
    if job.is_open or job.state == "done":
        return State.WAITING, "", job.percent
    return State.STOPPED, job.message, None


def _offer(grant: GrantRef, service: Service, units: dict[UUID, UnitRef], way: Way) -> Offer:
    return Offer(
        grant_id=grant.id,
        number=grant.number,
        title=grant.title,
        service=service.code,
        unit_id=grant.consumer_id,
        unit=units[grant.consumer_id].name,
        unit_code=units[grant.consumer_id].code,
        provider=service.provider.name,
        way=way,
        items=tuple(one.name for one in grant.items),
        valid_until=grant.valid_until,
        is_hosted=service.table_id is not None,
    )


def _subscriptions(actor: Actor) -> Any:
    dead = Count("batches", filter=Q(batches__state=BatchState.DEAD.value))
    mine = Subscription.objects.filter(of_consumer(actor, MANAGE_FEEDS)).annotate(dead=dead)
    return mine.select_related("service", "consumer", "system")


def _subscription(one: Any, batches: Sequence[Batch] = ()) -> SubscriptionView:
    marks = {"active": "done" if not one.dead else "check", "paused": "risk", "ended": "none"}
    return SubscriptionView(
        id=one.id,
        title=one.service.title,
        service=one.service.code,
        unit=one.consumer.name,
        system=one.system.name,
        grant_number=one.grant_number,
        address=one.address,
        state=one.state,
        state_label=str(one.get_state_display()),
        mark=marks[one.state],
        reason=one.reason,
        dead=one.dead,
        delivered_at=one.delivered_at,
        batches=batches,
    )
