"""How long an official document of four pages takes: `python -m benchmarks.layout`."""

import json
import os
import time
from collections.abc import Callable
from statistics import median
from typing import Any

TIMES = 20


def run(scale: float) -> dict[str, Any]:
    """Typeset, read back and check a document that differs each time, in milliseconds."""
    from dataclasses import replace

    from liupan.foundation.documents.facade import check_layout, read_pdf, render_pdf
    from liupan.foundation.documents.tests.official import document

    source = document(3)
    made = render_pdf(source)
    pages = read_pdf(made.pdf)

    def render(number: int) -> None:
        render_pdf(replace(source, note=f"第{number}次"))

    return {
        "pages": len(pages),
        "kilobytes": len(made.pdf) // 1024,
        **_median("render", render),
        **_median("read", lambda _: read_pdf(made.pdf)),
        **_median("check", lambda _: check_layout(source, pages)),
    }


def _median(name: str, work: Callable[[int], object]) -> dict[str, float]:
    """Milliseconds by the clock, and of the processors, which neighbours do not lengthen."""
    took, worked = [], []
    for number in range(TIMES):
        began, busy = time.perf_counter(), time.process_time()
        work(number)
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    return {f"{name}_ms": round(median(took), 1), f"{name}_cpu_ms": round(median(worked), 1)}


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liupan.config.settings")
    django.setup()
    print(json.dumps(run(1.0), indent=1))
