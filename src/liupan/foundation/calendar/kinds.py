"""What people are told about limits."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.messaging.facade import declare_kind

NEAR = declare_kind("calendar.limit_near", _("A limit is running out"))
LATE = declare_kind("calendar.limit_late", _("A limit has passed"), urgent=True)
