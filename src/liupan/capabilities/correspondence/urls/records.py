"""Routes of the archive, of the filing plan and of resolutions."""

from django.urls import path

from liupan.capabilities.correspondence.policies import MANAGE, READ
from liupan.capabilities.correspondence.views.records import archive, filing, plan, resolutions
from liupan.foundation.design.facade import requires

urlpatterns = [
    path("records/", requires(READ)(archive.RecordList.as_view()), name="records"),
    path("records/file/", filing.to_file, name="records-file"),
    path("records/<uuid:record_id>/", archive.record, name="record"),
    path("filing/", requires(MANAGE)(plan.PlanList.as_view()), name="filing"),
    path("filing/new/", plan.new, name="filing-new"),
    path("filing/<uuid:class_id>/", plan.change, name="filing-class"),
    path(
        "outgoing/<uuid:outgoing_id>/resolutions/", resolutions.of_outgoing,
        name="outgoing-resolutions",
    ),
    path(
        "outgoing/<uuid:outgoing_id>/resolutions/<int:n>/", resolutions.hand_over_outgoing,
        name="outgoing-resolution",
    ),
    path(
        "incoming/<uuid:incoming_id>/resolutions/", resolutions.of_incoming,
        name="incoming-resolutions",
    ),
    path(
        "incoming/<uuid:incoming_id>/resolutions/<int:n>/", resolutions.hand_over_incoming,
        name="incoming-resolution",
    ),
]  # fmt: skip
