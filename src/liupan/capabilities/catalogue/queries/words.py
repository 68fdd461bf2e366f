"""Rows that hold words, found by the index of their characters and pairs.

The index gives rows that have all pairs of a word; of these those are kept in which the word stands
as it is. So what is found is what a look through the tables finds, also by a single character.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower, StrIndex

from liupan.capabilities.catalogue.rules.wording import grams, words_of

SHOWN = ("title", "code", "provider_name", "abstract", "item_names")
HARVESTED = ("title", "foreign_id", "provider", "abstract", Value(""))
"""Columns of the expressions of `edition_words` and `harvested_words`, in their order."""

Rows = QuerySet[Any]


class _Grams(Func):
    function = "catalogue_grams"
    output_field = ArrayField(TextField())


class _Words(Func):
    function = "catalogue_words"
    output_field = TextField()


def holding(rows: Rows, query: str) -> Rows:
    """The editions that hold each word, also in the names of items that are not shared."""
    rows = rows.alias(shown=_Words(*SHOWN), shown_grams=_Grams(_Words(*SHOWN)))
    rows = rows.alias(hidden=Lower("hidden_names"), hidden_grams=_Grams(Lower("hidden_names")))
    return _each(rows, query, "shown", "hidden")


def holding_shown(rows: Rows, query: str) -> Rows:
    """The editions that hold each word in what everybody is shown."""
    rows = rows.alias(shown=_Words(*SHOWN), shown_grams=_Grams(_Words(*SHOWN)))
    return _each(rows, query, "shown")


def holding_elsewhere(rows: Rows, query: str) -> Rows:
    """The harvested entries that hold each word."""
    rows = rows.alias(shown=_Words(*HARVESTED), shown_grams=_Grams(_Words(*HARVESTED)))
    return _each(rows, query, "shown")


def _each(rows: Rows, query: str, *places: str) -> Rows:
    for n, word in enumerate(words_of(query)):
        found = Q()
        for place in places:
            at = f"{place}_at_{n}"
            rows = rows.alias(**{at: StrIndex(place, Value(word))})
            found |= Q(**{f"{place}_grams__contains": grams(word), f"{at}__gt": 0})
        rows = rows.filter(found)
    return rows
