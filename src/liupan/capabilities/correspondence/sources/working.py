"""Where the office stands in navigation, and what work lists say of its documents."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.correspondence.policies import READ
from liupan.capabilities.correspondence.queries import particulars
from liupan.capabilities.correspondence.queries.incoming_work import (
    TYPES,
    count_waiting_documents,
)
from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.foundation.workflow.facade import describes

navigation.add(
    Entry(
        key="correspondence.home",
        label=_("Official documents"),
        icon="doc",
        url_name="correspondence:home",
        place=Place.WORK,
        order=24,
        permissions=(READ,),
        counter=count_waiting_documents,
        on_phone=True,
    )
)

for of_type, particulars_of in zip(TYPES, (particulars.sent, particulars.received), strict=True):
    describes(of_type)(particulars_of)
