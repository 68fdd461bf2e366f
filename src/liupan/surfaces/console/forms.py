"""Input shapes of the console."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from liupan.foundation.design.forms import DateField, Suggesting
from liupan.foundation.identity.facade import (
    AccountRef,
    find_account_by_username,
    find_staff,
    has_few_staff,
)
from liupan.foundation.organisations.facade import (
    CATEGORIES,
    LEVELS,
    POST_KINDS,
    list_divisions,
    list_posts_of,
    list_tree,
    unit_options,
    units_called,
)
from liupan.kernel import clock
from liupan.kernel.authority import Duty, permissions
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

ENDS = "end"
"""What becomes of a post that no part of a split unit takes."""

OFFERED = 400
"""So many people can be picked from a list; in a larger city one types a part of the name."""

MENTIONED = 5
"""So many are named when several fit."""


class UnitField(forms.CharField):
    """A unit of today, by name, code or a part of them. Gives the id."""

    widget = Suggesting

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Type a part of the name, pinyin or code."))
        super().__init__(**kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Tells the widget what there is to choose from, at each request anew."""
        self.widget.options = unit_options(clock.today())
        return super().get_bound_field(form, field_name)

    def prepare_value(self, value: Any) -> Any:
        """Ids, as initial values give them, become names."""
        if (id_ := _as_uuid(value)) is None:
            return value
        return next((b.unit.name for b in list_tree(clock.today()) if b.unit.id == id_), value)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        return _one_unit(words) if words else None


def _one_unit(words: str) -> UUID:
    found = units_called(words, clock.today(), limit=MENTIONED + 1)
    if len(found) == 1:
        return found[0].id
    if not found:
        raise forms.ValidationError(_("There is no such unit. Try a part of its name."))
    names = [f"{unit.name} ({unit.code})" for unit in found[:MENTIONED]]
    raise forms.ValidationError(
        _("Several units fit: %(names)s. Give the whole name or the code."),
        params={"names": _listed(names)},
    )


def _listed(names: Iterable[str]) -> str:
    return pgettext("between chosen values", ", ").join(names)


def _as_uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


class DivisionField(forms.TypedChoiceField):
    """A division of today."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=UUID, empty_value=None, choices=_divisions, **kwargs)


class PersonField(forms.CharField):
    """A member of staff, by username, name, pinyin or a part of them. Gives the id.

    While the city is small everybody can be picked from a list; when several fit, they are named.
    """

    widget = Suggesting

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Tells the widget what there is to choose from, at each request anew."""
        few = find_staff("", size=OFFERED) if has_few_staff(OFFERED) else []
        people = _people([person for person in few if person.is_open])
        self.widget.options = format_html_join("", '<option value="{}">{}</option>', people)
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return None
        account = find_account_by_username(words)
        if account:
            return account.id
        found = find_staff(words, size=MENTIONED + 1)
        exact = [person for person in found if person.name == words] or found
        if len(exact) == 1:
            return exact[0].id
        if not exact:
            raise forms.ValidationError(_("There is nobody of this username or name."))
        names = [f"{label} ({username})" for username, label in _people(exact[:MENTIONED])]
        raise forms.ValidationError(
            _("Several people fit: %(names)s. Give the username."),
            params={"names": _listed(names)},
        )


def _people(people: Sequence[AccountRef]) -> list[tuple[str, str]]:
    """Usernames, with who that is: name, unit and post."""
    held = list_posts_of([person.id for person in people], clock.today())
    return [
        (
            person.username,
            " ".join(
                [person.name, *(f"{p.unit_name} {p.title}" for p in held.get(person.id, [])[:1])]
            ),
        )
        for person in people
    ]


def _units() -> list[tuple[str, str]]:
    none: list[tuple[str, str]] = [("", "—")]
    tree = list_tree(clock.today())
    return none + [(str(b.unit.id), "　" * b.depth + b.unit.name) for b in tree]


