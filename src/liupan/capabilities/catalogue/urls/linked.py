"""Routes for other catalogues: the public catalogue, and each entry, as DCAT."""

from django.urls import path

from liupan.capabilities.catalogue.views import linked

urlpatterns = [
    path("catalog.<slug:form>", linked.catalog, name="catalog"),
    path("entry/<slug:category>/<slug:number>.<slug:form>", linked.dataset, name="dataset"),
]
