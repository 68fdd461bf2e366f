"""New items: registered, decomposed, from a leader's note."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.plan.facade import KeyTaskRef
from liupan.capabilities.supervision.forms.fields import (
    Choosing,
    OnceField,
    UnitField,
    UnitsField,
    text,
)
from liupan.capabilities.supervision.operations.drafts import NewItem, NewPart
from liupan.capabilities.supervision.queries.offering import (
    ORIGINS,
    URGENCIES,
    Choices,
    levels,
    limit_of_note,
    list_supervisors,
    list_tasks_to_choose,
    own_units,
    units_by_kind,
)
from liupan.foundation.design.facade import DateField, city_day
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy

MOST_PARTS = 30
"""Rows of one decomposition."""


class RegisterForm(forms.Form):
    """A new item (立项)."""

    once = OnceField()
    title = forms.CharField(label=pgettext_lazy("item", "Title"), max_length=200)
    end_state = text(
        2,
        label=pgettext_lazy("column", "End state"),
        help_text=_("Measurable: how can be seen that it is done?"),
    )
    origin = forms.ChoiceField(label=_("Origin"), choices=ORIGINS)
    task = forms.ChoiceField(
        label=_("Key task of the plan"),
        required=False,
        help_text=_("Where it comes from the plan."),
    )
    origin_title = forms.CharField(
        label=_("Document, meeting or note it comes from"), max_length=300, required=False
    )
    origin_number = forms.CharField(label=_("Its number"), max_length=100, required=False)
    origin_on = DateField(label=_("Its day"), required=False)
    lead_unit_id = UnitField(label=pgettext_lazy("column", "Lead unit"))
    assisting = UnitsField(label=pgettext_lazy("column", "Assisting units"), required=False)
    due_on = DateField(
        label=_("Due on"),
        required=False,
        help_text=_("Empty: the limit of the rule set for its origin."),
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=URGENCIES, initial="ordinary")
    supervising_unit_id = forms.TypedChoiceField(label=_("Supervised on behalf of"), coerce=UUID)
    supervisor_id = forms.TypedChoiceField(label=_("Supervised by"), coerce=UUID)
    secrecy = forms.TypedChoiceField(label=_("Secrecy"), coerce=lambda v: Secrecy(int(v)))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.tasks = {f"{t.plan_code}/{t.code}": t for t in list_tasks_to_choose()}
        units = own_units(actor, today)
        people = list_supervisors(UUID(units[0][0]), today) if units else []
        self._offer("task", [("", "—"), *_as_choices(self.tasks)])
        self._offer("supervising_unit_id", units)
        self._offer("supervisor_id", people)
        self._offer("secrecy", levels(actor))
        self.fields["supervisor_id"].initial = actor.id
        self.fields["secrecy"].initial = str(min(Secrecy.INTERNAL, actor.clearance).value)

    def draft(self) -> NewItem:
        """What was entered, as the operation takes it."""
        said = {k: v for k, v in self.cleaned_data.items() if k not in ("once", "task")}
        task = self.tasks.get(self.cleaned_data["task"])
        if task:
            said |= {
                "plan_code": task.plan_code,
                "task_code": task.code,
                "clause_code": task.clause_code,
            }
        return NewItem(**said)

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def _as_choices(tasks: dict[str, KeyTaskRef]) -> Choices:
    return [(key, f"{t.code} {Truncator(t.name).chars(40)}") for key, t in tasks.items()]


class PartForm(forms.Form):
    """One part of a decomposition; a row left empty is left out."""

    title = forms.CharField(label=_("Part"), max_length=200)
    end_state = forms.CharField(label=pgettext_lazy("column", "End state"), max_length=1000)
    lead_unit_id = UnitField(label=pgettext_lazy("column", "Lead unit"), help_text="")
    assisting = UnitsField(
        label=pgettext_lazy("column", "Assisting units"), required=False, help_text=""
    )
    due_on = DateField(label=_("Due on"))
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=10_000,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "lp-w-date", "inputmode": "numeric"}),
    )
    is_mandatory = forms.BooleanField(
        label=_("The whole cannot close without it"), required=False, initial=True
    )

    def has_changed(self) -> bool:
        """Only what must be written counts; what stands there from the beginning does not."""
        names = ("title", "end_state", "lead_unit_id", "assisting")
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in names)


class Parts(BaseFormSet):  # type: ignore[type-arg]
    """The parts of a whole."""

    def clean(self) -> None:
        if not any(self.errors) and not self.drafts():
            raise forms.ValidationError(gettext("Name at least one part."))

    def drafts(self) -> list[NewPart]:
        """The filled rows, as the operation takes them."""
        return [NewPart(**f.cleaned_data) for f in self.forms if f.has_changed()]


PartFormSet: type[Parts] = formset_factory(  # type: ignore[assignment]
    PartForm, formset=Parts, extra=0, max_num=MOST_PARTS, absolute_max=MOST_PARTS
)
FIELDS = ("title", "end_state", "lead_unit_id", "assisting", "due_on", "weight", "is_mandatory")


def part_forms(sent: QueryDict | None, rows: Sequence[dict[str, Any]]) -> Parts:
    """The rows that were sent, else these."""
    if sent is None:
        return PartFormSet(prefix="parts", initial=rows)
    return PartFormSet(sent, prefix="parts")


def rows_wished(sent: QueryDict, new: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The rows to show when a button asked for one more or one less; None when to save."""
    if not {"add_row", "drop_row"} & sent.keys():
        return None
    count = sent.get("parts-TOTAL_FORMS", "")
    rows: list[dict[str, Any]] = [
        {name: sent.get(f"parts-{n}-{name}", "") for name in FIELDS}
        for n in range(min(int(count) if count.isdecimal() else 0, MOST_PARTS))
    ]
    if "add_row" in sent:
        return [*rows, new]
    return [row for n, row in enumerate(rows) if str(n) != sent["drop_row"]] or [new]


class NoteIntoItemForm(forms.Form):
    """A leader's note that becomes an item: what, whom, how urgent."""

    once = OnceField()
    note = text(4, label=_("What is to be done"))
    lead_unit_id = forms.TypedChoiceField(label=_("Who is to do it"), coerce=UUID)
    urgency = forms.ChoiceField(
        label=_("How urgent"), choices=URGENCIES, initial="ordinary", widget=Choosing
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_unit_id"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a unit")),
            *units_by_kind(clock.on(now)),
        ]
        self.fields["urgency"].widget.says = {
            key: gettext("Due on %(day)s") % {"day": city_day(limit_of_note(key, now))}
            for key, _label in URGENCIES
        }

    def title(self) -> str:
        """The first sentence of the note, as the item is called."""
        first = self.cleaned_data["note"].strip().split("\n")[0].split("。")[0]
        return str(Truncator(first.strip()).chars(60))
