"""What a grant is and is for, in words of exchange."""

from collections.abc import Collection

from django.utils.translation import pgettext, pgettext_lazy

from liupan.capabilities.catalogue.facade import Mode, Standing

STANDINGS = {
    Standing.NOT_YET: pgettext_lazy("grant", "not in force yet"),
    Standing.IN_FORCE: pgettext_lazy("grant", "in force"),
    Standing.SUSPENDED: pgettext_lazy("grant", "suspended"),
    Standing.REVOKED: pgettext_lazy("grant", "revoked"),
    Standing.ENDED: pgettext_lazy("grant", "ended"),
}
MODES = {
    Mode.QUERY: pgettext_lazy("way", "query by interface"),
    Mode.FILE: pgettext_lazy("way", "file"),
    Mode.FEED: pgettext_lazy("way", "push of changes"),
}


def modes_words(modes: Collection[Mode]) -> str:
    """Ways of use, as a grant has them."""
    found = [str(words) for one, words in MODES.items() if one in modes]
    return pgettext("between chosen values", ", ").join(found)