def _divisions() -> list[tuple[str, str]]:
    none: list[tuple[str, str]] = [("", "—")]
    return none + [(str(d.id), f"{d.code} {d.name}") for d in list_divisions(clock.today())]


def effective() -> DateField:
    """From which day on a reform holds."""
    return DateField(
        label=_("From this day on"),
        initial=clock.today,
        help_text=_("Today or a day before; the time before keeps what it was."),
    )


class Versioned(forms.Form):
    """A form that notices when somebody was faster."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class UnitForm(forms.Form):
    """A new unit."""

    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=100)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    category = forms.ChoiceField(label=_("Category"), choices=CATEGORIES)
    parent = UnitField(label=_("Unit above"))
    division = DivisionField(label=_("Division"))
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=18, required=False)
    order = forms.IntegerField(label=_("Place in lists"), min_value=0, initial=0)
    valid_from = DateField(label=_("Exists from"), initial=clock.today)


class RenameForm(forms.Form):
    """A new name from a day on."""

    name = forms.CharField(label=_("New name"), max_length=100)
    short_name = forms.CharField(label=_("New short name"), max_length=40, required=False)
    effective_on = effective()


class MoveForm(forms.Form):
    """A new place from a day on."""

    parent = UnitField(label=_("New unit above"))
    division = DivisionField(label=_("Division"))
    effective_on = effective()


class CorrectUnitForm(Versioned):
    """Slips put right."""

    name = forms.CharField(label=_("Name"), max_length=100)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    category = forms.ChoiceField(label=_("Category"), choices=CATEGORIES)
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=18, required=False)
    order = forms.IntegerField(label=_("Place in lists"), min_value=0)


class AbolishForm(forms.Form):
    """The end of a unit."""

    successor = UnitField(label=_("Successor"), required=False)
    hands_over = forms.BooleanField(
        label=_("Posts and people go on in the successor"), required=False
    )
    effective_on = effective()


class MergeForm(forms.Form):
    """Into which unit it merges, and which other units do."""

    into = UnitField(label=_("Unit that takes over"))
    others = forms.TypedMultipleChoiceField(
        label=_("Units that end with it"),
        coerce=UUID,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("They merge into the same unit; leave it empty when there are none."),
    )
    effective_on = effective()

    def __init__(self, *args: Any, unit_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(key, name) for key, name in _units() if key not in ("", str(unit_id))]
        self.fields["others"].choices = others  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """The parts a unit is split into, and which post goes where.

    Fields are `code_N` and `name_N` for each part, `post_ID` for each post.
    """

    effective_on = effective()

    def __init__(
        self, *args: Any, posts: Iterable[tuple[UUID, str]], parts: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        numbers = range(1, parts + 1)
        for n in numbers:
            code, name = _("Code of part %(n)s") % {"n": n}, _("Name of part %(n)s") % {"n": n}
            self.fields[f"code_{n}"] = forms.CharField(label=code, max_length=40)
            self.fields[f"name_{n}"] = forms.CharField(label=name, max_length=100)
        goals = [(str(n), _("goes to part %(n)s") % {"n": n}) for n in numbers]
        for post_id, label in posts:
            self.fields[f"post_{post_id}"] = forms.ChoiceField(
                label=label, choices=[*goals, (ENDS, _("ends"))], initial="1"
            )


class PostForm(forms.Form):
    """A new post. `new_id` is the id it will have, so that sending twice makes one."""

    new_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    title = forms.CharField(label=_("Title"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=POST_KINDS)
    order = forms.IntegerField(label=_("Place in lists"), min_value=0, initial=0)
    valid_from = DateField(label=_("Exists from"), initial=clock.today)


class ChangePostForm(Versioned):
    """A post's title, kind and place."""

    title = forms.CharField(label=_("Title"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=POST_KINDS)
    order = forms.IntegerField(label=_("Place in lists"), min_value=0)


class EffectiveForm(forms.Form):
    """A day from which something holds no longer."""

    effective_on = effective()


class AppointForm(forms.Form):
    """Who holds a post, from when, until when."""

    person = PersonField(
        label=_("Person"),
        max_length=64,
        help_text=_("Type a part of the name, pinyin or username."),
    )
    valid_from = DateField(label=_("First day"), initial=clock.today)
    valid_to = DateField(
        label=_("Until before this day"),
        required=False,
        help_text=_("Leave it empty when no end is known."),
    )
    is_primary = forms.BooleanField(label=_("This becomes the main post"), required=False)
    is_acting = forms.BooleanField(label=_("Acting for somebody"), required=False)


class EndForm(forms.Form):
    """The end of an appointment; the day may lie ahead."""

    effective_on = DateField(label=_("First day without the post"), initial=clock.today)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=200, help_text=_("Kept in the journal only.")
    )


