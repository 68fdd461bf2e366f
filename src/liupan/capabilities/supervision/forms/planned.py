"""Key tasks that become items together: what is said once for all, and each task's row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from liupan.capabilities.supervision.forms.fields import OnceField, UnitField, UnitsField
from liupan.capabilities.supervision.operations.drafts import NewItem
from liupan.capabilities.supervision.queries.offering import levels, list_supervisors, own_units
from liupan.capabilities.supervision.queries.planned import UntakenTask
from liupan.foundation.design.facade import DateField
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy

ORIGIN = "plan"


class ForAllForm(forms.Form):
    """What holds for every task that is chosen."""

    once = OnceField()
    supervising_unit_id = forms.TypedChoiceField(label=_("Supervised on behalf of"), coerce=UUID)
    supervisor_id = forms.TypedChoiceField(label=_("Supervised by"), coerce=UUID)
    secrecy = forms.TypedChoiceField(
        label=_("Secrecy"),
        coerce=lambda v: Secrecy(int(v)),
        help_text=_("Public: everybody sees how far the task is; opinions and files stay inside."),
    )
    opinion = forms.CharField(
        label=_("What the units are told"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, actor: Actor, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = own_units(actor, today)
        people = list_supervisors(UUID(units[0][0]), today) if units else []
        offers = {
            "supervising_unit_id": units,
            "supervisor_id": people,
            "secrecy": levels(actor),
        }
        for name, choices in offers.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["supervisor_id"].initial = actor.id
        self.fields["secrecy"].initial = str(Secrecy.PUBLIC.value)


class TaskForm(forms.Form):
    """Who leads, who assists, and by when."""

    use_required_attribute = False

    picked = forms.BooleanField(required=False)
    lead_unit_id = UnitField(label=pgettext_lazy("column", "Lead unit"), help_text="")
    assisting = UnitsField(
        label=pgettext_lazy("column", "Assisting units"), required=False, help_text=""
    )
    due_on = DateField(label=_("Due on"))


@dataclass
class TaskRow:
    """A key task with its form. `is_over`: the plan's own day has passed."""

    found: UntakenTask
    form: TaskForm
    is_over: bool

    @property
    def is_picked(self) -> bool:
        return self.form.is_bound and bool(self.form["picked"].data)

    def draft(self, common: Mapping[str, Any]) -> NewItem:
        """The item that comes of it; the form is valid."""
        task, said = self.found.task, self.form.cleaned_data
        return NewItem(
            title=task.name,
            end_state=task.end_state,
            origin=ORIGIN,
            origin_title=task.plan_title,
            lead_unit_id=said["lead_unit_id"],
            assisting=said["assisting"],
            due_on=said["due_on"],
            plan_code=task.plan_code,
            task_code=task.code,
            clause_code=task.clause_code,
            supervising_unit_id=common["supervising_unit_id"],
            supervisor_id=common["supervisor_id"],
            secrecy=common["secrecy"],
        )


def task_rows(sent: QueryDict | None, found: Sequence[UntakenTask], today: date) -> list[TaskRow]:
    """A row for each task. Chosen beforehand: those with a unit, whose day has not passed."""
    return [_row(sent, one, today) for one in found]


def _row(sent: QueryDict | None, one: UntakenTask, today: date) -> TaskRow:
    comma = pgettext("between chosen values", ", ")
    is_over = one.task.due_on < today
    initial = {
        "picked": one.lead is not None and not is_over,
        "lead_unit_id": one.lead.name if one.lead else "",
        "assisting": comma.join(unit.name for unit in one.assisting),
        "due_on": one.task.due_on,
    }
    form = TaskForm(sent, prefix=one.task.code.replace(".", "-"), initial=initial)
    return TaskRow(one, form, is_over)
