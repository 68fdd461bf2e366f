"""Why an expression is refused: a code for programs, a place, a sentence for people."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from liupan.kernel.errors import Refusal

SENTENCES: Mapping[str, object] = {
    "unexpected": _("“%(sign)s” cannot stand here."),
    "ends_early": _("The expression ends too early."),
    "full_width_sign": _("“%(sign)s” is a full-width sign; signs are typed half-width."),
    "unended_text": _("A text begins here and its closing quotation mark is missing."),
    "bad_escape": _('After a backslash only " \\ n r t may stand.'),
    "bad_text": _("This text holds signs that are not characters."),
    "bad_number": _("A number has at most 15 digits before and 12 after the point."),
    "bad_name": _("“%(name)s” cannot be a name."),
    "unknown_name": _("“%(name)s” is not known here."),
    "unknown_function": _("There is no function “%(name)s”."),
    "wrong_arguments": _("“%(name)s” takes another number of values."),
    "wrong_type": _("%(found)s is given where %(wanted)s is wanted."),
    "cannot_combine": _("“%(sign)s” does not work between %(left)s and %(right)s."),
    "no_such_part": _("%(kind)s has no part “%(name)s”."),
    "bad_argument": _("“%(name)s” cannot work with this value."),
    "bad_date": _("“%(text)s” is no date, moment or duration."),
    "bad_value": _("What was handed in as “%(name)s” is not %(wanted)s."),
    "division_by_zero": _("Here something is divided by zero."),
    "bad_exponent": _("An exponent is a whole number between -100 and 100."),
    "number_too_large": _("A number becomes too large here."),
    "date_out_of_range": _("A date or duration leaves the years 1 to 9999 here."),
    "too_long": _("The expression is longer than 4,000 characters."),
    "too_deep": _("Too many parts lie within one another."),
    "too_many_steps": _("Working this out takes too long."),
    "text_too_long": _("A text becomes longer than 100,000 characters."),
    "list_too_long": _("A list becomes longer than 10,000 items."),
}
"""Every refusal's sentence by its code; the browser gets them from here."""

KINDS: Mapping[str, object] = {
    "number": _("a number"),
    "string": _("a text"),
    "boolean": _("yes or no"),
    "date": _("a date"),
    "date and time": _("a moment"),
    "days and time duration": _("a duration in days"),
    "years and months duration": _("a duration in months"),
    "list": _("a list"),
    "context": _("a group of values"),
    "Any": _("any value"),
    "null": _("no value"),
    "type": _("a known type"),
}
"""What each kind of value is called in those sentences."""


class ExpressionRefused(Refusal):
    """An expression cannot be read, or cannot be worked out with these values.

    Args:
        problem: a code of `SENTENCES`.
        at: the place in the expression, counted in characters from 0.
        details: what the sentence names.
    """

    status = 422

    def __init__(self, problem: str, at: int = 0, **details: str) -> None:
        self.problem = problem
        self.at = at
        self.details = details
        shown = {key: KINDS.get(v, v) if key in _KINDS else v for key, v in details.items()}
        super().__init__(str(SENTENCES[problem]) % {k: str(v)[:60] for k, v in shown.items()})

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.problem, self.at, self.details)


def sentences() -> dict[str, dict[str, str]]:
    """Every sentence in the reader's language, for the browser to speak with."""
    return {
        "sentences": {code: str(sentence) for code, sentence in SENTENCES.items()},
        "kinds": {kind: str(word) for kind, word in KINDS.items()},
    }


_KINDS = {"found", "wanted", "left", "right", "kind"}


def _again(problem: str, at: int, details: dict[str, str]) -> ExpressionRefused:
    return ExpressionRefused(problem, at, **details)
