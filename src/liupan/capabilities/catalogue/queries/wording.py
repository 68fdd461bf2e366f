"""What the checks found, in words; elements keep their Chinese names."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.capabilities.catalogue.rules.elements import Finding, Why
from liupan.capabilities.catalogue.rules.permits import Wider
from liupan.capabilities.catalogue.rules.scopes import Why as RowsWhy
from liupan.capabilities.catalogue.rules.scopes import Wrong


def in_words(found: Finding) -> str:
    """One finding as a sentence."""
    said = {"name": found.name, "value": found.value, "most": found.most}
    return _sentences()[found.why] % said


def _sentences() -> dict[Why, str]:
    return {
        Why.MISSING: _("%(name)s is missing."),
        Why.TOO_LONG: _("%(name)s has more than %(most)s characters."),
        Why.NOT_LISTED: _("%(name)s: “%(value)s” is not in the code list."),
        Why.BAD_CODE: _("%(name)s: “%(value)s” is not a valid code."),
        Why.NO_CONDITION: _("%(name)s: type 2 states its conditions."),
        Why.NO_ARTICLE: _(
            "%(name)s: type 3 cites the article of the law or the number of the document."
        ),
        Why.NO_OPEN_CONDITION: _("%(name)s is missing; say 无条件 where there is none."),
        Why.NOT_SHARED_BUT_OPEN: _("%(name)s: what is not shared cannot be open to the public."),
        Why.TWICE: _("%(name)s: “%(value)s” stands twice."),
        Why.BASE_NOT_FREE: _(
            "%(name)s: base information resources are to be shared unconditionally; be sure."
        ),
    }


def wrong_rows(found: Wrong) -> str:
    """What is wrong with a condition on rows, as a sentence."""
    return _of_rows()[found.why] % {"item": found.item, "value": found.value}


def _of_rows() -> dict[RowsWhy, str]:
    return {
        RowsWhy.NO_SUCH_ITEM: _("The resource has no item “%(item)s”."),
        RowsWhy.NO_VALUE: _("Say with what “%(item)s” is compared."),
        RowsWhy.TOO_MANY: _("Too many conditions or values. %(item)s"),
        RowsWhy.TOO_LONG: _("A value of “%(item)s” is too long."),
        RowsWhy.NOT_ORDERED: _("“%(item)s” is text: it has no first and last."),
        RowsWhy.NOT_A_NUMBER: _("“%(item)s” is a number; “%(value)s” is none."),
        RowsWhy.NOT_A_DAY: _("“%(item)s” is a day; “%(value)s” is not written like 2017-11-15."),
    }


def wider_words(found: Iterable[Wider]) -> str:
    """In what something gives more than it may, in words."""
    said = {
        Wider.ITEMS: _("items that were not there"),
        Wider.MASKS: _("weaker masks"),
        Wider.ROWS: _("more rows"),
        Wider.TERM: _("a longer term"),
        Wider.QUOTA: _("a higher quota"),
        Wider.MODES: _("more ways of use"),
    }
    return pgettext("between chosen values", ", ").join(said[one] for one in found)
