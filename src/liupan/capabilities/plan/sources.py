"""What the plan office adds to navigation."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.plan.policies import MANAGE_PLAN
from liupan.foundation.design.facade import Entry, Place, navigation

navigation.add(
    Entry(
        key="plan.public",
        label=_("Plan progress"),
        url_name="plan:board",
        place=Place.PORTAL,
        order=40,
    )
)
navigation.add(
    Entry(
        key="plan.map",
        label=_("From words to system"),
        url_name="plan:map",
        place=Place.OPENNESS,
        order=40,
    )
)
navigation.add(
    Entry(
        key="plan.board",
        label=_("Plan targets"),
        icon="target",
        url_name="plan:board",
        place=Place.WORK,
        order=10,
        on_phone=True,
    )
)
navigation.add(
    Entry(
        key="plan.manage",
        label=_("Plans and editions"),
        icon="book",
        url_name="plan:manage",
        place=Place.ADMINISTRATION,
        order=40,
        permissions=(MANAGE_PLAN,),
    )
)
