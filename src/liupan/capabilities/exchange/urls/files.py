"""Routes of my data: files, pushes, tracing. They belong to the pool for long calls."""

from django.urls import path

from liupan.capabilities.exchange.views import mine

PUSH = "pushes/<uuid:subscription_id>/"

urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("mine/<uuid:grant_id>/file/", mine.ask, name="file-ask"),
    path("mine/<uuid:grant_id>/push/", mine.push_add, name="push-add"),
    path("files/<uuid:file_id>/", mine.file, name="file"),
    path("files/<uuid:file_id>/content", mine.content, name="file-content"),
    path("files/<uuid:file_id>/cancel/", mine.cancel, name="file-cancel"),
    path(PUSH, mine.push, name="push"),
    path(f"{PUSH}act/", mine.push_act, name="push-act"),
    path(f"{PUSH}end/", mine.push_end, name="push-end"),
    path("trace/", mine.tracing, name="trace"),
]
