"""Pages under load: staff who think, saturation, anonymous visitors, and how fast it all starts."""

from typing import Any

from benchmarks.instance import Instance
from benchmarks.load import drive

STAFF = ["/work/", "/plan/", "/console/units/", "/work/search/?q=%E6%95%99%E8%82%B2"]
PUBLIC = ["/", "/plan/", "/plan/map/"]


def run(running: Instance, username: str, seconds: float) -> dict[str, Any]:
    """p95 for 16 users thinking one second; then flat out."""
    cookie = running.cookie(username)
    pages = {
        path: drive(running.port, [path], cookie=cookie, seconds=seconds).summary()
        for path in STAFF
    }
    return {
        "16 users thinking 1 s": pages,
        "saturated, signed in": drive(
            running.port, STAFF, cookie=cookie, users=8, think=0, seconds=seconds / 2
        ).summary(),
        "saturated, anonymous from cache": drive(
            running.port, PUBLIC, users=16, think=0, seconds=seconds / 2
        ).summary(),
    }
