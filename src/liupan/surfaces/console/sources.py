"""Where the console stands in the navigation."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.surfaces.console import marks

for order, (key, label, icon, permissions) in enumerate(
    [
        ("home", _("Administration"), "home", marks.ADMINISTRATORS),
        ("units", _("Units and posts"), "building", marks.UNIT_READERS),
        ("divisions", _("Administrative divisions"), "map", marks.UNIT_READERS),
        ("people", _("Who may do what"), "eye", marks.GRANT_READERS),
        ("roles", _("Roles"), "key", marks.ROLE_READERS),
        ("grants", _("Grants"), "shield", marks.GRANT_READERS),
        ("clearances", _("Clearances"), "lock", marks.CLEARANCE_READERS),
        ("permissions", _("Permissions"), "book", marks.ROLE_READERS),
    ]
):
    navigation.add(
        Entry(
            key=f"console.{key}",
            label=label,
            icon=icon,
            url_name=f"console:{key}",
            place=Place.ADMINISTRATION,
            order=order + 1,
            permissions=permissions,
            on_phone=key in ("home", "units"),
        )
    )
