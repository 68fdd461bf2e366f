"""Routes for everybody: the front, the list, each dataset by its code, and what programs follow."""

from django.urls import path

from liupan.capabilities.opendata.views.public import (
    calling,
    dataset,
    downloads,
    feeds,
    lists,
    pictures,
    rows,
    versions,
)
from liupan.foundation.design.facade import public

urlpatterns = [
    path("", lists.home, name="home"),
    path("datasets/", public(lists.DatasetList.as_view()), name="datasets"),
    path("datasets/facets/", lists.facets, name="facets"),
    path("not-opened/", lists.withheld, name="withheld"),
    path("feed.atom", feeds.everything, name="feed"),
    path("themes/<slug:theme>/feed.atom", feeds.of_theme, name="theme-feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("dataset/<slug:code>/", dataset.page, name="dataset"),
    path("dataset/<slug:code>/versions/", versions.versions, name="versions"),
    path("dataset/<slug:code>/versions/<int:number>/", versions.version, name="version"),
    path(
        "dataset/<slug:code>/versions/<int:number>/download/<slug:form>",
        versions.version_download,
        name="version-download",
    ),
    path("dataset/<slug:code>/data/", rows.preview, name="rows"),
    path("dataset/<slug:code>/data/values/", rows.values, name="values"),
    path("dataset/<slug:code>/chart/", pictures.chart, name="chart"),
    path("dataset/<slug:code>/map/", pictures.map_of, name="map"),
    path("dataset/<slug:code>/api/", calling.console, name="console"),
    path("dataset/<slug:code>/structure.csv", downloads.structure, name="structure"),
    path("dataset/<slug:code>/download/<slug:form>", downloads.download, name="download"),
]
