"""Where rules, numbers, working days and limits stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.calendar.facade import KEEP_CALENDAR, OVERSEE_CLOCKS
from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.foundation.numbering.facade import MANAGE_SERIES, RESERVE_NUMBERS
from liupan.foundation.rulesets.facade import CHANGE_RULES, LOAD_RULES

for order, (key, label, icon, permissions) in enumerate(
    [
        ("rulesets", _("Rules and limits"), "book", (CHANGE_RULES, LOAD_RULES)),
        ("series", _("Numbers"), "doc", (MANAGE_SERIES, RESERVE_NUMBERS)),
        ("calendar", _("Working days"), "calendar", (KEEP_CALENDAR, OVERSEE_CLOCKS)),
        ("limits", _("Limits"), "clock", (OVERSEE_CLOCKS,)),
    ]
):
    navigation.add(
        Entry(
            key=f"console.{key}",
            label=label,
            icon=icon,
            url_name=f"console:{key}",
            place=Place.ADMINISTRATION,
            order=order + 20,
            permissions=permissions,
        )
    )
