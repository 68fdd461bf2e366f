"""Files of a grant: their kinds, their states, which are large, and what part of one is asked."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LARGE = 50_000
"""Rows from which on a file is a job."""
KEPT_DAYS = 7
ASK_AGAIN = 0.4
"""Seconds after which a stream asks whether it may go on."""
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Form(StrEnum):
    """What kind of file (文件格式)."""

    CSV = "csv"
    CSV_BOM = "csv-bom"
    GBK = "csv-gbk"
    GB18030 = "csv-gb18030"
    XLSX = "xlsx"
    PARQUET = "parquet"


ENCODINGS = {
    Form.CSV: "utf-8",
    Form.CSV_BOM: "utf-8-sig",
    Form.GBK: "gbk",
    Form.GB18030: "gb18030",
}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.CSV_BOM: "text/csv; charset=utf-8",
    Form.GBK: "text/csv; charset=gbk",
    Form.GB18030: "text/csv; charset=gb18030",
    Form.XLSX: SHEET,
    Form.PARQUET: "application/vnd.apache.parquet",
}


class State(StrEnum):
    """What became of a file."""

    LIVE = "live"  # 随取随生成
    WAITING = "waiting"  # 生成中
    READY = "ready"  # 可下载
    STOPPED = "stopped"  # 已停止
    GONE = "gone"  # 已清除


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a file: bytes from `first` to `last`, both included; None is the end."""

    first: int = 0
    last: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.first == 0 and self.last is None


WHOLE = Span()


def name_of(title: str, day: date, form: Form) -> str:
    """What the file is called."""
    ending = "csv" if form in ENCODINGS else form.value
    return f"{title}-{day.isoformat()}.{ending}"


def read_range(text: str, size: int | None) -> Span | None:
    """What a `Range` header asks for; the whole where it is none of bytes, or of several parts.

    None: nothing of the file lies there. Of a file whose size is not known the last bytes cannot
    be asked for, so all is given.
    """
    found = RANGE.fullmatch(text.strip())
    if not found or not (found[1] or found[2]):
        return WHOLE
    if not found[1]:
        if size is None:
            return WHOLE
        return Span(max(0, size - int(found[2])), size - 1) if int(found[2]) else None
    span = Span(int(found[1]), int(found[2]) if found[2] else None)
    if span.last is not None and span.last < span.first:
        return WHOLE
    if size is None:
        return span
    if span.first >= size:
        return None
    return Span(span.first, size - 1 if span.last is None else min(span.last, size - 1))


def watched(
    chunks: Iterable[bytes], ask: Callable[[], object], clock: Callable[[], float]
) -> Iterator[bytes]:
    """The chunks, asking again and again whether they may go on; `ask` raises when not."""
    asked_at = clock()
    for chunk in chunks:
        if clock() - asked_at >= ASK_AGAIN:
            ask()
            asked_at = clock()
        yield chunk
