"""Shapes of what is entered about rules and numbers."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.design.facade import DateField, VersionField

SURENESS = (
    ("V", _("read at the source")),
    ("S", _("second hand")),
    ("K", _("common knowledge or our default")),
    ("U", _("unclear")),
)


class WhenForm(forms.Form):
    """Which day's table, and where."""

    on = DateField(label=_("Day"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, *args: object, places: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class CompareForm(forms.Form):
    """Two days whose tables are compared."""

    before = DateField(label=pgettext_lazy("day", "Earlier"))
    after = DateField(label=pgettext_lazy("day", "Later"))


class RuleForm(forms.Form):
    """What a rule says from a day on."""

    scope = forms.ChoiceField(label=_("Holds in"), required=False)
    from_on = DateField(label=_("From"), help_text=_("What holds until that day is kept."))
    text = forms.CharField(label=pgettext_lazy("rule", "Value"))
    unit = forms.CharField(widget=forms.HiddenInput, required=False)
    law = forms.CharField(label=_("Law"), required=False)
    edition = forms.CharField(label=_("Edition of the law"), required=False)
    article = forms.CharField(label=_("Article"), required=False)
    source = forms.CharField(
        label=_("Source"), help_text=_("Where you read it: a document number, a page.")
    )
    sureness = forms.ChoiceField(label=_("How sure"), choices=SURENESS)
    reason = forms.CharField(
        label=_("Reason of the change"), widget=forms.Textarea(attrs={"rows": 3})
    )
    version = VersionField()

    def __init__(self, *args: object, places: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["scope"].choices = places  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """From when on a rule holds no more."""

    ends_on = DateField(label=_("The first day without it"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    version = VersionField()


class SeriesForm(forms.Form):
    """A series of numbers."""

    code = forms.SlugField(label=_("Code"), help_text=_("Programs take numbers by this word."))
    title = forms.CharField(label=_("Name"))
    pattern = forms.CharField(
        label=_("Pattern"),
        help_text=_("{prefix} the prefix, {year} the year in full, {n} the running number."),
    )
    letters = forms.CharField(label=_("Prefix"), required=False)
    is_yearly = forms.BooleanField(label=_("Begins at 1 each year"), required=False)
    version = VersionField(required=False)


class ReserveForm(forms.Form):
    """Numbers to set aside."""

    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=100)
    purpose = forms.CharField(label=_("What for"))
    scope = forms.CharField(label=_("Scope"), required=False)
