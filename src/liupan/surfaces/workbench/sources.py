"""What the workbench adds to navigation."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import Entry, Place, navigation

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
