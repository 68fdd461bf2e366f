"""Routes of files that are uploaded."""

from django.urls import path

from liupan.capabilities.exchange.views import uploads

urlpatterns = [
    path("services/<uuid:service_id>/upload/", uploads.choose, name="upload-add"),
    path("uploads/<uuid:upload_id>/", uploads.upload, name="upload"),
    path("uploads/<uuid:upload_id>/drop/", uploads.drop, name="upload-drop"),
]
