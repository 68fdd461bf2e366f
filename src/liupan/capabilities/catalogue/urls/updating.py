"""Routes of changes and update tasks."""

from django.urls import path

from liupan.capabilities.catalogue.policies import READ
from liupan.capabilities.catalogue.views import updating
from liupan.foundation.design.facade import requires

CHANGE = "changes/<uuid:change_id>/"
TASK = "updates/<uuid:task_id>/"

urlpatterns = [
    path("changes/", requires(READ)(updating.ChangeList.as_view()), name="changes"),
    path("changes/record/", updating.record, name="change-record"),
    path(CHANGE, updating.change, name="change"),
    path(f"{CHANGE}confirm/", updating.confirm, name="change-confirm"),
    path(f"{CHANGE}drop/", updating.drop, name="change-drop"),
    path("updates/", requires(READ)(updating.TaskList.as_view()), name="updates"),
    path(TASK, updating.update, name="update"),
    path(f"{TASK}state/", updating.state_page, name="update-state"),
    path(f"{TASK}answer/", updating.answer, name="update-answer"),
]
