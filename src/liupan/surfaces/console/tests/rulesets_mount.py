"""Routes with the console's rule and calendar pages, also where `console.urls` is not there yet."""

from importlib.util import find_spec

from django.urls import include, path

from liupan.config.urls import urlpatterns as known
from liupan.surfaces.console import rulesets_urls

urlpatterns = list(known)
if not find_spec("liupan.surfaces.console.urls"):
    urlpatterns.append(path("console/", include((rulesets_urls, "console"))))
