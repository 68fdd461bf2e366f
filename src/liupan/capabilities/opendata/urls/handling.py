"""Routes of what the public sent in and applied for, in the office."""

from django.urls import path

from liupan.capabilities.opendata.policies import ANSWER, MODERATE
from liupan.capabilities.opendata.views.office import handling, links
from liupan.foundation.design.facade import requires

SENT = "office/submissions/<uuid:submission_id>/"
APPLIED = "office/applications/<uuid:application_id>/"

urlpatterns = [
    path(
        "office/submissions/",
        requires(ANSWER, MODERATE)(handling.SubmissionList.as_view()),
        name="submissions",
    ),
    path("office/links/", requires(MODERATE)(links.LinkList.as_view()), name="links"),
    path(SENT, handling.submission, name="submission"),
    path(f"{SENT}picture.png", handling.submission_picture, name="submission-picture"),
    path(f"{SENT}assign/", handling.assign, name="submission-assign"),
    path(f"{SENT}answer/", handling.answer, name="submission-answer"),
    path(f"{SENT}show/", handling.show, name="submission-show"),
    path(f"{SENT}hide/", handling.hide, name="submission-hide"),
    path(
        "office/applications/",
        requires(ANSWER)(handling.ApplicationList.as_view()),
        name="applications",
    ),
    path(APPLIED, handling.application, name="application"),
    path(f"{APPLIED}accept/", handling.accept, name="application-accept"),
    path(f"{APPLIED}refuse/", handling.refuse, name="application-refuse"),
    path(f"{APPLIED}extend/", handling.extend, name="application-extend"),
    path(f"{APPLIED}revoke/", handling.revoke, name="application-revoke"),
]
