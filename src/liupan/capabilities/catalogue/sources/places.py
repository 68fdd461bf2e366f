"""Where the office stands in the navigation: its front, with its lists as tabs."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.policies import ANSWER, FLAG, READ, RULE_DOUBTS, SEE
from liupan.foundation.design.facade import Entry, Place, navigation

navigation.add(
    Entry(
        key="catalogue.list",
        label=_("Catalogue"),
        icon="grid",
        url_name="catalogue:list",
        place=Place.WORK,
        order=40,
        permissions=(READ,),
    )
)
navigation.add(
    Entry(
        key="catalogue.public",
        label=_("Catalogue of information resources"),
        url_name="catalogue:public",
        place=Place.OPENNESS,
        order=44,
    )
)
navigation.add(
    Entry(
        key="catalogue.needs",
        label=_("Data that departments need"),
        url_name="catalogue:public-demands",
        place=Place.OPENNESS,
        order=45,
    )
)
for key, label, icon, order, permissions in (
    ("requests", _("Requests for access"), "inbox", 41, (SEE,)),
    ("grants", _("Grants of data"), "shield", 42, (SEE,)),
    ("demands", _("Demands"), "inbox", 43, (READ,)),
    ("doubts", _("Doubts about records"), "flag", 46, (FLAG, ANSWER, RULE_DOUBTS)),
    ("board", _("Supervision of the catalogue"), "trend", 47, (READ,)),
    ("lineage", _("Lineage"), "columns", 48, (READ,)),
    ("items", _("Data items"), "list", 49, (READ,)),
    ("arbitrations", _("Arbitrations"), "flag", 50, (READ,)),
    ("changes", _("Changes"), "book", 51, (READ,)),
    ("updates", _("Update tasks"), "check", 52, (READ,)),
):
    navigation.add(
        Entry(
            key=f"catalogue.{key}",
            within="catalogue.list",
            label=label,
            icon=icon,
            url_name=f"catalogue:{key}",
            place=Place.WORK,
            order=order,
            permissions=permissions,
        )
    )
