"""Routes of the plan office."""

from django.urls import path

from liupan.capabilities.plan.views import board, clauses, managing

PREFIX = "plan/"
app_name = "plan"
urlpatterns = [
    path("", board.board, name="board"),
    path("targets.csv", board.board_table, name="board-table"),
    path("targets/<str:code>/", board.target, name="target"),
    path("targets/<str:code>/records/", board.target_records, name="records"),
    path("targets/<str:code>/trend.svg", board.target_picture, name="target-picture"),
    path("targets/<str:code>/trend.csv", board.target_table, name="target-table"),
    path("map/", clauses.clause_map, name="map"),
    path("tasks/", clauses.tasks, name="tasks"),
    path("manage/", managing.editions, name="manage"),
    path("manage/enter/", managing.enter, name="enter"),
    path("manage/compute/", managing.compute, name="compute"),
    path("manage/editions/<uuid:edition_id>/adopt/", managing.adopt, name="adopt"),
    path("manage/editions/<uuid:edition_id>/discard/", managing.discard, name="discard"),
    path("manage/targets/<str:code>/", managing.edit_target, name="edit-target"),
    path("manage/tasks/<str:code>/", managing.edit_task, name="edit-task"),
]
