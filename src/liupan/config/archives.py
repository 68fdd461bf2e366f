"""The backup file: a tar of a database dump, the files and a manifest with SM3 digests.

The manifest comes last; a file without one was cut off. Digests find damage and careless
tampering; whoever can rewrite the manifest too is found by the seal (its own digest, which
`backup` prints) and by `liupan journal verify`.
"""

import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.hashes import SM3, Hash

from liupan.config.sentences import NotReady
from liupan.config.terminal import gettext as _

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
BLOCK = 1 << 20


@dataclass
class Manifest:
    """What an archive holds: sizes and SM3 digests (hex) by member name."""

    liupan: str
    made_at: str
    city: str
    migrations: list[str]
    format: int = FORMAT
    members: dict[str, tuple[int, str]] = field(default_factory=dict)

    def text(self) -> bytes:
        """As it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @property
    def seal(self) -> str:
        """SM3 of the manifest: one value that stands for the whole archive."""
        return _sm3(io.BytesIO(self.text()))[1]


class Writer:
    """Adds members and counts them into the manifest."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self.tar, self.manifest = tar, manifest

    def add(self, name: str, file: Path) -> None:
        """Add one file."""
        info = self.tar.gettarinfo(str(file), arcname=name)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        with file.open("rb") as source:
            watched = _Watched(source)
            self.tar.addfile(info, watched)
        self.manifest.members[name] = (info.size, watched.digest.finalize().hex())


@contextmanager
def writing(target: Path, manifest: Manifest) -> Iterator[Writer]:
    """Write an archive; it appears under its name only when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = target.with_name(f".{target.name}.part")
    fresh.unlink(missing_ok=True)
    try:
        with (
            closed_file(fresh) as file,
            tarfile.open(fileobj=file, mode="w", dereference=True) as tar,
        ):
            yield Writer(tar, manifest)
            text = manifest.text()
            info = tarfile.TarInfo(MANIFEST)
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def closed_file(path: Path) -> IO[bytes]:
    """A new file that no other account can read from its first byte on."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def verified(archive: Path) -> Manifest:
    """The manifest, after every member was read and found as it was. Raises NotReady."""
    try:
        with tarfile.open(archive) as tar:
            found = {m.name: _sm3(_content(tar, m)) for m in tar if m.name != MANIFEST}
            manifest = Manifest(**json.load(_content(tar, tar.getmember(MANIFEST))))
    except FileNotFoundError:
        raise _refused(_("%(file)s is not there.") % {"file": archive}) from None
    except (tarfile.TarError, EOFError, OSError, KeyError, TypeError, ValueError) as error:
        said = _("%(file)s is damaged or no backup of Liupan (%(why)s).")
        raise _refused(said % {"file": archive, "why": error}) from error
    if manifest.format != FORMAT:
        said = _("%(file)s has format %(format)s, which this Liupan does not know.")
        raise _refused(said % {"file": archive, "format": manifest.format})
    wanted = {name: (size, digest) for name, (size, digest) in manifest.members.items()}
    if changed := sorted(n for n in wanted.keys() | found if wanted.get(n) != found.get(n)):
        said = _("%(file)s was altered: %(names)s is not as it was saved.")
        raise _refused(said % {"file": archive, "names": ", ".join(changed[:3])})
    return manifest


def extract(archive: Path, manifest: Manifest, prefix: str, target: Path) -> int:
    """Unpack the members whose names start with `prefix` under `target`; how many."""
    chosen = [name for name in manifest.members if name.startswith(prefix)]
    with tarfile.open(archive) as tar:
        for name in chosen:
            tar.extract(tar.getmember(name), target, filter="data")
    return len(chosen)


class _Watched:
    """Digests what is read through it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, Hash(SM3())

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.digest.update(block)
        return block


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise ValueError(f"{member.name} is not a file")
    return content


def _sm3(source: IO[bytes]) -> tuple[int, str]:
    digest, size = Hash(SM3()), 0
    while block := source.read(BLOCK):
        digest.update(block)
        size += len(block)
    return size, digest.finalize().hex()


def _refused(said: str) -> NotReady:
    return NotReady(said, next_step=_("Nothing was changed; take another backup."))
