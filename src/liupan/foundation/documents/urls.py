"""Routes of `documents`; they belong to the pool for long calls."""

from django.urls import path

from liupan.foundation.documents import views

PREFIX = "files/"
app_name = "documents"
urlpatterns = [
    path("<uuid:file_id>", views.file, name="file"),
    path("of/<uuid:of_id>.zip", views.files, name="files"),
]
