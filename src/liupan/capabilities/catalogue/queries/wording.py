"""What the checks found, in words; elements keep their Chinese names."""

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.rules.elements import Finding, Why


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
