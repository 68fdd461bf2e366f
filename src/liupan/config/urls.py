"""Routes: every room that has `urls.py` is mounted at its own `PREFIX`."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path


def _rooms() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for app in settings.LIUPAN_APPS:
        if find_spec(f"{app}.urls"):
            module = import_module(f"{app}.urls")
            found.append(path(module.PREFIX, include(module)))
    return found


urlpatterns = _rooms()

handler400 = "liupan.foundation.design.failures.bad_request"
handler403 = "liupan.foundation.design.failures.forbidden"
handler404 = "liupan.foundation.design.failures.not_found"
handler500 = "liupan.foundation.design.failures.broken"
