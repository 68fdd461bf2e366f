"""Routes of `documents`; they belong to the pool for long calls."""

from django.urls import path

from liupan.foundation.documents import views

PREFIX = "files/"
app_name = "documents"
urlpatterns = [
    path("<uuid:file_id>", views.taking.file, name="file"),
    path("<uuid:file_id>/copy.pdf", views.taking.copy, name="copy"),
    path("of/<uuid:of_id>.zip", views.taking.files, name="files"),
    path("<uuid:file_id>/view", views.viewing.page, name="page"),
    path("<uuid:file_id>/pages/<int:number>.png", views.viewing.picture, name="picture"),
    path("<uuid:former_id>/compare/<uuid:latter_id>", views.viewing.compare, name="compare"),
    path("<uuid:file_id>/mark", views.marking.change, name="mark"),
    path("marks/<uuid:change_id>", views.marking.decide, name="decide"),
    path("uploads", views.uploading.uploads, name="uploads"),
    path("uploads/<uuid:upload_id>", views.uploading.upload, name="upload"),
]
