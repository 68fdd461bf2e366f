"""Routes of writing documents, and of what writing begins with."""

from django.urls import path

from liupan.capabilities.correspondence.views.drafting import (
    beginning,
    comparing,
    editing,
    upkeep,
)

KINDS = ("template", "code", "circle")

OF = "outgoing/<uuid:document_id>/"

urlpatterns = [
    path("outgoing/new/", beginning.new, name="draft-new"),
    path(f"{OF}edit/", editing.edit, name="draft-edit"),
    path(f"{OF}autosave/", editing.autosave, name="draft-autosave"),
    path(f"{OF}preview/", editing.preview, name="draft-preview"),
    path(f"{OF}preview/<int:number>.svg", editing.picture, name="draft-picture"),
    path(f"{OF}drafts/", comparing.chosen, name="drafts"),
    path(f"{OF}drafts/<int:a>/<int:b>/", comparing.compare, name="draft-compare"),
    *(path(f"{kind}s/", upkeep.listed, {"kind": kind}, name=f"{kind}s") for kind in KINDS),
    *(path(f"{kind}s/new/", upkeep.add, {"kind": kind}, name=f"{kind}-new") for kind in KINDS),
    *(path(f"{kind}s/<uuid:row_id>/", upkeep.change, {"kind": kind}, name=kind) for kind in KINDS),
    *(
        path(f"{kind}s/<uuid:row_id>/retire/", upkeep.retire, {"kind": kind}, name=f"{kind}-retire")
        for kind in KINDS
    ),
]
