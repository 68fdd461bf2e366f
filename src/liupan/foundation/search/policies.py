"""Who looks after the index. Searching needs no right: everybody finds what they may see."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

REBUILD_INDEX = declare("search.index.rebuild", _("rebuild the search index"), duty=Duty.SYSTEM)
