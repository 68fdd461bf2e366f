"""The package of a filed document: one ZIP with everything of it, that proves itself.

`manifest.json` names every part with size and SM3; `SM3.txt` says the same as `sm3sum` writes it.
The same parts make the same bytes. What cannot be proved here, that it is the package of this very
record, the SM3 of the whole proves, which stands on the record and in the journal.
"""

import io
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

FORMAT = "liupan.correspondence.record"
MANIFEST = "manifest.json"
DIGESTS = "SM3.txt"
BORN = (1980, 1, 1, 0, 0, 0)
"""The date in the ZIP's own directory: it says nothing, so it is always the same."""
MOST_PARTS = 1000
MOST_BYTES = 1 << 30

UNREADABLE = (
    BadZipFile, EOFError, OSError, ValueError, KeyError, TypeError, RuntimeError,
    NotImplementedError, AttributeError, zlib.error,
)  # fmt: skip
"""What Python's readers of ZIP and of JSON stumble over an altered file with."""

Digest = Callable[[bytes], str]
"""SM3 in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a package."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a package. `fault`: unreadable, no_manifest, altered, missing, unlisted,
    twice, too_large."""

    fault: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A package that was read: what its manifest says of the record, how many parts it has."""

    record: Mapping[str, Any]
    parts: int
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        return not self.findings


def packed(record: Mapping[str, Any], parts: Iterable[Part], digest: Digest) -> bytes:
    """The package. `record`: what the manifest says of it, as JSON takes it."""
    listed = list(parts)
    entries = [
        {"name": one.name, "size": len(one.content), "sm3": digest(one.content)} for one in listed
    ]
    manifest = {"format": FORMAT, "version": 1, "record": dict(record), "parts": entries}
    written = _json(manifest)
    sums = "".join(f"{one['sm3']}  {one['name']}\n" for one in entries)
    sums += f"{digest(written)}  {MANIFEST}\n"
    sink = io.BytesIO()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for name, content in (
            (MANIFEST, written),
            *((one.name, one.content) for one in listed),
            (DIGESTS, sums.encode()),
        ):
            archive.writestr(ZipInfo(name, BORN), content, ZIP_DEFLATED)
    return sink.getvalue()


def checked(content: bytes, digest: Digest) -> Checked:
    """Read a package and compare every part with the manifest, and the manifest with `SM3.txt`."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return _checked(archive, digest)
    except UNREADABLE:
        return Checked({}, 0, (Finding("unreadable"),))


def _checked(archive: ZipFile, digest: Digest) -> Checked:
    infos = archive.infolist()
    names = [one.filename for one in infos]
    if len(infos) > MOST_PARTS or sum(one.file_size for one in infos) > MOST_BYTES:
        return Checked({}, len(infos), (Finding("too_large"),))
    if MANIFEST not in names:
        return Checked({}, len(infos), (Finding("no_manifest"),))
    written = archive.read(MANIFEST)
    manifest = json.loads(written)
    listed = {str(one["name"]): one for one in manifest["parts"]}
    found = [Finding("twice", name) for name in sorted({n for n in names if names.count(n) > 1})]
    found += [Finding("missing", name) for name in listed if name not in names]
    found += [
        Finding("unlisted", name)
        for name in dict.fromkeys(names)
        if name not in listed and name not in (MANIFEST, DIGESTS)
    ]
    found += [
        Finding("altered", name)
        for name, one in listed.items()
        if name in names and not _is_as_listed(archive.read(name), one, digest)
    ]
    line = f"{digest(written)}  {MANIFEST}"
    sums = archive.read(DIGESTS).decode().splitlines() if DIGESTS in names else []
    own = [f"{one['sm3']}  {name}" for name, one in listed.items()]
    if sums != [*own, line] or manifest["format"] != FORMAT:
        found.append(Finding("altered", MANIFEST))
    return Checked(dict(manifest["record"]), len(listed), tuple(found))


def _is_as_listed(content: bytes, one: Mapping[str, Any], digest: Digest) -> bool:
    return bool(len(content) == one["size"] and digest(content) == one["sm3"])


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
