"""What the public does: applied, asked, reported, shown after a look, within limits, on clocks."""

from datetime import timedelta
from uuid import UUID

import pytest

from liupan.capabilities.opendata.models import Application, Follow, Submission
from liupan.capabilities.opendata.operations.applying import (
    AlreadyApplied,
    AlreadyDecided,
    NotAccepted,
    OldAgreement,
    accept_application,
    apply_for_data,
    extend_reply,
    refuse_application,
    revoke_permit,
    set_agreement,
    use_data,
)
from liupan.capabilities.opendata.operations.public_keeping import NotShowable
from liupan.capabilities.opendata.operations.submitting import (
    Words,
    answer_submission,
    assign_submission,
    follow_dataset,
    hide_submission,
    show_submission,
    submit,
)
from liupan.capabilities.opendata.queries.acts import list_shown
from liupan.capabilities.opendata.rules.acts import Kind, is_plain
from liupan.capabilities.opendata.tests.factories import (
    NOW,
    Town,
    conditional,
    draft,
    not_opened,
    released,
)
from liupan.foundation.calendar.facade import AlreadyExtended, working_days_between
from liupan.foundation.journal.tests.factories import Entry
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS, Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, TooMany

pytestmark = pytest.mark.django_db
TERM = clock.on(NOW) + timedelta(days=90)


def said(text: str = "2016年的数据什么时候补上？", **more: object) -> Words:
    return Words(title="缺少2016年的数据", text=text, **more)  # type: ignore[arg-type]


def sent_in(place: Town, kind: Kind, dataset_id: UUID | None = None) -> UUID:
    return submit(kind=kind, words=said(), dataset_id=dataset_id, actor=place.citizen, now=NOW)


def applied(place: Town, dataset_id: UUID, actor: Actor | None = None) -> UUID:
    return apply_for_data(
        dataset_id=dataset_id, purpose="课题研究。", agreement=1, actor=actor or place.citizen,
        now=NOW,
    )  # fmt: skip


@pytest.fixture
def data(place: Town) -> UUID:
    set_agreement(text="只用于申请所述用途，不得再提供他人。", actor=place.chief, now=NOW)
    return conditional(place).id


# --- Conditional data --------------------------------------------------------------------------
def test_accepted_for_a_term_used_and_each_use_in_the_journal(place: Town, data: UUID) -> None:
    made = applied(place, data)
    with pytest.raises(NotAccepted):
        use_data(dataset_id=data, form="csv", actor=place.citizen, now=NOW)
    accept_application(application_id=made, until_on=TERM, actor=place.drawer, now=NOW)
    for _each in range(2):
        use_data(dataset_id=data, form="csv", actor=place.citizen, now=NOW)
    assert Application.objects.get(id=made).uses == 2
    used = Entry.objects.filter(thing_id=made, act="opendata.application.used")
    assert used.count() == 2


def test_nobody_else_and_not_after_the_term_or_the_revocation(place: Town, data: UUID) -> None:
    made = applied(place, data)
    accept_application(application_id=made, until_on=TERM, actor=place.drawer, now=NOW)
    for actor in (place.other_citizen, place.drawer, place.chief):
        with pytest.raises(NotAccepted):
            use_data(dataset_id=data, form="csv", actor=actor, now=NOW)
    with pytest.raises(NotAccepted):
        use_data(
            dataset_id=data, form="csv", actor=place.citizen, now=NOW + timedelta(days=91)
        )  # fmt: skip
    revoke_permit(application_id=made, reason="用于其他用途。", actor=place.drawer, now=NOW)
    with pytest.raises(NotAccepted):
        use_data(dataset_id=data, form="csv", actor=place.citizen, now=NOW)


def test_fifteen_working_days_and_one_extension_of_fifteen(place: Town, data: UUID) -> None:
    made = applied(place, data)
    first = Application.objects.get(id=made).due_on
    assert working_days_between(clock.on(NOW), first) == 15
    extend_reply(application_id=made, reason="需要征求意见。", actor=place.drawer, now=NOW)
    second = Application.objects.get(id=made).due_on
    assert working_days_between(first, second) == 15
    with pytest.raises(AlreadyExtended):
        extend_reply(application_id=made, reason="再延期。", actor=place.drawer, now=NOW)
    late = NOW + timedelta(days=90)
    refuse_application(application_id=made, reason="用途不符。", actor=place.drawer, now=late)
    assert Application.objects.get(id=made).is_late


def test_one_application_waits_once_with_the_agreement_in_force(place: Town, data: UUID) -> None:
    made = applied(place, data)
    with pytest.raises(AlreadyApplied):
        applied(place, data)
    refuse_application(application_id=made, reason="用途不符。", actor=place.drawer, now=NOW)
    with pytest.raises(AlreadyDecided):
        refuse_application(application_id=made, reason="再拒。", actor=place.drawer, now=NOW)
    set_agreement(text="第二版。", actor=place.chief, now=NOW)
    with pytest.raises(OldAgreement):
        applied(place, data)


