"""What an OFD costs besides the PDF: a four-page document, traced and written.

`python -m benchmarks.ofd`; needs no database. Processor time, so that a busy machine counts less.
"""

import json
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import pylopdf_fonts_zh_cn
import typst

TIMES = 9
NOW = datetime(2017, 11, 2, tzinfo=UTC)
PAGE = """#set page(margin: (x: 27mm, y: 36mm))
#set text(font: "Noto Serif SC", size: 15.75pt, lang: "zh")
#set par(justify: true, first-line-indent: 2em, leading: 13pt)
"""
WORDS = (
    "各县（区）人民政府，市直各部门：为深入贯彻落实国务院办公厅关于印发政府网站发展指引的通知精神，"
    "进一步加强政府网站建设和管理，经市人民政府同意，现就有关事项通知如下。"
)


def run(scale: float) -> dict[str, Any]:
    """Milliseconds added by the OFD of four pages."""
    from liupan.foundation.documents.facade import Particulars, ofd_of_pdf

    said = Particulars(title="关于加强政府网站建设的通知")
    pdfs = [_pdf(seed) for seed in range(TIMES)]
    ofds = [ofd_of_pdf(pdf, particulars=said, now=NOW) for pdf in pdfs[:1]]

    def made(pdf: bytes, *, is_own: bool) -> Callable[[], object]:
        return lambda: ofd_of_pdf(pdf, particulars=said, now=NOW, is_own=is_own)

    alone = [_milliseconds(made(pdf, is_own=False)) for pdf in pdfs]
    for pdf in pdfs:
        made(pdf, is_own=True)()
    own = [_milliseconds(made(pdf, is_own=True)) for pdf in pdfs]
    return {
        "added_ms": round(median(own), 1),
        "added_first_ms": round(median(alone), 1),
        "ofd_kb": round(len(ofds[0]) / 1024, 1),
        "pdf_kb": round(len(pdfs[0]) / 1024, 1),
    }


def _pdf(seed: int) -> bytes:
    """Four pages, some 400 different characters."""
    dice = random.Random(seed)
    common = [chr(code) for code in range(0x4E00, 0x9FA5) if _is_common(chr(code))]
    chosen = dice.sample(common, 350)
    parts = (WORDS + "".join(dice.choices(chosen, k=90)) + "。\n\n" for _ in range(11))
    source = PAGE + "".join(parts)
    pdf = typst.compile(source.encode(), font_paths=[Path(pylopdf_fonts_zh_cn.__file__).parent])
    assert isinstance(pdf, bytes)
    return pdf


def _is_common(character: str) -> bool:
    """Whether it is one of the 3,755 of GB 2312's first level."""
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liupan.config.settings")
    django.setup()
    print(json.dumps(run(1.0), indent=2))
