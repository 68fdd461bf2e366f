"""Routes of the auditor's pages, included by `console/urls.py`, and the entries that lead there."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import Entry, Place, navigation, requires
from liupan.foundation.journal.facade import MEND_DELIVERIES, READ_JOURNAL
from liupan.surfaces.console import journal

urlpatterns = [
    path("journal/", requires(READ_JOURNAL)(journal.JournalList.as_view()), name="journal"),
    path("journal/things/<uuid:thing_id>/", journal.thing, name="journal_thing"),
    path("journal/chain/", journal.chain, name="journal_chain"),
    path("journal/chain/verify/", journal.verify_now, name="journal_verify"),
    path("journal/chain/export/", journal.export, name="journal_export"),
    path("journal/deliveries/<uuid:delivery_id>/retry/", journal.retry, name="journal_retry"),
    path("journal/deliveries/<uuid:delivery_id>/drop/", journal.drop, name="journal_drop"),
]

for entry in (
    Entry(
        key="console.journal",
        label=_("Journal"),
        icon="book",
        url_name="console:journal",
        place=Place.ADMINISTRATION,
        order=80,
        permissions=(READ_JOURNAL,),
    ),
    Entry(
        key="console.journal_chain",
        label=_("State of the journal"),
        icon="shield",
        url_name="console:journal_chain",
        place=Place.ADMINISTRATION,
        order=81,
        permissions=(READ_JOURNAL, MEND_DELIVERIES),
    ),
):
    navigation.add(entry)
