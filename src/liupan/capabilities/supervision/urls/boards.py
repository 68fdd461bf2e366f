"""Routes of lists, the board and the public page."""

from django.urls import path

from liupan.capabilities.supervision.policies import READ
from liupan.capabilities.supervision.views import batches, board, listing, public, sheets_list
from liupan.foundation.design.facade import requires

urlpatterns = [
    path("", requires(READ)(listing.ItemList.as_view()), name="list"),
    path("chosen/export/", batches.export_chosen, name="export-chosen"),
    path("chosen/<slug:act>/", batches.act_on_chosen, name="act-on-chosen"),
    path("board/", board.board, name="board"),
    path("board/<slug:name>.<slug:form>", board.board_file, name="board-file"),
    path("sheets/", requires(READ)(sheets_list.SheetList.as_view()), name="sheets"),
    path("requests/", requires(READ)(sheets_list.RequestList.as_view()), name="requests"),
    path("plan/", public.plan_tasks, name="plan"),
    path("plan.csv", public.plan_table, name="plan-table"),
]
