"""Plans are entered, adopted, revised; nothing about a value can be typed in."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from liupan.capabilities.plan.facade import Standing, find_board
from liupan.capabilities.plan.facts import guyuan_2015
from liupan.capabilities.plan.facts.texts import shipped_text
from liupan.capabilities.plan.models import Edition, KeyTask, Target
from liupan.capabilities.plan.operations.editions import (
    adopt_edition,
    discard_draft,
    enter_edition,
)
from liupan.capabilities.plan.operations.locking import NoSuchMeasure, NotADraft, StepsDisordered
from liupan.capabilities.plan.operations.parts import revise_part
from liupan.capabilities.plan.operations.targets import bind_target, revise_task, set_steps
from liupan.capabilities.plan.queries.parts import Part
from liupan.capabilities.plan.rules import StepValue
from liupan.foundation.access.facade import installer
from liupan.foundation.journal.tests.factories import acts
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS, Actor
from liupan.kernel.errors import InvalidInput, NotAuthorised, StaleVersion

NOW = clock.start_of(date(2017, 11, 15))
DAY = date(2017, 11, 15)


@pytest.fixture
def actor(db: None) -> Actor:
    return installer()


@pytest.fixture
def draft(actor: Actor) -> UUID:
    return enter_edition(text=shipped_text(guyuan_2015()), actor=actor, now=NOW)


@pytest.fixture
def target(actor: Actor, draft: UUID) -> Target:
    return Target.objects.get(code="T01", clause__section__edition=draft)


def test_the_whole_plan_is_entered(draft: UUID) -> None:
    facts = guyuan_2015()
    edition = Edition.objects.get(id=draft)
    assert edition.state == Edition.State.DRAFT
    assert Target.objects.count() == len(facts.targets) >= 14
    assert KeyTask.objects.count() == len(facts.key_tasks)
    assert acts("plan.edition") == ["plan.edition.entered"]


def test_only_one_edition_is_in_force(actor: Actor, draft: UUID) -> None:
    adopt_edition(edition_id=draft, actor=actor, now=NOW)
    second = enter_edition(text=shipped_text(guyuan_2015()), actor=actor, now=NOW)
    assert find_board(DAY).edition.id == draft  # type: ignore[union-attr]
    adopt_edition(edition_id=second, actor=actor, now=NOW)
    states = dict(Edition.objects.values_list("id", "state"))
    assert states == {draft: "superseded", second: "in_force"}
    with pytest.raises(NotADraft):
        adopt_edition(edition_id=second, actor=actor, now=NOW)
    with pytest.raises(NotADraft):
        discard_draft(edition_id=second, actor=actor, now=NOW)


def test_a_draft_can_be_given_up(actor: Actor, draft: UUID) -> None:
    discard_draft(edition_id=draft, actor=actor, now=NOW)
    assert not Edition.objects.exists()
    assert acts("plan.edition")[-1] == "plan.edition.discarded"


def test_without_snapshots_nothing_is_measured(actor: Actor, draft: UUID) -> None:
    adopt_edition(edition_id=draft, actor=actor, now=NOW)
    board = find_board(DAY)
    assert board is not None
    assert {t.verdict.standing for t in board.targets} == {Standing.NOT_MEASURED}
    assert {t.value for t in board.targets} == {None}


def test_steps_change_with_a_reason(actor: Actor, target: Target) -> None:
    steps = [StepValue(date(2018, 12, 31), Decimal(70)), StepValue(target.deadline_on, Decimal(85))]
    common = {"target_id": target.id, "version": target.version, "actor": actor, "now": NOW}
    with pytest.raises(InvalidInput):
        set_steps(steps=steps, reason=" ", **common)  # type: ignore[arg-type]
    with pytest.raises(StepsDisordered):
        set_steps(steps=steps[::-1], reason="改", **common)  # type: ignore[arg-type]
    set_steps(steps=steps, reason="改", **common)  # type: ignore[arg-type]
    assert list(target.steps.order_by("day").values_list("figure", flat=True)) == [70, 85]
    with pytest.raises(StaleVersion):
        set_steps(steps=[], reason="再改", **common)  # type: ignore[arg-type]


def test_a_target_is_bound_to_a_figure_that_exists(actor: Actor, target: Target) -> None:
    common = {"target_id": target.id, "version": target.version, "actor": actor, "now": NOW}
    with pytest.raises(NoSuchMeasure):
        bind_target(measure="no.such", **common)  # type: ignore[arg-type]
    bind_target(measure="organisations.units_online", **common)  # type: ignore[arg-type]
    target.refresh_from_db()
    assert target.measure == "organisations.units_online"


def test_the_words_in_force_stand(actor: Actor, draft: UUID, target: Target) -> None:
    def revise(version: int) -> None:
        revise_part(
            part_id=target.id, kind=Part.TARGET, values={"lead": "固原市财政局"},
            version=version, actor=actor, now=NOW,
        )  # fmt: skip

    revise(1)
    adopt_edition(edition_id=draft, actor=actor, now=NOW)
    with pytest.raises(NotADraft):
        revise(2)
    with pytest.raises(InvalidInput):
        revise_task(
            task_id=KeyTask.objects.all()[0].id, changes={"code": "x"}, version=1,
            actor=actor, now=NOW,
        )  # fmt: skip


@pytest.mark.parametrize("operation", [adopt_edition, discard_draft])
def test_strangers_change_nothing(operation: object, draft: UUID) -> None:
    with pytest.raises(NotAuthorised):
        operation(edition_id=draft, actor=ANONYMOUS, now=NOW)  # type: ignore[operator]


def test_no_operation_takes_a_value(actor: Actor) -> None:
    """The promise of the house: a value is computed, never typed in."""
    import inspect

    from liupan.foundation.journal.facade import operations

    for name, operation in operations().items():
        if name.startswith(("plan.", "measures.")):
            assert "value" not in inspect.signature(operation.function).parameters, name


def test_the_board_costs_the_same_however_many_targets(
    actor: Actor, draft: UUID, django_assert_num_queries: object
) -> None:
    adopt_edition(edition_id=draft, actor=actor, now=NOW)
    with django_assert_num_queries(5):  # type: ignore[operator]
        find_board(DAY)
