"""Routes of the frame itself."""

from django.urls import path

from liupan.foundation.design import views
from liupan.foundation.design.living import views as living

PREFIX = ""
app_name = "design"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("places/", views.places, name="places"),
    path("offline/", views.offline, name="offline"),
    path("worker.js", views.worker, name="worker"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("_design/", living.components, name="living"),
    path("_design/list/", living.items, name="living-list"),
    path("_design/form/", living.form, name="living-form"),
    path("_design/trend.<str:kind>", living.picture, name="living-picture"),
    path("_design/models/<str:name>", living.model, name="living-model"),
    path("_design/designer/<str:name>", living.designer, name="living-designer"),
    path("_design/failure/<str:kind>/", living.failure, name="living-failure"),
]
