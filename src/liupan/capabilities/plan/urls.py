"""Routes of the plan office."""

from django.urls import path

from liupan.capabilities.plan.views import (
    adjusting,
    annex,
    board,
    clauses,
    drafting,
    levels,
    managing,
    notices,
)

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
    path("tasks.csv", clauses.task_table, name="task-table"),
    path("levels/", levels.levels, name="levels"),
    path("plans/<slug:code>/", levels.plan, name="plan"),
    path("plans/<slug:code>/compare/", levels.compare, name="compare"),
    path("plans/<slug:code>/<int:number>.<slug:form>", levels.written, name="written"),
    path("plans/<slug:code>/<int:number>/annex/", annex.printed, name="annex"),
    path("plans/<slug:code>/<int:number>/annex.<slug:form>", annex.written, name="annex-file"),
    path("manage/", managing.editions, name="manage"),
    path("manage/enter/", managing.enter, name="enter"),
    path("manage/new/", managing.new, name="new"),
    path("manage/import/", managing.import_edition, name="import"),
    path("manage/compute/", managing.compute, name="compute"),
    path("manage/editions/<uuid:edition_id>/", drafting.draft, name="draft"),
    path("manage/editions/<uuid:edition_id>/head/", drafting.head, name="head"),
    path("manage/editions/<uuid:edition_id>/add/<slug:kind>/", drafting.add, name="add-part"),
    path("manage/editions/<uuid:edition_id>/copy/", managing.copy, name="copy"),
    path("manage/editions/<uuid:edition_id>/derive/", managing.derive, name="derive"),
    path("manage/editions/<uuid:edition_id>/adopt/", managing.adopt, name="adopt"),
    path("manage/editions/<uuid:edition_id>/discard/", managing.discard, name="discard"),
    path("manage/parts/<slug:kind>/<uuid:part_id>/", drafting.change, name="change-part"),
    path("manage/parts/<slug:kind>/<uuid:part_id>/remove/", drafting.remove, name="remove-part"),
    path("manage/notices/new/", notices.new, name="new-notice"),
    path("manage/notices/<uuid:notice_id>/", notices.review, name="notice"),
    path("manage/notices/<uuid:notice_id>/add/", notices.add, name="add-proposed"),
    path("manage/notices/<uuid:notice_id>/undo/", notices.undo, name="undo-proposed"),
    path("manage/notices/<uuid:notice_id>/confirm/", notices.confirm, name="confirm-notice"),
    path("manage/notices/<uuid:notice_id>/discard/", notices.discard, name="discard-notice"),
    path("manage/proposed/<uuid:part_id>/", notices.change, name="proposed"),
    path("manage/targets/<str:code>/", adjusting.edit_target, name="edit-target"),
    path("manage/tasks/<str:code>/", adjusting.edit_task, name="edit-task"),
]
