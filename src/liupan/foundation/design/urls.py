"""Routes of the frame itself."""

from django.urls import path

from liupan.foundation.design import views

PREFIX = ""
app_name = "design"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("places/", views.places, name="places"),
    path("offline/", views.offline, name="offline"),
    path("worker.js", views.worker, name="worker"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
]
