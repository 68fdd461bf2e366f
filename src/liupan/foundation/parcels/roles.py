"""The roles that come with parcels: who sends, who releases and who carries are apart."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.access.facade import BuiltInRole, declare_role
from liupan.foundation.parcels.policies import CARRY, RECEIVE, RELEASE, SEND
from liupan.kernel.authority import Duty

SENDER = BuiltInRole("parcel-sender", _("Sender of parcels"), Duty.BUSINESS)
RELEASER = BuiltInRole("parcel-releaser", _("Secrecy reviewer of parcels"), Duty.BUSINESS)
COURIER = BuiltInRole("parcel-courier", _("Courier between zones"), Duty.BUSINESS)

declare_role(SENDER, SEND, RECEIVE)
declare_role(RELEASER, RELEASE)
declare_role(COURIER, CARRY)
