"""Routes of screening, and where it stands in the navigation."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.foundation.rulesets.facade import CHANGE_RULES, LOAD_RULES
from liupan.foundation.screening.facade import ACCEPT_FINDINGS
from liupan.surfaces.console import screening

urlpatterns = [
    path("screening/", screening.words, name="screening"),
    path("screening/word/", screening.new_word, name="screening_word"),
]

navigation.add(
    Entry(
        key="console.screening",
        label=_("Content screening"),
        icon="shield",
        url_name="console:screening",
        place=Place.ADMINISTRATION,
        order=24,
        permissions=(CHANGE_RULES, LOAD_RULES, ACCEPT_FINDINGS),
    )
)
