"""Routes of processes, and the entry that leads there."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.facade import Entry, Place, navigation, requires
from liupan.foundation.workflow.facade import DEPLOY, MEND
from liupan.surfaces.console import processes

urlpatterns = [
    path("processes/", processes.listing, name="processes"),
    path("processes/new/", processes.bring, name="process_bring"),
    path("processes/running/", processes.running, name="processes_running"),
    path("processes/stuck/", processes.stuck, name="processes_stuck"),
    path("processes/running/<uuid:instance_id>/", processes.instance, name="process_instance"),
    path(
        "processes/running/<uuid:instance_id>/mend/",
        requires(MEND)(processes.Mend.as_view()),
        name="process_mend",
    ),
    path("processes/<uuid:definition_id>/", processes.version, name="process"),
    path("processes/<uuid:definition_id>/file/", processes.file, name="process_file"),
    path(
        "processes/<uuid:definition_id>/deploy/",
        requires(DEPLOY)(processes.Deploy.as_view()),
        name="process_deploy",
    ),
]

navigation.add(
    Entry(
        key="console.processes",
        label=_("Processes"),
        icon="flag",
        url_name="console:processes",
        place=Place.ADMINISTRATION,
        permissions=(DEPLOY, MEND),
        order=36,
    )
)
