"""Routes of the office: datasets and the acts on them."""

from django.urls import path

from liupan.capabilities.opendata.views.office import acting, datasets, uses
from liupan.foundation.design.facade import requires

ONE = "office/datasets/<uuid:dataset_id>/"

urlpatterns = [
    path(
        "office/datasets/",
        requires(*datasets.SEES)(datasets.DatasetList.as_view()),
        name="staff-datasets",
    ),
    path("office/use/", requires(*datasets.SEES)(uses.UseList.as_view()), name="uses"),
    path("office/draw-up/", acting.choose, name="draw-up"),
    path("office/draw-up/<uuid:resource_id>/", acting.draw_up, name="draw-up-from"),
    path(ONE, datasets.dataset, name="staff-dataset"),
    path(f"{ONE}revise/", acting.revise, name="revise"),
    path(f"{ONE}load/", acting.load, name="load"),
    path(f"{ONE}check/", acting.check, name="check"),
    path(f"{ONE}mend/", acting.mend, name="mend"),
    path(f"{ONE}hand-in/", acting.hand_in, name="hand-in"),
    path(f"{ONE}return/", acting.give_back, name="return"),
    path(f"{ONE}release/", acting.release, name="release"),
    path(f"{ONE}versions/<int:number>/drop/", acting.drop, name="drop-version"),
    path(f"{ONE}withdraw/", acting.withdraw, name="withdraw"),
]
