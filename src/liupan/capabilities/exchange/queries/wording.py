"""What a grant is and is for, in words of exchange."""

from django.utils.translation import pgettext_lazy

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
