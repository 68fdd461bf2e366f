"""What is said with an act on an outgoing document."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from liupan.foundation.design.facade import Suggesting
from liupan.foundation.identity.facade import (
    AccountRef,
    find_account_by_username,
    find_staff,
    has_few_staff,
)
from liupan.foundation.organisations.facade import list_posts_of
from liupan.kernel import clock

OFFERED = 60
"""With no more people than this everybody is offered in a list."""
MENTIONED = 5
Choices = Sequence[tuple[str, Any]]


def text(rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class PersonField(forms.CharField):
    """A member of staff by name, username or a part of them. Gives the account's id."""

    widget = Suggesting

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Name, pinyin or username."))
        super().__init__(max_length=64, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Tells the widget who there is, at each request anew."""
        few = find_staff("", size=OFFERED) if has_few_staff(OFFERED) else []
        people = _described([one for one in few if one.is_open])
        self.widget.options = format_html_join("", '<option value="{}">{}</option>', people)
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> UUID | None:
        words = super().clean(value)
        if not words:
            return None
        if account := find_account_by_username(words):
            return account.id
        found = find_staff(words, size=MENTIONED + 1)
        exact = [one for one in found if one.name == words] or found
        if len(exact) == 1:
            return exact[0].id
        if not exact:
            raise forms.ValidationError(_("There is nobody of this name."))
        named = [f"{label} ({username})" for username, label in _described(exact[:MENTIONED])]
        raise forms.ValidationError(
            _("Several people fit: %(names)s. Give the username."),
            params={"names": pgettext("between chosen values", ", ").join(named)},
        )


def _described(people: Sequence[AccountRef]) -> list[tuple[str, str]]:
    """Usernames, with who that is: name, unit and post."""
    held = list_posts_of([one.id for one in people], clock.today())
    return [
        (
            one.username,
            " ".join([one.name, *(f"{p.unit_name} {p.title}" for p in held.get(one.id, [])[:1])]),
        )
        for one in people
    ]


class StepForm(forms.Form):
    """Everything that is said at a step says which step, and when the page was opened."""

    item_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)


class OpinionForm(StepForm):
    """An opinion, set in handwriting as it will be shown."""

    opinion = forms.CharField(
        label=pgettext_lazy("document", "Opinion"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "lp-sign", "aria-keyshortcuts": "Alt+O"}),
    )  # fmt: skip


class ReturnForm(StepForm):
    """Where to, and why."""

    to = forms.ChoiceField(
        label=pgettext_lazy("document", "Back to"), widget=forms.RadioSelect, initial="STARTER"
    )
    reason = text(label=pgettext_lazy("document", "What is to be changed"))

    def __init__(self, *args: Any, targets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = list(targets)  # type: ignore[attr-defined]


class PassOnForm(StepForm):
    """To whom, and why."""

    person = PersonField(label=pgettext_lazy("document", "To whom"))
    reason = text(2, label=pgettext_lazy("document", "Reason"), required=False)


class AddSignerForm(StepForm):
    """Who is to sign too, before or after."""

    person = PersonField(label=gettext_lazy("Who is to sign too"))
    place = forms.ChoiceField(
        label=pgettext_lazy("signing", "When"), widget=forms.RadioSelect, initial="before",
        choices=[
            ("before", gettext_lazy("before me")),
            ("after", gettext_lazy("after me")),
        ],
    )  # fmt: skip


class CopyForm(StepForm):
    """Who is to read it."""

    person = PersonField(label=gettext_lazy("Who is to read it"))


class NoteForm(StepForm):
    """A word to whom one urges."""

    note = text(2, label=pgettext_lazy("document", "A word to them"), required=False)


class PlainForm(StepForm):
    """Nothing is asked: the button alone."""


class ReasonForm(StepForm):
    """A reason that must be given."""

    reason = text(label=pgettext_lazy("document", "Reason"))


class NumberForm(StepForm):
    """Which code, and the next number or one that was kept free."""

    code_id = forms.TypedChoiceField(label=pgettext_lazy("document", "Code"), coerce=UUID)
    reserved_id = forms.TypedChoiceField(
        label=pgettext_lazy("document", "Number"), coerce=UUID, empty_value=None, required=False
    )

    def __init__(self, *args: Any, codes: Choices, reserved: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code_id"].choices = list(codes)  # type: ignore[attr-defined]
        free = [("", _("the next one")), *reserved]
        self.fields["reserved_id"].choices = free  # type: ignore[attr-defined]
        if not reserved:
            del self.fields["reserved_id"]


class SealForm(StepForm):
    """Which seal of the unit."""

    seal_id = forms.TypedChoiceField(label=pgettext_lazy("document", "Seal"), coerce=UUID)

    def __init__(self, *args: Any, seals: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seal_id"].choices = list(seals)  # type: ignore[attr-defined]
