"""Input shapes of the plan office. None of them has a field for a value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.plan.facts import LIMITS, Level, guyuan_2015
from liupan.capabilities.plan.facts.texts import HeadText
from liupan.capabilities.plan.queries.editions import LEVEL_CHOICES
from liupan.capabilities.plan.queries.parts import Part
from liupan.capabilities.plan.rules import FULL, Comparison, StepFault, StepValue, step_faults
from liupan.foundation.design.facade import DateField, DateInput, VersionField, city_day
from liupan.foundation.measures.facade import measures


def measure_choices() -> list[tuple[str, Any]]:
    """Every figure a room declares, and none."""
    return [("", _("none yet")), *((code, m.name) for code, m in measures().items())]


class TargetForm(forms.Form):
    """The figure a target is bound to. Its value cannot be entered anywhere."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    measure = forms.ChoiceField(
        label=_("Figure that measures it"),
        required=False,
        help_text=_("Computed from records; without one the board says “not yet measured”."),
    )
    reason = forms.CharField(
        label=_("Why the steps change"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when a step changes; it is kept in the journal."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = measure_choices()  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """One yearly step; an empty line is left out."""

    day = forms.DateField(label=_("By the end of"), required=False, widget=DateInput())
    figure = forms.DecimalField(
        label=_("Should be"), required=False, max_digits=18, decimal_places=4
    )

    def clean(self) -> dict[str, Any]:
        """Day and figure stand together or not at all."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, other in (("day", "figure"), ("figure", "day")):
            if name in cleaned and cleaned[name] is None and cleaned.get(other) is not None:
                self.add_error(name, _("Give both the day and the figure, or neither."))
        return cleaned


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the steps of a target must keep to."""

    comparison: Comparison
    unit: str
    baseline_on: date
    deadline_on: date


class Steps(BaseFormSet):  # type: ignore[type-arg]
    """The steps of a target, held to its bounds line by line where these are known."""

    def __init__(self, *args: Any, bounds: Bounds | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bounds = bounds

    def clean(self) -> None:
        """Each fault is said at its own field."""
        if self.bounds is None or any(self.errors):
            return
        filled = [form for form in self.forms if form.cleaned_data.get("day")]
        filled.sort(key=lambda form: form.cleaned_data["day"])
        for n, fault in step_faults(
            steps_of([form.cleaned_data for form in filled]),
            self.bounds.comparison,
            self.bounds.baseline_on,
            self.bounds.deadline_on,
            self.bounds.unit,
        ):
            field = "day" if fault in (StepFault.DAY, StepFault.TWICE) else "figure"
            filled[n].add_error(field, self._said(fault, self.bounds))

    def _said(self, fault: StepFault, bounds: Bounds) -> str:
        if fault is StepFault.DAY:
            return gettext("Choose a day after %(start)s, no later than %(end)s.") % {
                "start": city_day(bounds.baseline_on),
                "end": city_day(bounds.deadline_on),
            }
        share = bounds.unit == "%"
        said = {
            StepFault.RANGE: gettext("This must lie between 0 and 100.")
            if share
            else gettext("This must not be below 0."),
            StepFault.TWICE: gettext("There is a step on this day already."),
            StepFault.TURNS_BACK: gettext("This is further from the target than the step before."),
        }
        return said[fault]


StepFormSet: type[Steps] = formset_factory(  # type: ignore[assignment]
    StepForm, formset=Steps, extra=1, max_num=12, absolute_max=20
)


def step_forms(
    sent: QueryDict | None, rows: Sequence[Mapping[str, Any]], bounds: Bounds | None = None
) -> Steps:
    """The steps that were sent, else these rows and an empty one."""
    if sent is None:
        return StepFormSet(prefix="steps", initial=rows, bounds=bounds)
    return StepFormSet(sent, prefix="steps", bounds=bounds)


def rows_of(steps: Iterable[StepValue]) -> list[dict[str, Any]]:
    """Steps as lines of the form."""
    return [{"day": s.day, "figure": f"{s.figure.normalize():f}"} for s in steps]


def rows_wished(sent: QueryDict) -> list[dict[str, Any]] | None:
    """The lines to show when a button asked for one more or one less; None when to save."""
    if not {"add_step", "drop_step"} & sent.keys():
        return None
    count = sent.get("steps-TOTAL_FORMS", "")
    rows = [
        {name: sent.get(f"steps-{n}-{name}", "") for name in ("day", "figure")}
        for n in range(min(int(count) if count.isdecimal() else 0, 12))
    ]
    if "add_step" in sent:
        return rows
    dropped = sent["drop_step"]
    return [row for n, row in enumerate(rows) if str(n) != dropped and any(row.values())]


def steps_of(rows: Sequence[Mapping[str, Any]]) -> list[StepValue]:
    """The filled lines as steps, by day."""
    filled = [StepValue(row["day"], row["figure"]) for row in rows if row.get("day")]
    return sorted(filled, key=lambda step: step.day)


class TaskForm(forms.Form):
    """What the city office may set on a key task."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    lead = forms.CharField(label=_("Leading unit"), max_length=200)
    due_on = forms.DateField(label=_("Due"), widget=DateInput())
    end_state = forms.CharField(
        label=_("End state that can be seen"), widget=forms.Textarea(attrs={"rows": 3})
    )


class HeadForm(forms.Form):
    """What the head of an edition says."""

    title = forms.CharField(label=_("Title of the plan"), max_length=300)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=200)
    document_number = forms.CharField(
        label=_("Document number"),
        max_length=100,
        required=False,
        help_text=_("As printed on the paper; empty when it is not known."),
    )
    issued_on = DateField(label=_("Issued on"))
    starts_on = DateField(label=_("Starts on"))
    ends_on = DateField(label=_("Ends on"), help_text=_("The last day of the plan."))
    summary = forms.CharField(
        label=_("In short"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_example = forms.BooleanField(
        label=_("Example"),
        required=False,
        help_text=_("Invented to show how it works; every page says so."),
    )

    def clean(self) -> dict[str, Any]:
        """The plan ends after it starts."""
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and starts >= ends:
            self.add_error("ends_on", _("The plan ends before it starts."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What was entered, as operations take it."""
        kept = {k: v for k, v in self.cleaned_data.items() if k != "version"}
        return kept | {"document_number": kept["document_number"] or None}


class HeadChangeForm(HeadForm):
    """The head of a draft, as it was opened."""

    version = VersionField()


class PlanForm(HeadForm):
    """A new plan: whose it is, and the head of its first draft."""

    code = forms.SlugField(
        label=_("Code"), max_length=60, help_text=_("Small letters, digits and hyphens; for good.")
    )
    level = forms.ChoiceField(label=_("Level of the plan"), choices=LEVEL_CHOICES)
    division = forms.ChoiceField(label=_("Administrative division"))
    above = forms.ChoiceField(
        label=_("Plan above"),
        required=False,
        help_text=_("The plan here that it carries out, if there is one."),
    )
    field_order = ("code", "level", "division", "above")

    def __init__(
        self,
        *args: Any,
        divisions: Sequence[tuple[str, str]],
        plans: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = divisions  # type: ignore[attr-defined]
        self.fields["above"].choices = [("", _("none")), *plans]  # type: ignore[attr-defined]

    def head(self) -> HeadText:
        """The head as a text."""
        said = self.values()
        return HeadText(**said | {"level": Level(said["level"]), "above": said["above"] or None})


class ImportForm(forms.Form):
    """A file with one edition."""

    file = forms.FileField(
        label=_("File"), help_text=_("YAML or JSON, as an export writes it; 2 MB at most.")
    )

    def clean_file(self) -> Any:
        """No more than 2 MB are read."""
        file = self.cleaned_data["file"]
        if file.size > 2_000_000:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        return file


def office_names() -> dict[str, str]:
    """The offices of the house, by code."""
    return {o.code: o.name for o in guyuan_2015().offices}


COMPARISON_CHOICES = (
    (Comparison.AT_LEAST.value, _("at least (≥)")),
    (Comparison.MORE_THAN.value, _("more than (>)")),
    (Comparison.AT_MOST.value, _("at most (≤)")),
    (Comparison.INCREASING.value, _("up year by year")),
    (Comparison.DECREASING.value, _("down year by year")),
    (Comparison.DONE_BY.value, _("done by the deadline")),
)


class PartForm(forms.Form):
    """What the forms of all parts share."""

    version = VersionField(required=False)
    code = forms.CharField(label=_("Code"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=200)

    def __init__(self, *args: Any, targets: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "office" in self.fields:
            self.fields["office"].choices = list(office_names().items())  # type: ignore[attr-defined]
        if "measure" in self.fields:
            self.fields["measure"].choices = measure_choices()  # type: ignore[attr-defined]
        if "targets" in self.fields:
            self.fields["targets"].choices = targets  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was entered, as operations take it."""
        said = {k: v for k, v in self.cleaned_data.items() if k not in ("version", "targets")}
        if "office" in said:
            said["office_name"] = office_names()[said["office"]]
        for name in ("numeral", "measure"):
            if name in said:
                said[name] = said[name] or None
        if "assisting" in said:
            said["assisting"] = [
                line.strip() for line in said["assisting"].split("\n") if line.strip()
            ]
        return said


class SectionForm(PartForm):
    """A chapter."""

    numeral = forms.CharField(label=_("Numeral"), max_length=10, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)


class ClauseForm(PartForm):
    """A matter of the plan."""

    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    gist = forms.CharField(label=_("What it says"), widget=forms.Textarea(attrs={"rows": 3}))
    office = forms.ChoiceField(label=_("Office that serves it"))
    missing = forms.CharField(
        label=_("What is missing yet"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DraftTargetForm(PartForm):
    """A target of a draft. Its value cannot be entered anywhere."""

    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    comparison = forms.ChoiceField(
        label=_("How it is compared"),
        choices=COMPARISON_CHOICES,
    )
    figure = forms.DecimalField(
        label=_("The plan's number"), required=False, max_digits=18, decimal_places=4
    )
    proposal = forms.DecimalField(
        label=_("Proposed number"),
        required=False,
        max_digits=18,
        decimal_places=4,
        help_text=_("Where the plan itself gives none."),
    )
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    baseline_on = DateField(label=_("Baseline on"))
    deadline_on = DateField(label=_("Deadline"))
    lead = forms.CharField(label=_("Leading unit"), max_length=200)
    office = forms.ChoiceField(label=_("Office that feeds the figure"))
    measure = forms.ChoiceField(
        label=_("Figure that measures it"),
        required=False,
        help_text=_("Computed from records; without one the board says “not yet measured”."),
    )
    formula = forms.CharField(label=_("Formula in words"), widget=forms.Textarea(attrs={"rows": 2}))
    formula_en = forms.CharField(
        label=_("Formula in English"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    numerator = forms.CharField(label=_("Numerator"), max_length=500)
    denominator = forms.CharField(label=_("Denominator"), max_length=500, required=False)
    evidence = forms.CharField(label=_("Evidence"), max_length=500)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DraftTaskForm(PartForm):
    """A key task of a draft."""

    end_state = forms.CharField(
        label=_("End state that can be seen"), widget=forms.Textarea(attrs={"rows": 3})
    )
    lead = forms.CharField(label=_("Leading unit"), max_length=200)
    assisting = forms.CharField(
        label=_("Assisting units"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One to a line."),
    )
    due_on = DateField(label=_("Due"))
    office = forms.ChoiceField(label=_("Office that follows it"))
    targets = forms.MultipleChoiceField(
        label=_("Targets it works for"), required=False, widget=forms.CheckboxSelectMultiple
    )


PART_FORMS: Mapping[Part, type[PartForm]] = {
    Part.SECTION: SectionForm,
    Part.CLAUSE: ClauseForm,
    Part.TARGET: DraftTargetForm,
    Part.TASK: DraftTaskForm,
}


class NoticeForm(forms.Form):
    """A notice that is to be read, and whose plan it makes."""

    division = forms.ChoiceField(label=_("Whose plan it is"))
    file = forms.FileField(
        label=_("File with the notice"),
        help_text=_("Text (.txt), Word (.docx) or PDF; 20 MB at most. No scanned pages."),
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.docx,.pdf"}),
    )

    def __init__(self, *args: Any, divisions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = divisions  # type: ignore[attr-defined]


class ProposedForm(forms.Form):
    """What the forms of all proposed parts share."""

    version = VersionField()

    def __init__(
        self,
        *args: Any,
        sections: Sequence[tuple[str, str]] = (),
        plans: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("section", sections), ("above", plans)):
            if name in self.fields:
                self.fields[name].choices = [("", _("none")), *offered]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What was entered, as a proposal keeps it: text, and lists of text."""
        return {k: _kept(k, v) for k, v in self.cleaned_data.items() if k != "version"}


def _kept(name: str, value: Any) -> Any:
    if name == "assisting":
        return [line.strip() for line in value.split("\n") if line.strip()]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


class ProposedHeadForm(ProposedForm, HeadForm):
    """The head of the plan that a notice proposes."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("Of a new plan; the code of one that is here makes this its next edition."),
    )
    above = forms.ChoiceField(
        label=_("Plan above"),
        required=False,
        help_text=_("The plan here that it carries out, if there is one."),
    )
    title_en = None  # type: ignore[assignment]
    note = None  # type: ignore[assignment]
    is_example = None  # type: ignore[assignment]
    field_order = ("title", "issuer", "document_number", "issued_on", "starts_on", "ends_on")

    def values(self) -> dict[str, Any]:
        """See `said`."""
        return self.said()


class PaperForm(ProposedForm):
    """A paper that the notice cites and carries out."""

    document_number = forms.CharField(label=_("Document number"), max_length=100, required=False)
    title = forms.CharField(label=_("Title of the paper"), max_length=300, required=False)
    level = forms.ChoiceField(label=_("Level of the paper"), choices=LEVEL_CHOICES)

    def clean(self) -> dict[str, Any]:
        """Number or title, one of them at least."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not (cleaned.get("document_number") or cleaned.get("title")):
            self.add_error("document_number", _("Give the number or the title."))
        return cleaned


class ProposedSectionForm(ProposedForm):
    """A section of the notice."""

    numeral = forms.CharField(label=_("Numeral"), max_length=10, required=False)
    name = forms.CharField(label=_("Name"), max_length=200)


class ProposedTargetForm(ProposedForm):
    """A target of the notice: what, how compared, how much, until when."""

    name = forms.CharField(label=_("Name"), max_length=200)
    comparison = forms.ChoiceField(label=_("How it is compared"), choices=COMPARISON_CHOICES)
    figure = forms.DecimalField(
        label=_("The plan's number"), required=False, max_digits=18, decimal_places=4, min_value=0
    )
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    deadline_on = DateField(label=_("Deadline"), required=False)
    lead = forms.CharField(label=_("Leading unit"), max_length=200, required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)
    clause = forms.CharField(label=_("Clause"), max_length=200, required=False)
    words = forms.CharField(
        label=_("Its words in the notice"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """A bound needs a number, a day has none."""
        cleaned: dict[str, Any] = super().clean() or {}
        comparison, figure = cleaned.get("comparison"), cleaned.get("figure")
        if "figure" in self.errors or not comparison:
            return cleaned
        if comparison in set(LIMITS) and figure is None:
            self.add_error("figure", _("This comparison needs a number."))
        if comparison == Comparison.DONE_BY and figure is not None:
            self.add_error("figure", _("What is done by a day has no number."))
        if cleaned.get("unit") == "%" and figure is not None and figure > FULL:
            self.add_error("figure", _("This must lie between 0 and 100."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What a person has saved is no conclusion any more."""
        return {**super().said(), "is_concluded": False}


class ProposedTaskForm(ProposedForm):
    """A key task of the notice."""

    name = forms.CharField(label=_("Name"), max_length=200)
    end_state = forms.CharField(
        label=_("End state that can be seen"), widget=forms.Textarea(attrs={"rows": 3})
    )
    lead = forms.CharField(label=_("Leading unit"), max_length=200, required=False)
    assisting = forms.CharField(
        label=_("Assisting units"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One to a line."),
    )
    due_on = DateField(label=_("Due"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)
    clause = forms.CharField(label=_("Clause"), max_length=200, required=False)


PROPOSED_FORMS: Mapping[str, type[ProposedForm]] = {
    "head": ProposedHeadForm,
    "paper": PaperForm,
    "section": ProposedSectionForm,
    "target": ProposedTargetForm,
    "task": ProposedTaskForm,
}
