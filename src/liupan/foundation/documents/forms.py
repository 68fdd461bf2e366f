"""Fields for files, which come with the form or in parts before it; the form of a mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from liupan.foundation.design.facade import DateField
from liupan.foundation.documents.kinds import ACCEPT
from liupan.foundation.documents.uploads import UploadReader, find_upload
from liupan.kernel import clock
from liupan.kernel.secrecy import CEILING, LONGEST_YEARS, STAR, WORDS, ImpossibleMark, Mark, Secrecy


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as a form brings it; `content` is open for seeking."""

    name: str
    content: BinaryIO


class FilesInput(forms.FileInput):
    """Several files in one field. With a script they are sent in parts as soon as they are chosen,
    and the form brings their keys in `NAME.uploads`; without one the form brings them itself."""

    allow_multiple_selected = True

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-lp-uploads": reverse("documents:uploads"),
            "data-lp-pause": pgettext("upload", "Pause"),
            "data-lp-resume": pgettext("upload", "Go on"),
            "data-lp-cancel": pgettext("upload", "Cancel"),
            "data-lp-done": _("Sent whole"),
            "data-lp-paused": _("Paused"),
            "data-lp-again": _("The connection was lost; trying again"),
            "data-lp-broken": _("The connection was lost. Go on when it is back."),
            "data-lp-kept": _(
                "Kept on this device; it goes on by itself when the connection is back."
            ),
            "data-lp-waits": _("The form is sent when all files are there."),
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        whole = files.getlist(name) if hasattr(files, "getlist") else []
        keys = data.getlist(f"{name}.uploads") if hasattr(data, "getlist") else []
        return [*whole, *(_upload(key) for key in keys)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}.uploads" not in data


class FilesField(forms.FileField):
    """Files for a thing; what is taken is looked at when they are kept."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "help_text", gettext_lazy("PDF, OFD, DOCX, XLSX, pictures, text; several at once.")
        )
        kwargs.setdefault("widget", FilesInput(attrs={"accept": ACCEPT, "multiple": True}))
        super().__init__(**kwargs)

    def clean(self, value: Any, initial: Any = None) -> list[Attached]:
        return [self._attached(one) for one in value or ()]

    def _attached(self, one: Any) -> Attached:
        if isinstance(one, UploadReader):
            return Attached(one.name, cast(BinaryIO, one))
        if one is None:
            raise forms.ValidationError(_("A file did not come whole. Choose it again."))
        cleaned = super().clean(one)
        return Attached(cleaned.name, cleaned.file)


def _upload(key: str) -> UploadReader | None:
    try:
        return find_upload(UUID(key))
    except ValueError:
        return None


class MarkForm(forms.Form):
    """Another secrecy mark, and why."""

    level = forms.TypedChoiceField(
        label=pgettext_lazy("secrecy", "Level"), coerce=lambda value: Secrecy(int(value))
    )
    period = forms.CharField(
        label=pgettext_lazy("secrecy", "Period"),
        required=False,
        max_length=100,
        help_text=gettext_lazy(
            "For state secrets: years (1年), a day (2020年1月1日) or a condition; "
            "without one the longest of the level."
        ),
    )
    since = DateField(label=gettext_lazy("Determined on"), required=False)
    reason = forms.CharField(
        label=pgettext_lazy("secrecy", "Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [level for level in Secrecy if level <= CEILING[settings.LIUPAN_ZONE]]
        field = self.fields["level"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(level.value, WORDS[level]) for level in levels]
        if not any(level in LONGEST_YEARS for level in levels):
            del self.fields["period"], self.fields["since"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "level" in said:
            said["mark"] = self._mark(said)
        return said

    def _mark(self, said: dict[str, Any]) -> Mark | None:
        level = said["level"]
        since: date = said.get("since") or clock.today()
        words = f"{WORDS[level]}{STAR}{said.get('period', '')}".rstrip(STAR)
        try:
            return Mark.parse(words, since=since)
        except ImpossibleMark as wrong:
            self.add_error("period" if "period" in self.fields else "level", _reason(str(wrong)))
            return None


def _reason(code: str) -> str:
    sentences: dict[str, str] = {
        "long": _("No period may be longer than 30 years for top secret, 20 for confidential, "
                  "10 for secret, nor end before it begins."),
        "level": _("Only state secrets have a period."),
    }  # fmt: skip
    return sentences.get(code, _("Write years, a day or a condition."))


class DecisionForm(forms.Form):
    """Approve or refuse that a mark is lowered."""

    is_granted = forms.TypedChoiceField(
        choices=(("yes", "yes"), ("no", "no")), coerce=lambda value: value == "yes"
    )
    answer = forms.CharField(required=False, max_length=1000)


def errors_shown(form: forms.Form, fields: Mapping[str, Sequence[str]]) -> None:
    """Place what an operation refused beside the fields it concerns."""
    for name, texts in fields.items():
        form.add_error({"mark": "level"}.get(name, name), list(texts))
