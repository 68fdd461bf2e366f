"""Who may have figures computed out of turn, and who sees single records."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import declare

COMPUTE = declare("measures.snapshot.take", _("have figures computed"))
SEE_RECORDS = declare("measures.record.see", _("see the records behind figures"))
