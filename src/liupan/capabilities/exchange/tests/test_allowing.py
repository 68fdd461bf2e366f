"""The one decision: what a call may have, and every reason for which it may not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from liupan.capabilities.catalogue.facade import Condition, Mask, MaskPolicy, Mode
from liupan.capabilities.catalogue.facade import Operator as Compare
from liupan.capabilities.exchange.models import Service
from liupan.capabilities.exchange.queries import refusals
from liupan.capabilities.exchange.queries.allowing import allow, view_of
from liupan.capabilities.exchange.rules.calls import Fault, Way
from liupan.capabilities.exchange.tests.factories import (
    ITEMS,
    NOW,
    Town,
    call,
    grant,
    items,
    narrowed,
    resource,
    resumed,
    revoked,
    service,
    suspended,
    system,
    withdrawn,
)
from liupan.foundation.access.facade import installer
from liupan.foundation.organisations.facade import abolish_unit
from liupan.foundation.tables.facade import Filter, MaskKind, Operator
from liupan.kernel import clock
from liupan.kernel.secrecy import Zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(place: Town) -> Any:
    """A service, a grant for it, a system of the unit that has it."""
    of = resource(place)
    return service(place, of), grant(place, of), system(place)


def test_a_call_gets_what_its_grant_gives(made: Any) -> None:
    to, has, of = made
    for key in ("", has.number, str(has.id)):
        found = allow(call(of, to, grant=key), now=NOW)
        assert (found.grant.id, found.system_id, found.consumer_id) == (has.id, of.id, of.unit_id)
        assert (found.table_id, found.service_code) == (to.table_id, to.code)
        assert found.view.columns == tuple(ITEMS.values())
        assert dict(found.names) == ITEMS
        assert not found.view.masks
        assert not found.view.scope


def test_only_what_is_granted_and_there(place: Town) -> None:
    of = resource(place)
    known = items(of)
    has = grant(place, of, item_ids=(known["登记日期"], known["男方姓名"]))
    to = service(place, of, fields={"男方姓名": "nan_fang", "女方姓名": "nv_fang"})
    found = allow(call(system(place), to), now=NOW)
    assert found.view.columns == ("nan_fang",)
    assert found.grant.id == has.id
    to.fields.all().delete()
    Service.objects.filter(id=to.id).update(version=2)
    with pytest.raises(refusals.NothingDelivered):
        allow(call(system(place), to), now=NOW)


def test_masks_and_rows_become_a_view(made: Any) -> None:
    _to, has, _of = made
    masks = (
        MaskPolicy(Mask.KEEP, 1, 2), MaskPolicy(Mask.HASH), MaskPolicy(Mask.HIDE),
    )  # fmt: skip
    items = tuple(replace(one, mask=mask) for one, mask in zip(has.items, masks, strict=True))
    since = Condition("登记日期", Compare.FROM, ("2017-01-01",))
    view = view_of(replace(has, items=items, rows=(since,)), ITEMS)
    keep, digest, hidden = (view.masks[name] for name in view.columns)
    assert (keep.kind, keep.keep, keep.keep_last) == (MaskKind.ENDS, 1, 2)
    assert (digest.kind, hidden.kind) == (MaskKind.HASH, MaskKind.HIDE)
    assert len(digest.salt) >= 16
    other = view_of(replace(has, id=has.request_id, items=items, rows=(since,)), ITEMS)
    assert other.masks["nv_fang"].salt != digest.salt
    assert view.scope == (Filter("deng_ji", Operator.AT_LEAST, ("2017-01-01",)),)
    with pytest.raises(refusals.RowsUnfit):
        view_of(replace(has, rows=(replace(since, item="别的"),)), ITEMS)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"case": ""}, refusals.CaseNotNamed),
        ({"case": "  "}, refusals.CaseNotNamed),
        ({"case": "x" * 101}, refusals.CaseNotNamed),
        ({"case": "a\nb"}, refusals.CaseNotNamed),
        ({"grant": "没有"}, refusals.NoGrant),
        ({"grant": "\0"}, refusals.NoGrant),
        ({"service": "no-such"}, refusals.ServiceMissing),
        ({"service": "\0"}, refusals.ServiceMissing),
        ({"way": Way.FILE}, refusals.WrongWay),
        ({"way": Way.FEED}, refusals.WrongWay),
    ],
)
def test_calls_that_are_refused(made: Any, change: dict[str, Any], why: Any) -> None:
    to, _has, of = made
    with pytest.raises(why) as caught:
        allow(replace(call(of, to), **change), now=NOW)
    assert refusals.fault_of(caught.value) is Fault.CALLER
    assert caught.value.next_step


def test_who_asks_what_there_is_names_no_case(made: Any) -> None:
    to, has, of = made
    assert allow(call(of, to, Way.META, case=""), now=NOW).grant.id == has.id


def test_another_units_system_has_no_part_in_it(made: Any, place: Town) -> None:
    to, has, _of = made
    for key in ("", has.number, str(has.id)):
        with pytest.raises(refusals.NoGrant):
            allow(call(system(place, "third"), to, grant=key), now=NOW)


def test_a_grant_for_another_service_is_none(made: Any, place: Town) -> None:
    _to, has, of = made
    other = service(place, resource(place, title="离婚登记信息"))
    for key in ("", has.number):
        with pytest.raises(refusals.NoGrant):
            allow(call(of, other, grant=key), now=NOW)


@pytest.mark.parametrize(
    ("day", "why"), [(date(2017, 5, 31), "not_yet"), (date(2018, 6, 1), "ended")]
)
def test_a_grant_has_a_term(made: Any, day: date, why: str) -> None:
    to, has, of = made
    later = NOW + (day - has.valid_from)
    for key in ("", has.number):
        with pytest.raises(refusals.GrantNotLive):
            allow(call(of, to, grant=key), now=later)


def test_what_is_taken_back_holds_for_the_next_call(made: Any, place: Town) -> None:
    to, has, of = made
    allow(call(of, to), now=NOW)
    suspended(place, has.id)
    with pytest.raises(refusals.GrantNotLive):
        allow(call(of, to), now=NOW)
    resumed(place, has.id)
    allow(call(of, to), now=NOW)
    revoked(place, has.id)
    for key in ("", has.number, str(has.id)):
        with pytest.raises(refusals.GrantNotLive):
            allow(call(of, to, grant=key), now=NOW)


def test_a_narrowed_grant_gives_less_at_once(made: Any, place: Town) -> None:
    to, has, of = made
    allow(call(of, to), now=NOW)
    keep = MaskPolicy(Mask.KEEP, 1, 0)
    narrowed(place, has.id, {"男方姓名": keep, "登记日期": MaskPolicy()})
    found = allow(call(of, to), now=NOW)
    assert found.view.columns == ("nan_fang", "deng_ji")
    assert list(found.view.masks) == ["nan_fang"]
    assert found.grant.version == 2


def test_the_grant_for_the_way_is_meant(made: Any, place: Town) -> None:
    to, has, of = made
    file = grant(place, has.resource_id, modes=frozenset({Mode.FILE}))
    assert allow(call(of, to), now=NOW).grant.id == has.id
    assert allow(call(of, to, Way.FILE), now=NOW).grant.id == file.id
    grant(place, has.resource_id)
    with pytest.raises(refusals.GrantNotNamed):
        allow(call(of, to), now=NOW)
    assert allow(call(of, to, grant=has.number), now=NOW).grant.id == has.id


@pytest.mark.parametrize(
    ("state", "why", "fault"),
    [
        ("preparing", refusals.ServiceMissing, Fault.CALLER),
        ("paused", refusals.ServicePaused, Fault.PROVIDER),
        ("ended", refusals.ServiceEnded, Fault.PROVIDER),
    ],
)
def test_a_service_that_is_not_online(made: Any, state: str, why: Any, fault: Fault) -> None:
    to, _has, of = made
    Service.objects.filter(id=to.id).update(state=state)
    with pytest.raises(why) as caught:
        allow(call(of, to), now=NOW)
    assert refusals.fault_of(caught.value) is fault


def test_what_this_network_may_not_hold_is_not_there(made: Any) -> None:
    to, _has, of = made
    for change in ({"zone": "intranet"}, {"secrecy": 2}):
        Service.objects.filter(id=to.id).update(zone="internet", secrecy=0)
        Service.objects.filter(id=to.id).update(**change)
        with pytest.raises(refusals.ServiceMissing):
            allow(call(of, to), now=NOW)
    with override_settings(LIUPAN_ZONE=Zone.INTRANET):
        allow(call(of, to), now=NOW)


def test_a_system_that_is_closed_or_whose_unit_is_gone(made: Any, place: Town) -> None:
    to, _has, of = made
    with pytest.raises(refusals.UnitNotThere):  # before it was founded
        allow(call(of, to), now=clock.start_of(date(2015, 11, 3)))
    abolish_unit(unit_id=of.unit_id, effective_on=date(2017, 6, 1), actor=installer(), now=NOW)
    with pytest.raises(refusals.UnitNotThere):
        allow(call(of, to), now=NOW)
    of.closed_at = NOW
    of.save()
    with pytest.raises(refusals.SystemNotKnown):
        allow(call(of, to), now=NOW)
    with pytest.raises(refusals.SystemNotKnown):
        allow(replace(call(of, to), system_id=to.id), now=NOW)


def test_a_withdrawn_resource_gives_nothing(made: Any, place: Town) -> None:
    to, has, of = made
    withdrawn(place, has.resource_id)
    with pytest.raises(refusals.ResourceWithdrawn):
        allow(call(of, to), now=NOW)


def test_it_takes_four_statements(made: Any) -> None:
    to, has, of = made
    for key in ("", has.number, str(has.id)):
        allow(call(of, to, grant=key), now=NOW)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            allow(call(of, to, grant=key), now=NOW)
        assert len(asked) <= 4
