"""The ranking notice (通报): drafted by rule from the scores, edited by a person, as a document."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from liupan.capabilities.supervision.queries.scores import ScoreBoard
from liupan.capabilities.supervision.rules.scores import Score
from liupan.foundation.design.facade import city_day
from liupan.foundation.documents.facade import Notice, notice_docx

ROWS = 4
"""Lines of a text field that holds a paragraph or two."""


class Draft(forms.Form):
    """The words of a notice; the table of ranks stands by itself."""

    title = forms.CharField(label=pgettext_lazy("notice", "Title"), max_length=200)
    opening = forms.CharField(
        label=gettext_lazy("Opening"), widget=forms.Textarea({"rows": ROWS}), max_length=4000
    )
    commended = forms.CharField(
        label=gettext_lazy("Commended"), widget=forms.Textarea({"rows": 3}), required=False
    )
    criticised = forms.CharField(
        label=gettext_lazy("Criticised"), widget=forms.Textarea({"rows": 3}), required=False
    )
    closing = forms.CharField(
        label=gettext_lazy("What is asked for"), widget=forms.Textarea({"rows": 4}), required=False
    )
    formula = forms.CharField(
        label=gettext_lazy("How it was reckoned"), widget=forms.Textarea({"rows": 4})
    )


def drafted(board: ScoreBoard, today: date) -> dict[str, str]:
    """The words by rule; nobody below the least number of items is named."""
    words = {
        "period": board.period.label,
        "units": len(board.units),
        "items": len({line.item_id for u in board.units for line in u.score.lines}),
        "day": city_day(board.period.last),
        "least": board.value("named_least"),
    }
    return {
        "title": _("Notice on the supervision of key work in %(period)s") % words,
        "opening": _(
            "The handling of supervised items in %(period)s was scored by rule: %(units)s units,"
            " %(items)s items, as of %(day)s. The results are as follows."
        )
        % words,
        "commended": _sentence(board, board.named.commended, _("Commended: %(names)s.")),
        "criticised": _sentence(board, board.named.criticised, _("Criticised: %(names)s.")),
        "closing": _(
            "Units criticised say in writing within five working days why, and what they will do;"
            " late items are verified one by one."
        ),
        "formula": formula(board),
    }


def formula(board: ScoreBoard) -> str:
    """How scores come about, in one paragraph with the figures of the rule set."""
    return _(
        "Score of a unit = points before, during and after, added up ÷ its scored items. Points are"
        " those of the rule set supervision.scores on the day of each fact. Units with fewer than"
        " %(least)s scored items are ranked but not named. Reckoned from the journal as of %(day)s;"
        " it can be recomputed with the script recompute_scores.py."
    ) % {"least": board.value("named_least"), "day": city_day(board.period.last)}


def as_docx(text: dict[str, Any], board: ScoreBoard) -> bytes:
    """The notice as a Word file."""
    heads = (
        _("Rank"), _("Unit"), pgettext("scores", "Items"), _("Before"), _("During"), _("After"),
        _("Points"), _("For each item"),
    )  # fmt: skip
    rows = [
        (
            row.rank, row.name, row.score.items, row.before, row.during, row.after,
            row.score.total, row.score.mean,
        )
        for row in board.units
    ]  # fmt: skip
    before = [text[name] for name in ("opening", "commended", "criticised")]
    after = [text[name] for name in ("closing", "formula")]
    return notice_docx(
        Notice(title=text["title"], before=before, heads=heads, rows=rows, after=after)
    )


def _sentence(board: ScoreBoard, scores: tuple[Score, ...], words: str) -> str:
    if not scores:
        return ""
    names = pgettext("listing", ", ").join(
        _("%(name)s (%(mean)s points for each item)")
        % {"name": board.names.get(s.id, s.id), "mean": s.mean}
        for s in scores
    )
    return words % {"names": names}
