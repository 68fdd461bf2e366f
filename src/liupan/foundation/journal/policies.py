"""Who may read the journal, and who may mend what handlers could not take."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

READ_JOURNAL = declare("journal.entry.read", _("read the journal"), duty=Duty.AUDIT)
READ_PERSONAL = declare(
    "journal.personal.read", _("read personal values in the journal"), duty=Duty.AUDIT
)
EXPORT_JOURNAL = declare("journal.entry.export", _("export the journal"), duty=Duty.AUDIT)
VERIFY_JOURNAL = declare("journal.chain.verify", _("have the journal verified"), duty=Duty.AUDIT)
MEND_DELIVERIES = declare(
    "journal.delivery.mend", _("retry or drop facts that failed"), duty=Duty.SYSTEM
)
