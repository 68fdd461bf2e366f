"""Routes of decision tables."""

from django.urls import path

from liupan.foundation.design.facade import requires
from liupan.foundation.workflow.facade import DEPLOY
from liupan.surfaces.console import decisions

urlpatterns = [
    path("processes/tables/", decisions.listing, name="decisions"),
    path("processes/tables/new/", decisions.new, name="decision_new"),
    path("processes/tables/bring/", decisions.bring, name="decision_bring"),
    path("processes/tables/<uuid:table_id>/", decisions.version, name="decision"),
    path("processes/tables/<uuid:table_id>/file/", decisions.file, name="decision_file"),
    path("processes/tables/<uuid:table_id>/draw/", decisions.draw, name="decision_draw"),
    path("processes/tables/<uuid:table_id>/sketch/", decisions.sketch, name="decision_sketch"),
    path("processes/tables/<uuid:table_id>/try/", decisions.ask, name="decision_try"),
    path(
        "processes/tables/<uuid:table_id>/deploy/",
        requires(DEPLOY)(decisions.Deploy.as_view()),
        name="decision_deploy",
    ),
]
