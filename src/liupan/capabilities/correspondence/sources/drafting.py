"""Where templates, codes and circles are looked after."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.correspondence.policies import MANAGE
from liupan.foundation.design.facade import Entry, Place, navigation

navigation.add(
    Entry(
        key="correspondence.templates",
        label=_("Templates of documents"),
        icon="file",
        url_name="correspondence:templates",
        place=Place.ADMINISTRATION,
        order=36,
        permissions=(MANAGE,),
    )
)
