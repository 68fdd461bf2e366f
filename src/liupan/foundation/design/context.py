"""What every page template knows."""

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The actor, for the frame around each page."""
    return {"actor": getattr(request, "actor", None)}
