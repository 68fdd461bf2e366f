"""One step on many entries at once: what is refused spoils no other, and no rule is looser."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liupan.capabilities.catalogue.models import Arbitration, Collecting, Edition, Step
from liupan.capabilities.catalogue.operations.drawing_up import begin_edition
from liupan.capabilities.catalogue.operations.locking import NotNow
from liupan.capabilities.catalogue.operations.together import act_on_entries
from liupan.capabilities.catalogue.rules.elements import ItemSaid
from liupan.capabilities.catalogue.rules.states import Act, State
from liupan.capabilities.catalogue.tests.factories import (
    NOW,
    Town,
    asked,
    handed_in,
    passed,
    published,
    registered,
)
from liupan.capabilities.catalogue.tests.test_entries import with_roles
from liupan.capabilities.catalogue.tests.test_pages import at
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.messaging.facade import list_notices
from liupan.foundation.search.facade import search
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, NotAuthorised
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with clock.frozen(NOW):
        yield


def act(ids: list[UUID], what: Act, actor: Actor, words: str = "") -> dict[UUID, str]:
    """The refusals by edition; empty words where it was done."""
    found = act_on_entries(edition_ids=ids, act=what, actor=actor, now=NOW, opinion=words)
    assert [one.edition_id for one in found] == list(dict.fromkeys(ids))
    return {one.edition_id: one.refusal for one in found}


def states(*ids: UUID) -> list[int]:
    return [Edition.objects.get(id=one).state for one in ids]


def test_many_go_the_whole_way_as_each_would_alone(place: Town) -> None:
    ids = [registered(place, title=f"资源{n}") for n in range(3)]
    single = published(place, registered(place, title="单独"))
    way = (
        (Act.HAND_IN, place.editor), (Act.PASS, place.registrar), (Act.ASK, place.editor),
        (Act.PUBLISH, place.authority),
    )  # fmt: skip
    for what, actor in way:
        assert set(act(ids, what, actor).values()) == {""}
    assert states(*ids) == [State.PUBLISHED] * 3
    one, other = (Edition.objects.get(id=each) for each in (ids[0], single))
    kinds = [
        list(Step.objects.filter(edition=e).values_list("kind", flat=True)) for e in (one, other)
    ]
    assert kinds[0] == kinds[1]
    assert one.version == other.version
    for fact in ("handed_in", "passed", "asked", "published"):
        things = [told["thing_id"] for told in facts(f"catalogue.resource.{fact}")]
        assert things.count(one.resource_id) == things.count(other.resource_id) == 1
    collected = [
        set(Collecting.objects.filter(resource=e.resource_id).values_list("name", flat=True))
        for e in (one, other)
    ]
    assert collected[0] == collected[1] != set()
    assert search(place.reader, "资源1").found


def test_what_is_refused_spoils_no_other(place: Town) -> None:
    good, late = handed_in(place, registered(place, title="甲")), passed(place)
    unseen = uuid7()
    refused = act([good, late, unseen, good], Act.PASS, place.registrar)
    assert not refused[good]
    assert "已登记" in refused[late] or "registered" in refused[late]
    assert refused[unseen]
    assert states(good, late) == [State.REGISTERED, State.REGISTERED]
    assert Step.objects.filter(edition=late, kind=Act.PASS.value).count() == 1


def test_nobody_takes_two_successive_steps_by_taking_many(place: Town) -> None:
    both = with_roles(place, "editor", "catalogue-registrar", "catalogue-publisher")
    waits, other = handed_in(place), handed_in(place, registered(place, title="另"))
    assert all(act([waits, other], Act.PASS, both).values())
    done = act([waits], Act.PASS, place.registrar)
    assert not done[waits]
    asked_by_both = act([waits], Act.ASK, both)
    assert not asked_by_both[waits]
    assert act([waits], Act.PUBLISH, both)[waits]
    assert states(waits, other) == [State.PUBLISHING, State.REGISTERING]


def test_rights_hold_for_each(place: Town) -> None:
    ours = handed_in(place)
    with pytest.raises(NotAuthorised):
        act([ours], Act.PASS, place.reader)
    assert act([ours], Act.PASS, place.constable)[ours]
    assert states(ours) == [State.REGISTERING]


def test_what_is_not_complete_stays(place: Town) -> None:
    whole, bare = registered(place), registered(place, title="缺", abstract="")
    refused = act([whole, bare], Act.HAND_IN, place.editor)
    assert not refused[whole]
    assert refused[bare]
    assert states(whole, bare) == [State.REGISTERING, State.DRAFT]


def test_sending_back_needs_words_and_other_acts_are_not_for_many(place: Town) -> None:
    ids = [handed_in(place)]
    with pytest.raises(InvalidInput):
        act(ids, Act.RETURN, place.registrar)
    assert not act(ids, Act.RETURN, place.registrar, "请补充。")[ids[0]]
    with pytest.raises(NotNow):
        act(ids, Act.WITHDRAW, place.editor)


def test_a_new_edition_among_many_replaces_the_one_before(place: Town) -> None:
    first = published(place)
    resource = Edition.objects.get(id=first).resource_id
    second = begin_edition(resource_id=resource, actor=place.editor, now=NOW)
    asked(place, second)
    fresh = asked(place, registered(place, title="新"))
    assert set(act([second, fresh], Act.PUBLISH, place.authority).values()) == {""}
    assert states(first, second, fresh) == [State.WITHDRAWN, State.PUBLISHED, State.PUBLISHED]


def test_two_that_claim_one_item_have_one_source(place: Town) -> None:
    claims = (ItemSaid(name="同一项", is_source=True),)
    ids = [asked(place, registered(place, title=f"争{n}", items=claims)) for n in range(2)]
    assert set(act(ids, Act.PUBLISH, place.authority).values()) == {""}
    rows = Collecting.objects.filter(name="同一项", ended_at__isnull=True)
    assert rows.count() == 2
    assert rows.filter(is_source=True).count() == 1
    assert not Arbitration.objects.exists()  # one unit does not dispute with itself


def test_one_notice_for_many(place: Town) -> None:
    ids = [registered(place, title=f"告{n}") for n in range(4)]
    act(ids, Act.HAND_IN, place.editor)
    notices = [one for one in list_notices(place.registrar) if one.kind == "catalogue.to_register"]
    assert len(notices) == 1
    assert "4" in notices[0].title


def test_statements_do_not_grow_with_the_number(place: Town) -> None:
    counts = []
    for many in (2, 12):
        items = tuple(ItemSaid(name=f"项{n}") for n in range(3))
        made = [registered(place, title=f"量{many}-{n}", items=items) for n in range(many)]
        ids = [asked(place, one) for one in made]
        with CaptureQueriesContext(connection) as seen:
            act(ids, Act.PUBLISH, place.authority)
        counts.append(len(seen))
    assert counts[1] <= counts[0] + 10  # one small statement for the right over each


def test_the_list_offers_it_and_asks_first(place: Town) -> None:
    good, late = handed_in(place, registered(place, title="待审甲")), passed(place)
    client = at(place, "registrar")
    where = reverse("catalogue:chosen-registration")
    assert where in client.get(reverse("catalogue:list")).content.decode()
    form = {"pick": [str(good), str(late), "no-uuid"]}
    page = client.post(where, form)
    assert page.status_code == 200
    assert "待审甲" in page.content.decode()
    assert states(good) == [State.REGISTERING]
    sent = client.post(where, form | {"confirmed": "yes", "verdict": "return", "opinion": ""})
    assert sent.status_code == 422
    sent = client.post(where, form | {"confirmed": "yes", "verdict": "pass", "opinion": ""})
    assert sent.status_code == 200
    assert Edition.objects.get(id=late).code in sent.content.decode()
    assert states(good, late) == [State.REGISTERED, State.REGISTERED]


def test_all_done_leads_back_and_nothing_chosen_says_so(place: Town) -> None:
    good = handed_in(place)
    client = at(place, "registrar")
    where = reverse("catalogue:chosen-registration")
    assert client.post(where, {}).status_code == 302
    form = {"pick": [str(good)], "confirmed": "yes", "verdict": "pass"}
    assert client.post(where, form)["Location"] == reverse("catalogue:list")
    assert states(good) == [State.REGISTERED]
    assert at(place, "reader").post(where, form).status_code == 403
    assert where not in at(place, "reader").get(reverse("catalogue:list")).content.decode()
