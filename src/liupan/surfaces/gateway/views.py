"""The API's root and description; health and figures of the installation, for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from liupan.foundation.design.facade import public
from liupan.surfaces.gateway.describing import described
from liupan.surfaces.gateway.health import Gauge, check_all, gauges

LOCAL = {"127.0.0.1", "::1"}


@require_safe
@public
def root(request: HttpRequest) -> HttpResponse:
    """Where the API is described."""
    return JsonResponse({"openapi": request.build_absolute_uri(reverse("openapi"))})


@require_safe
@public
def description(request: HttpRequest) -> HttpResponse:
    """The API as OpenAPI 3.1."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False})


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when database, worker and journal are well, else 503; says which."""
    checks = check_all()
    is_well = all(check.is_well for check in checks)
    body = {
        "status": "ok" if is_well else "unwell",
        "checks": {c.name: {"ok": c.is_well, "detail": c.detail} for c in checks},
    }
    return JsonResponse(body, status=200 if is_well else 503, headers={"Cache-Control": "no-store"})


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text format; from this machine only, unless a proxy handed the call on."""
    if "X-Forwarded-For" in request.headers or request.META.get("REMOTE_ADDR") not in LOCAL:
        return HttpResponse(status=404)
    checks = check_all()
    lines = [
        line
        for c in checks
        for line in Gauge(
            "liupan_check_ok", "Whether a part is well", int(c.is_well), f'{{check="{c.name}"}}'
        ).lines()
    ]
    if checks[0].is_well:
        lines += [line for gauge in gauges() for line in gauge.lines()]
    text = "\n".join(dict.fromkeys(lines)) + "\n"  # one HELP and TYPE for each name
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
