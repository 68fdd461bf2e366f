"""What people are told of processes."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.messaging.facade import declare_kind

COPIED = declare_kind("workflow.copied", _("A process was copied to you"))
URGED = declare_kind("workflow.urged", _("You are asked to hurry"), urgent=True)
