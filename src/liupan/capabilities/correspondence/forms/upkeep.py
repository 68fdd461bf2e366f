"""What is asked of templates, codes and circles."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.correspondence.forms.naming import UnitField, UnitsField
from liupan.capabilities.correspondence.operations.circles import CircleValues
from liupan.capabilities.correspondence.operations.codes import CodeValues
from liupan.capabilities.correspondence.operations.templates import TemplateValues
from liupan.capabilities.correspondence.queries.upkeep import CircleView, CodeView, TemplateView
from liupan.capabilities.correspondence.rules.composing import read_text, write_text
from liupan.foundation.design.facade import VersionField

TYPES = [(word, word) for word in (
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复",
    "议案", "函", "纪要",
)]  # fmt: skip
"""The fifteen types (文种), in the order of the regulation; domain words, in every language."""
FORMS = [
    ("common", pgettext_lazy("document form", "document")),
    ("letter", pgettext_lazy("document form", "letter")),
    ("order", pgettext_lazy("document form", "order")),
    ("minutes", pgettext_lazy("document form", "minutes")),
]


def lines_of(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class TemplateForm(forms.Form):
    """A template of documents (公文模板)."""

    version = VersionField(required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    type = forms.ChoiceField(label=pgettext_lazy("document", "Type"), choices=TYPES)
    form = forms.ChoiceField(label=gettext_lazy("Layout"), choices=FORMS)
    unit_id = UnitField(label=gettext_lazy("For the unit"), required=False)
    hint = forms.CharField(
        label=gettext_lazy("When to use it"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    title = forms.CharField(label=pgettext_lazy("document", "Title"), max_length=300)
    addressees = forms.CharField(
        label=gettext_lazy("Main addressees"),
        help_text=gettext_lazy("One on each line, as printed."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = forms.CharField(
        label=pgettext_lazy("document", "Text"),
        help_text=gettext_lazy(
            "A line is a paragraph; 一、 （一） 1. （1） begin headings, | the row of a table, and "
            "**words** are strong."
        ),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 14, "class": "lp-composer__plain"}),
    )
    note = forms.CharField(label=pgettext_lazy("document", "Note"), required=False, max_length=300)

    def __init__(self, *args: Any, for_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: dict[str, Any] = {}
        self.fields["unit_id"].required = not for_all
        if for_all:
            self.fields["unit_id"].help_text = gettext_lazy("Empty: offered to all units.")

    @classmethod
    def of(cls, view: TemplateView, data: Any, *, for_all: bool) -> "TemplateForm":
        """The form of a template that stands."""
        source = view.source
        said = {
            "version": view.version, "name": view.name, "type": view.type, "form": view.form,
            "unit_id": view.unit_id, "hint": view.hint, "title": source["title"],
            "addressees": "\n".join(source.get("addressees", ())),
            "body": write_text(source["body"]), "note": source.get("note", ""),
        }  # fmt: skip
        form = cls(data, initial=said, for_all=for_all)
        form.kept = source
        return form

    def values(self) -> TemplateValues:
        """What was entered; what the form does not show of the source stays."""
        said = self.cleaned_data
        source = {
            "issuers": [],
            **self.kept,
            "type": said["type"],
            "form": said["form"],
            "title": said["title"],
            "addressees": lines_of(said["addressees"]),
            "body": read_text(said["body"]),
            "note": said["note"],
        }
        return TemplateValues(
            said["unit_id"], said["name"], said["type"], said["form"], source, said["hint"]
        )


class CodeForm(forms.Form):
    """A code that numbers begin with (发文机关代字)."""

    version = VersionField(required=False)
    text = forms.CharField(
        label=pgettext_lazy("document", "Code"),
        help_text=gettext_lazy("As it is printed before the year, such as 固政办发."),
        max_length=20,
    )
    unit_id = UnitField(label=gettext_lazy("Issuing unit"))
    form = forms.ChoiceField(label=gettext_lazy("Layout"), choices=FORMS)
    word = forms.CharField(
        label=gettext_lazy("Word of the mark"),
        help_text=gettext_lazy("Empty: as the layout wants it, such as 文件."),
        required=False,
        max_length=10,
    )

    @classmethod
    def of(cls, view: CodeView, data: Any) -> "CodeForm":
        """The form of a code that stands."""
        names = ("version", "text", "unit_id", "form", "word")
        return cls(data, initial={name: getattr(view, name) for name in names})

    def clean_text(self) -> str:
        """Without white space and what stands around the year."""
        text = "".join(str(self.cleaned_data["text"]).split())
        if any(mark in text for mark in "〔〕[]0123456789号"):
            raise forms.ValidationError(_("Give the code alone, without year and number."))
        return text

    def values(self) -> CodeValues:
        """What was entered."""
        said = self.cleaned_data
        return CodeValues(said["unit_id"], said["text"], said["form"], said["word"])


class CircleForm(forms.Form):
    """A circle of addressees (发文范围)."""

    version = VersionField(required=False)
    name = forms.CharField(
        label=gettext_lazy("Words printed for it"),
        help_text=gettext_lazy("Such as 各县（区）人民政府."),
        max_length=100,
    )
    unit_id = UnitField(label=gettext_lazy("Unit that uses it"))
    members = UnitsField(
        label=gettext_lazy("Units it goes to"),
        help_text=gettext_lazy("One on each line, or set apart by commas."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    @classmethod
    def of(cls, view: CircleView, data: Any) -> "CircleForm":
        """The form of a circle that stands."""
        names = ("version", "name", "unit_id", "members")
        return cls(data, initial={name: getattr(view, name) for name in names})

    def values(self) -> CircleValues:
        """What was entered."""
        said = self.cleaned_data
        return CircleValues(said["unit_id"], said["name"], said["members"])
