"""Types, flaws and reasons in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.tables.rules.columns import Flaw, Type

TYPES = {
    Type.TEXT: pgettext_lazy("type of data", "text"),
    Type.NUMBER: pgettext_lazy("type of data", "number"),
    Type.MONEY: pgettext_lazy("type of data", "money"),
    Type.DATE: pgettext_lazy("type of data", "day"),
    Type.MOMENT: pgettext_lazy("type of data", "day and time"),
    Type.LOGICAL: pgettext_lazy("type of data", "yes or no"),
    Type.NOTE: pgettext_lazy("type of data", "long text"),
    Type.GENERAL: pgettext_lazy("type of data", "general"),
    Type.DOUBLE: pgettext_lazy("type of data", "double"),
    Type.INTEGER: pgettext_lazy("type of data", "whole number"),
    Type.FLOAT: pgettext_lazy("type of data", "float"),
}
"""数据类型 as people call them."""
FLAWS = {
    Flaw.RAGGED: _("the row has more cells than the heading"),
    Flaw.FORMAT: _("not of the column's type"),
    Flaw.TOO_LONG: _("longer than the column allows"),
    Flaw.NOT_TEXT: _("holds signs that are no text"),
    Flaw.KEY_MISSING: _("the key is empty"),
    Flaw.KEY_TWICE: _("the key stands further up in the file"),
    Flaw.KEY_KNOWN: _("the key is in the table already"),
    Flaw.MISSING: _("required, but empty"),
    Flaw.OUT_OF_RANGE: _("outside the range"),
    Flaw.NOT_A_CODE: _("not in the code list"),
    Flaw.PATTERN: _("not of the form the column asks for"),
}
REASONS = {
    "none": _("A table needs a column."),
    "many": _("A table has at most 400 columns."),
    "name": _("A column needs a name of at most 100 signs, without blanks around it."),
    "twice": _("Two columns have the same name."),
    "length": _("A text has at most 500 signs; longer ones are notes (M)."),
    "range": _("A range is for numbers, and its least is not above its most."),
    "codes": _("A code list is for texts and has at most 2,000 codes."),
    "pattern": _("A form is a short regular expression for texts, without references back."),
    "index": _("Notes are neither indexed nor part of a key."),
    "key": _("A key has at most 4 columns, numbered from 1, of 800 signs together."),
}
MODES = {
    "replace": pgettext_lazy("load", "replace everything"),
    "append": pgettext_lazy("load", "append"),
    "upsert": pgettext_lazy("load", "update by key"),
}
