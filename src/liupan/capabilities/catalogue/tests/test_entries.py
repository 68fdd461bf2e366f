"""The way of an entry into the catalogue and what may not happen on it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import Error, IntegrityError, transaction

from liupan.capabilities.catalogue.models import Edition, Item, Resource, Step
from liupan.capabilities.catalogue.operations.drawing_up import (
    AlreadyBegun,
    begin_edition,
    register_resource,
    revise_entry,
)
from liupan.capabilities.catalogue.operations.locking import Incomplete, NotNow, SameHands
from liupan.capabilities.catalogue.operations.reviewing import (
    ask_publication,
    hand_in_entry,
    pass_registration,
    publish_entry,
    recall_entry,
    reject_publication,
    reject_registration,
    return_entry,
    withdraw_entry,
)
from liupan.capabilities.catalogue.queries.entries import compare_editions, get_entry
from liupan.capabilities.catalogue.rules.elements import ItemSaid
from liupan.capabilities.catalogue.rules.states import Act, State
from liupan.capabilities.catalogue.tests.factories import (
    CODE,
    DAY,
    NOW,
    USCC,
    WHOLE,
    Town,
    asked,
    edition_of,
    handed_in,
    passed,
    published,
    registered,
)
from liupan.foundation.access.facade import actor_for, grant_role, installer
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.messaging.facade import list_notices
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, StaleVersion
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def with_roles(place: Town, person: str, *roles: str) -> Actor:
    """The person with further roles over the whole city."""
    account = place.people[person].id
    for role in roles:
        grant_role(
            role_code=role, unit_id=place.root, account_id=account, valid_from=DAY,
            actor=installer(), now=NOW,
        )  # fmt: skip
    with clock.frozen(NOW):
        return actor_for(account)


def test_registering_gives_a_code_and_a_draft(place: Town) -> None:
    edition = Edition.objects.get(id=registered(place))
    assert (edition.code, edition.standing, edition.number) == (CODE, State.DRAFT, 1)
    assert (edition.provider_name, edition.provider_code) == ("固原市民政局", USCC)
    assert edition.said == replace(WHOLE, provider_code=USCC)
    assert edition.has_main
    (fact,) = facts("catalogue.resource.registered")
    assert (fact["resource_code"], fact["items"], fact["state"]) == (CODE, 3, 0)


def test_codes_run_on_within_their_category(place: Town) -> None:
    registered(place)
    codes = [
        Edition.objects.get(id=registered(place, category=category)).code
        for category in ("101001", "301003", "301003")
    ]
    assert codes == ["101001/000002", "301003/000001", "301003/000002"]


def test_a_form_sent_twice_makes_one(place: Town) -> None:
    once = uuid7()
    common = {"unit_id": place.units["bureau"], "said": WHOLE, "actor": place.editor, "now": NOW}
    assert {register_resource(once=once, **common) for _n in range(2)} == {once}
    assert Resource.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"category": "101"}, "category"),
        ({"category": "nothing"}, "category"),
        ({"title": " "}, "title"),
        ({"zone": "intranet"}, "zone"),
        ({"related_codes": ("101001/000099",)}, "related_codes"),
        ({"items": (ItemSaid(name="甲"), ItemSaid(name="甲"))}, "items"),
    ],
)
def test_what_even_a_draft_must_have(place: Town, changed: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        registered(place, **changed)
    assert field in refused.value.fields
    assert not Resource.objects.exists()


def test_only_the_units_own_editor_draws_up(place: Town) -> None:
    for person in ("police", "registrar", "authority", "stranger"):
        with pytest.raises(NotAuthorised):
            register_resource(
                unit_id=place.units["bureau"], said=WHOLE, actor=place.people[person], now=NOW
            )


def test_changing_a_draft(place: Town) -> None:
    edition = Edition.objects.get(id=registered(place))
    said = replace(edition.said, title="结婚登记", items=edition.said.items[:2])
    revise_entry(edition_id=edition.id, said=said, version=1, actor=place.editor, now=LATER)
    changed = Edition.objects.get(id=edition.id)
    assert changed.said == said
    assert changed.version == 2
    assert Step.objects.latest("at").values == {"changed": ["信息资源名称", "登记日期"]}


def test_a_stale_change_is_refused_with_what_stands_there(place: Town) -> None:
    edition = Edition.objects.get(id=registered(place))
    first, second = (replace(edition.said, title=title) for title in ("甲", "乙"))
    revise_entry(edition_id=edition.id, said=first, version=1, actor=place.editor, now=LATER)
    with pytest.raises(StaleVersion) as stale:
        revise_entry(edition_id=edition.id, said=second, version=1, actor=place.editor, now=LATER)
    assert stale.value.theirs["title"] == "甲"


def test_the_category_stays_because_the_code_names_it(place: Town) -> None:
    edition = Edition.objects.get(id=registered(place))
    said = replace(edition.said, category="101002")
    with pytest.raises(InvalidInput) as refused:
        revise_entry(edition_id=edition.id, said=said, version=1, actor=place.editor, now=LATER)
    assert "category" in refused.value.fields


def test_what_is_missing_is_named_in_chinese(place: Town) -> None:
    edition = registered(place, abstract="", update_cycle="", share_condition="")
    with pytest.raises(Incomplete) as refused:
        hand_in_entry(edition_id=edition, actor=place.editor, now=NOW)
    for name in ("信息资源摘要", "更新周期", "共享条件"):
        assert name in str(refused.value)
    assert Edition.objects.get(id=edition).standing is State.DRAFT


def test_the_whole_way(place: Town) -> None:
    edition = published(place)
    shown = Edition.objects.get(id=edition)
    assert (shown.standing, shown.publish_on) == (State.PUBLISHED, DAY)
    steps = list(Step.objects.order_by("at", "id").values_list("kind", flat=True))
    assert steps == ["register", "hand_in", "pass", "ask", "publish"]
    for act in ("registered", "handed_in", "passed", "asked", "published"):
        assert len(facts(f"catalogue.resource.{act}")) == 1, act


def test_who_must_act_next_is_told(place: Town) -> None:
    asked(place)
    assert [n.kind for n in list_notices(place.registrar)] == ["catalogue.to_register"]
    assert [n.kind for n in list_notices(place.authority)] == ["catalogue.to_publish"]
    assert list_notices(place.editor)
    assert not list_notices(place.constable)


def test_nobody_reviews_what_they_handed_in(place: Town) -> None:
    both = with_roles(place, "editor", "catalogue-registrar", "catalogue-publisher")
    edition = registered(place)
    hand_in_entry(edition_id=edition, actor=both, now=NOW)
    for act in (pass_registration, return_entry, reject_registration):
        with pytest.raises(SameHands):
            act(edition_id=edition, opinion="x", actor=both, now=NOW)
    pass_registration(edition_id=edition, actor=place.registrar, now=NOW)
    ask_publication(edition_id=edition, actor=both, now=NOW)
    for act in (publish_entry, reject_publication):
        with pytest.raises(SameHands):
            act(edition_id=edition, opinion="x", actor=both, now=NOW)


def test_nobody_holds_both_reviews(place: Town) -> None:
    both = with_roles(place, "registrar", "catalogue-publisher", "catalogue-editor")
    edition = handed_in(place)
    pass_registration(edition_id=edition, actor=both, now=NOW)
    with pytest.raises(SameHands):
        ask_publication(edition_id=edition, actor=both, now=NOW)
    ask_publication(edition_id=edition, actor=place.editor, now=NOW)
    with pytest.raises(SameHands):
        publish_entry(edition_id=edition, actor=both, now=NOW)


def test_the_database_knows_it_too(place: Town) -> None:
    edition = asked(place)
    same = {"registered_by": place.editor.id, "asked_by": place.registrar.id,
            "published_by": place.editor.id}  # fmt: skip
    for field, person in same.items():
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(id=edition).update(**{field: person})


def test_returned_rejected_and_handed_in_again(place: Town) -> None:
    edition = handed_in(place)
    return_entry(edition_id=edition, opinion="请补充单位。", actor=place.registrar, now=NOW)
    assert Edition.objects.get(id=edition).standing is State.RETURNED
    handed_in(place, edition)
    reject_registration(edition_id=edition, opinion="重复。", actor=place.registrar, now=NOW)
    assert Edition.objects.get(id=edition).standing is State.REGISTRATION_REJECTED
    asked(place, edition)
    reject_publication(edition_id=edition, opinion="依据不足。", actor=place.authority, now=NOW)
    assert Edition.objects.get(id=edition).standing is State.PUBLICATION_REJECTED
    published(place, edition)
    assert Edition.objects.get(id=edition).standing is State.PUBLISHED


def test_a_verdict_needs_words(place: Town) -> None:
    edition = handed_in(place)
    with pytest.raises(InvalidInput):
        return_entry(edition_id=edition, opinion=" ", actor=place.registrar, now=NOW)


@pytest.mark.parametrize(
    ("begin", "back"),
    [(handed_in, State.DRAFT), (passed, State.DRAFT), (asked, State.REGISTERED)],
)
def test_recalling(place: Town, begin: object, back: State) -> None:
    edition = begin(place)  # type: ignore[operator]
    recall_entry(edition_id=edition, actor=place.editor, now=NOW)
    assert Edition.objects.get(id=edition).standing is back
    with pytest.raises(NotNow):
        publish_entry(edition_id=edition, actor=place.authority, now=NOW)


def test_what_is_published_cannot_be_recalled_or_changed(place: Town) -> None:
    edition = published(place)
    with pytest.raises(NotNow) as refused:
        recall_entry(edition_id=edition, actor=place.editor, now=NOW)
    assert refused.value.next_step
    with pytest.raises(NotNow):
        revise_entry(edition_id=edition, said=WHOLE, version=1, actor=place.editor, now=NOW)


def test_a_new_edition_keeps_the_old_one_public_until_it_passes(place: Town) -> None:
    first = Edition.objects.get(id=published(place))
    second = begin_edition(resource_id=first.resource_id, actor=place.editor, now=LATER)
    with pytest.raises(AlreadyBegun):
        begin_edition(resource_id=first.resource_id, actor=place.editor, now=LATER)
    said = replace(first.said, title="婚姻登记信息")
    revise_entry(edition_id=second, said=said, version=1, actor=place.editor, now=LATER)
    asked(place, second, LATER)
    assert edition_of(first.resource_id, 1).standing is State.PUBLISHED
    publish_entry(edition_id=second, actor=place.authority, now=LATER)
    before, after = (edition_of(first.resource_id, n) for n in (1, 2))
    assert (before.standing, after.standing) == (State.WITHDRAWN, State.PUBLISHED)
    assert before.title == "结婚登记信息"
    assert before.ended_at == LATER
    told = compare_editions(place.editor, first.resource_id)
    assert [(one.before, one.after) for one in told.changed] == [("结婚登记信息", "婚姻登记信息")]


def test_a_new_edition_that_is_given_up_leaves_the_old_one_alone(place: Town) -> None:
    first = Edition.objects.get(id=published(place))
    second = begin_edition(resource_id=first.resource_id, actor=place.editor, now=LATER)
    withdraw_entry(edition_id=second, reason="不改了。", actor=place.editor, now=LATER)
    assert edition_of(first.resource_id).standing is State.PUBLISHED
    third = begin_edition(resource_id=first.resource_id, actor=place.editor, now=LATER)
    assert Edition.objects.get(id=third).number == 3


def test_what_is_published_is_taken_out_by_the_data_authority_alone(place: Town) -> None:
    edition = published(place)
    with pytest.raises(NotAuthorised):
        withdraw_entry(edition_id=edition, reason="x", actor=place.editor, now=NOW)
    withdraw_entry(edition_id=edition, reason="职能取消。", actor=place.authority, now=LATER)
    assert Edition.objects.get(id=edition).standing is State.WITHDRAWN
    assert Edition.objects.get(id=registered(place)).code == "101001/000002"  # never given again


@pytest.mark.parametrize(
    ("kind", "ground", "is_enough"),
    [
        ("2", "", False),
        ("2", "限民生保障部门使用。", True),
        ("3", "依法不予共享。", False),
        ("3", "《中华人民共和国道路交通安全法》第七十三条", True),
        ("1", "", True),
    ],
)
def test_the_ground_of_each_share_type(
    place: Town, kind: str, ground: str, is_enough: bool
) -> None:
    edition = registered(place, share_type=kind, share_condition=ground)
    if is_enough:
        published(place, edition)
        return
    with pytest.raises(Incomplete):
        handed_in(place, edition)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(id=edition).update(state=State.REGISTERING.value)


def test_the_database_keeps_what_must_never_be(place: Town) -> None:
    edition = published(place)
    own = Edition.objects.filter(id=edition)
    second = begin_edition(resource_id=own.get().resource_id, actor=place.editor, now=LATER)
    wrong = [
        lambda: Edition.objects.filter(id=second).update(
            state=State.PUBLISHED.value, publish_on=DAY, published_at=NOW
        ),
        lambda: own.update(state=3),
        lambda: own.update(title="另一个"),
        lambda: own.update(state=State.DRAFT.value),
        lambda: own.delete(),
        lambda: Item.objects.filter(edition=edition).delete(),
        lambda: Resource.objects.update(code="1/1"),
        lambda: Step.objects.update(opinion="x"),
    ]
    for act in wrong:
        with pytest.raises(Error), transaction.atomic():
            act()


def test_who_sees_what(place: Town) -> None:
    drafted = Edition.objects.get(id=registered(place))
    shown = Edition.objects.get(id=published(place))
    for person in ("police", "reader"):
        with pytest.raises(Missing):
            get_entry(place.people[person], drafted.resource_id, now=NOW)
        assert get_entry(place.people[person], shown.resource_id, now=NOW).may == set()
    with pytest.raises(Missing):
        get_entry(place.stranger, shown.resource_id, now=NOW)
    seen = get_entry(place.editor, drafted.resource_id, now=NOW)
    assert seen.may == {Act.REVISE, Act.HAND_IN, Act.WITHDRAW}


def test_what_one_could_do_had_one_not_done_the_step_before(place: Town) -> None:
    both = with_roles(place, "editor", "catalogue-registrar")
    edition = Edition.objects.get(id=registered(place))
    hand_in_entry(edition_id=edition.id, actor=both, now=NOW)
    seen = get_entry(both, edition.resource_id, now=NOW)
    assert seen.may == {Act.RECALL}
    assert seen.barred == {Act.PASS, Act.RETURN, Act.REJECT}
