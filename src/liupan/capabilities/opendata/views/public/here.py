"""Where open data are served, as addresses that programs follow."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from liupan.capabilities.opendata.queries.public.linked import Here
from liupan.foundation.design.facade import frames


def here_of(request: HttpRequest, form: str = "ttl") -> Here:
    """The place as the request came to it; in Chinese, whoever reads."""
    with override("zh-hans"):
        return Here(
            origin=request.build_absolute_uri("/").rstrip("/"),
            address=request.build_absolute_uri(reverse("opendata:catalog", args=[form])),
            title=_("Open data of the city"),
            description=_("Datasets that departments open to everybody, with their columns,"
                          " licences and how often they are updated."),
            publisher=str(frames.installation().owner),
        )  # fmt: skip
