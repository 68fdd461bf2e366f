"""What widgets are written as: escaped once, remembered, and never one text for another."""

import pytest
from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from liupan.foundation.design.components.forms import widget_attrs, widget_checks

HOSTILE = '"><script>alert(1)</script>'
CHOICES = [("a", "甲"), (HOSTILE, HOSTILE)]


class Form(forms.Form):
    """A field with boxes, one with options, one with text."""

    boxes = forms.MultipleChoiceField(
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    choice = forms.ChoiceField(choices=CHOICES)
    words = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"class": "lp-w-date"}))


@pytest.mark.parametrize("turn", ["first", "from memory"])
def test_hostile_values_are_escaped_each_time(turn: str) -> None:
    drawn = str(Form({"boxes": [HOSTILE], "choice": HOSTILE, "words": HOSTILE}))
    assert "<script>" not in drawn
    assert drawn.count("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;") >= 5
    assert "checked" in drawn
    assert 'class="form-control is-invalid lp-w-date"' in drawn


def test_a_safe_text_does_not_stand_for_the_same_text_unsafe() -> None:
    def attrs(value: object) -> SafeString:
        return widget_attrs({"type": "text", "attrs": {"title": value}})

    safe = mark_safe("a &amp; b")
    for _turn in range(2):
        assert 'title="a &amp; b"' in attrs(safe)
        assert 'title="a &amp;amp; b"' in attrs("a &amp; b")


def test_words_follow_the_language_of_the_moment() -> None:
    option = {
        "attrs": {"id": "x"}, "value": "q", "type": "checkbox", "name": "q", "label": _("Search"),
    }  # fmt: skip
    widget = {"optgroups": [(None, [option], 0)]}
    for _turn in range(2):
        with override("en"):
            assert ">Search<" in widget_checks(widget)
        with override("zh-hans"):
            assert ">搜索<" in widget_checks(widget)
