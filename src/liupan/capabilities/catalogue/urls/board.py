"""Routes of the supervision board and of monthly notices."""

from django.urls import path

from liupan.capabilities.catalogue.views.board import board, notices

NOTICE = "board/notices/<uuid:notice_id>/"

urlpatterns = [
    path("board/", board.board, name="board"),
    path("board/unit/<uuid:unit_id>/", board.unit, name="board-unit"),
    path("board/recompute_board.py", board.script, name="board-script"),
    path("board/notices/", notices.notices, name="notices"),
    path("board/notices/draft/", notices.draft, name="notice-draft"),
    path(NOTICE, notices.notice, name="notice"),
    path(f"{NOTICE}issue/", notices.issue, name="notice-issue"),
]
