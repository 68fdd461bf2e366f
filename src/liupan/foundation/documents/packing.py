"""Many files as one ZIP, made while it is sent: never whole in memory or on the disk."""

import io
from collections.abc import Iterable, Iterator
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from liupan.foundation.documents.operations.opening import OpenedFile
from liupan.kernel import clock

DIGESTS = "SM3.txt"
"""The list of digests in the ZIP, as `sm3sum` would write it."""


class _Sink(io.RawIOBase):
    """Holds what was written until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._held += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken


def packed(files: Iterable[OpenedFile]) -> Iterator[bytes]:
    """The ZIP in pieces; a file that cannot be read breaks it off, so that nobody trusts it."""
    sink, lines = _Sink(), list[str]()
    taken = {DIGESTS.lower()}
    # What is kept has been packed by its own format: packing it again would cost time for nothing.
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        for file in files:
            name = _free(file.ref.name, taken)
            kept_at = file.ref.kept_at.astimezone(clock.CITY).timetuple()[:6]
            with archive.open(ZipInfo(name, kept_at), "w") as part:
                for piece in file.content:
                    part.write(piece)
                    yield sink.take()
            lines.append(f"{file.ref.sm3}  {name}\n")
        archive.writestr(DIGESTS, "".join(lines))
    yield sink.take()


def _free(name: str, taken: set[str]) -> str:
    """The name, numbered where another file of the ZIP has it."""
    stem, _dot, ending = name.rpartition(".")
    free, n = name, 1
    while free.lower() in taken:
        n += 1
        free = f"{stem} ({n}).{ending}"
    taken.add(free.lower())
    return free
