"""Health and figures of the running installation, for operators' programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from liupan.foundation.design.facade import public
from liupan.surfaces.gateway.health import check_all


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
    if "X-Forwarded-For" in request.headers or request.META.get("REMOTE_ADDR") not in _LOCAL:
        return HttpResponse(status=404)
    lines = [
        "# HELP liupan_check_ok Whether a part of the installation is well.",
        "# TYPE liupan_check_ok gauge",
        *(f'liupan_check_ok{{check="{c.name}"}} {int(c.is_well)}' for c in check_all()),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


_LOCAL = {"127.0.0.1", "::1"}