class DivisionForm(forms.Form):
    """A new division."""

    code = forms.CharField(label=_("Code"), max_length=9, help_text=_("6 digits, 9 for townships."))
    name = forms.CharField(label=_("Name"), max_length=60)
    level = forms.TypedChoiceField(label=_("Level"), coerce=int, choices=LEVELS)
    parent = DivisionField(label=_("Division above"), required=False)
    valid_from = DateField(label=_("Exists from"), initial=clock.today)


class ReplaceDivisionForm(forms.Form):
    """Another code or name from a day on."""

    code = forms.CharField(label=_("New code"), max_length=9)
    name = forms.CharField(label=_("New name"), max_length=60)
    effective_on = effective()


class CorrectDivisionForm(Versioned):
    """A slip put right."""

    name = forms.CharField(label=_("Name"), max_length=60)


class TableFileForm(forms.Form):
    """A file with rows of a table."""

    file = forms.FileField(
        label=_("File (CSV or XLSX)"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    )


class ExportTableForm(forms.Form):
    """In which form a table goes out."""

    form = forms.ChoiceField(
        label=_("File format"),
        choices=[
            ("xlsx", _("Excel workbook (XLSX)")),
            ("csv", "CSV (UTF-8)"),
            ("csv-gb18030", "CSV (GB 18030)"),
        ],
    )


class RoleForm(forms.Form):
    """A business role of the city's own."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Letters, digits and hyphens; stays for ever.")
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    needs_second_factor = forms.BooleanField(label=_("Needs a second factor"), required=False)
    permits = forms.MultipleChoiceField(
        label=_("Permits"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        business = [p for p in permissions().values() if p.duty is Duty.BUSINESS]
        self.fields["permits"].choices = [(p.code, p.label) for p in business]  # type: ignore[attr-defined]


class ChangeRoleForm(RoleForm):
    """A role changed; its code stays."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    code = forms.SlugField(widget=forms.HiddenInput)


class GrantForm(forms.Form):
    """Who gets which role over what, and for how long."""

    role = forms.ChoiceField(label=_("Role"))
    person = PersonField(label=_("To a person"), required=False, max_length=64)
    post = forms.UUIDField(widget=forms.HiddenInput, required=False)
    everyone_in = UnitField(label=_("Or to everyone with a post in"), required=False)
    unit = UnitField(
        label=_("Over"),
        required=False,
        help_text=_("And all below. Empty: over the unit of the holder's own post."),
    )
    valid_from = DateField(label=_("First day"), initial=clock.today)
    valid_to = DateField(label=_("Until before this day"), required=False)

    def __init__(self, *args: Any, roles: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = list(roles)  # type: ignore[attr-defined]
        if self.initial.get("post"):
            del self.fields["person"], self.fields["everyone_in"]


class NarrowForm(Versioned):
    """A grant cut down."""

    unit_id = UnitField(label=_("Over"), required=False)
    valid_to = DateField(label=_("Until before this day"), required=False)


class RevokeForm(forms.Form):
    """Why a grant is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class ClearanceForm(Versioned):
    """The highest level a person may see."""

    level = forms.TypedChoiceField(label=_("Clearance"), coerce=lambda v: Secrecy(int(v)))

    def __init__(self, *args: Any, levels: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = list(levels)  # type: ignore[attr-defined]