def test_who_may_not_reply_or_apply(place: Town, data: UUID) -> None:
    made = applied(place, data)
    for actor in (place.foreign, place.citizen, place.releaser):
        with pytest.raises(NotAuthorised):
            accept_application(application_id=made, until_on=TERM, actor=actor, now=NOW)
    with pytest.raises(NotAuthorised):
        applied(place, data, ANONYMOUS)
    with pytest.raises(Missing):
        applied(place, released(place).id)


# --- Sent in -----------------------------------------------------------------------------------
def test_nothing_shows_before_a_person_let_it(place: Town) -> None:
    made = sent_in(place, Kind.REQUEST)
    assert not list_shown(Kind.REQUEST)
    for actor in (place.drawer, place.citizen):
        with pytest.raises(NotAuthorised):
            show_submission(submission_id=made, actor=actor, now=NOW)
    show_submission(submission_id=made, actor=place.chief, now=NOW)
    assert [one.title for one in list_shown(Kind.REQUEST)] == ["缺少2016年的数据"]
    hide_submission(submission_id=made, reason="重复。", actor=place.chief, now=NOW)
    assert not list_shown(Kind.REQUEST)


def test_a_number_of_a_person_is_never_shown(place: Town) -> None:
    words = said("请联系13909540001办理")
    made = submit(kind=Kind.REQUEST, words=words, actor=place.citizen, now=NOW)
    with pytest.raises(NotShowable):
        show_submission(submission_id=made, actor=place.chief, now=NOW)


def test_a_request_is_assigned_answered_and_leads_to_a_dataset(place: Town) -> None:
    made, dataset = sent_in(place, Kind.REQUEST), released(place)
    unit = place.units["bureau"]
    assign_submission(submission_id=made, unit_id=unit, actor=place.chief, now=NOW)
    answer_submission(
        submission_id=made, answer="已开放。", is_declined=False, dataset_id=dataset.id,
        actor=place.drawer, now=NOW,
    )  # fmt: skip
    found = Submission.objects.get(id=made)
    assert found.dataset_id == dataset.id
    assert found.state == "answered"
    assert not found.is_late


def test_an_error_reaches_the_provider_and_is_shown_to_nobody_else(place: Town) -> None:
    made = sent_in(place, Kind.ERROR, released(place).id)
    assert Submission.objects.get(id=made).unit_id == place.units["bureau"]
    with pytest.raises(NotAuthorised):
        answer_submission(
            submission_id=made, answer="已改。", is_declined=False, actor=place.foreign, now=NOW
        )
    answer_submission(
        submission_id=made, answer="已改。", is_declined=False, actor=place.drawer, now=NOW
    )
    with pytest.raises(NotShowable):
        show_submission(submission_id=made, actor=place.chief, now=NOW)


def test_late_answers_stay_late(place: Town) -> None:
    made = sent_in(place, Kind.QUESTION, released(place).id)
    late = NOW + timedelta(days=30)
    answer_submission(
        submission_id=made, answer="年底前。", is_declined=False, actor=place.drawer, now=late
    )
    assert Submission.objects.get(id=made).is_late


def test_so_many_a_day_and_no_more(place: Town) -> None:
    for _each in range(5):
        sent_in(place, Kind.REQUEST)
    with pytest.raises(TooMany):
        sent_in(place, Kind.REQUEST)
    tomorrow = NOW + timedelta(days=1)
    submit(kind=Kind.REQUEST, words=said(), actor=place.citizen, now=tomorrow)


@pytest.mark.parametrize("text", ["<b>粗</b>", "a\x00b", "长" * 2001, " ", "\u202e反"])
def test_plain_text_of_bounded_length(place: Town, text: str) -> None:
    with pytest.raises(InvalidInput):
        submit(kind=Kind.REQUEST, words=said(text), actor=place.citizen, now=NOW)
    assert is_plain("两行\n文字")


def test_nothing_to_what_is_not_out(place: Town) -> None:
    for dataset_id in (draft(place), not_opened(place).id):
        with pytest.raises(Missing):
            sent_in(place, Kind.QUESTION, dataset_id)


def test_made_of_datasets_that_are_out_at_a_safe_address(place: Town) -> None:
    one = released(place).id
    for wrong in (said(uses=(draft(place),)), said(uses=(one,), address="javascript:alert(1)")):
        with pytest.raises(InvalidInput):
            submit(kind=Kind.REUSE, words=wrong, actor=place.citizen, now=NOW)
    right = said(uses=(one,), address="https://example.org/map")
    made = submit(kind=Kind.REUSE, words=right, actor=place.citizen, now=NOW)
    show_submission(submission_id=made, actor=place.chief, now=NOW)
    assert list_shown(Kind.REUSE)[0].uses


def test_followed_and_no_more(place: Town) -> None:
    one = released(place).id
    assert follow_dataset(dataset_id=one, actor=place.citizen, now=NOW)
    assert Follow.objects.count() == 1
    assert not follow_dataset(dataset_id=one, actor=place.citizen, now=NOW)
    assert not Follow.objects.exists()
