"""What the workbench adds to navigation."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.foundation.jobs.facade import count_my_open_jobs
from liupan.foundation.messaging.facade import count_unread

navigation.add(
    Entry(
        key="workbench.home",
        label=_("Workbench"),
        icon="inbox",
        url_name="workbench:home",
        place=Place.MINE,
        order=1,
        on_phone=True,
    )
)
navigation.add(
    Entry(
        key="workbench.notices",
        label=_("Notices"),
        icon="bell",
        url_name="workbench:notices",
        place=Place.TOOL,
        order=10,
        counter=count_unread,
    )
)
navigation.add(
    Entry(
        key="workbench.jobs",
        label=_("Background jobs"),
        icon="refresh",
        url_name="workbench:jobs",
        place=Place.MINE,
        order=60,
        counter=count_my_open_jobs,
    )
)
navigation.add(
    Entry(
        key="workbench.wishes",
        label=_("What I am told of"),
        url_name="workbench:wishes",
        place=Place.ACCOUNT,
        order=30,
    )
)
