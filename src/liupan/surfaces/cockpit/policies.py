"""Who sees the leaders' page."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import declare

VIEW_COCKPIT = declare("cockpit.page.view", _("see the leaders' page of figures and warnings"))
