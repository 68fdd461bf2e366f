"""Routes of notices."""

from django.urls import path

from liupan.surfaces.workbench import notices

urlpatterns = [
    path("notices/", notices.listing, name="notices"),
    path("notices/read/", notices.read_all, name="notices_read"),
    path("notices/wishes/", notices.wishes, name="wishes"),
    path("notices/<uuid:notice_id>/", notices.follow, name="notice"),
]
