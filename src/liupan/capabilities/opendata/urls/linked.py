"""Routes for other catalogues: open data as DCAT."""

from django.urls import path

from liupan.capabilities.opendata.views.public import linked

urlpatterns = [
    path("catalog.<slug:form>", linked.catalog, name="catalog"),
    path("dataset/<slug:code>.<slug:form>", linked.dataset, name="dataset-linked"),
]
