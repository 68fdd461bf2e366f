"""The package of an OFD: its files by name, read safely and written with one possible result."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from lxml import etree

from liupan.foundation.documents.ofd.markup import parse_markup
from liupan.foundation.documents.ofd.refusals import (
    AmbiguousName,
    MissingPart,
    NotAPackage,
    UnsafeName,
)
from liupan.foundation.documents.ofd.zipping import LIMITS, Limits, unzip, zip_stored

ROOT: Final = "OFD.xml"
BARRED: Final = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')


@dataclass(frozen=True, slots=True)
class Package:
    """Files by name. Names have no leading slash: `Doc_0/Document.xml`."""

    files: Mapping[str, bytes]
    _folded: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _require_names(self.files)
        _require_no_file_as_folder(self.files)
        object.__setattr__(self, "_folded", {name.casefold(): name for name in self.files})

    def find(self, location: str, *, base: str = "") -> str | None:
        """The name of the file at a location (ST_Loc), or None.

        A leading slash means the package, otherwise the folder of `base`, the file that says it.
        What differs by case alone is found: makers on Windows do not notice, see `checking`.
        """
        name = joined(location, base=base)
        return name if name in self.files else self._folded.get(name.casefold())

    def get(self, location: str, *, base: str = "") -> str:
        """Like `find`. Raises `MissingPart`."""
        found = self.find(location, base=base)
        if found is None:
            raise MissingPart(
                _("%(part)s is missing in this file.") % {"part": joined(location, base=base)}
            )
        return found

    def read(self, location: str, *, base: str = "") -> bytes:
        """A file's content. Raises `MissingPart`."""
        return self.files[self.get(location, base=base)]

    def markup(self, location: str, *, base: str = "") -> etree._Element:
        """A file's root element. Raises `MissingPart`, `UnsafeMarkup`, `BrokenMarkup`."""
        name = self.get(location, base=base)
        return parse_markup(self.files[name], name)

    def having(self, added: Mapping[str, bytes]) -> "Package":
        """A package with these files added or put in place of those of the same names."""
        return Package({**self.files, **added})

    def lacking(self, names: Iterable[str]) -> "Package":
        """A package without these files."""
        gone = set(names)
        return Package({name: data for name, data in self.files.items() if name not in gone})

    def to_bytes(self) -> bytes:
        """The package as a file: the same files give the same bytes, on any machine."""
        order = sorted(self.files, key=lambda name: (name != ROOT, name))
        return zip_stored([(name, self.files[name]) for name in order])


def read_package(data: bytes, limits: Limits = LIMITS) -> Package:
    """Read and check all of it: names, sizes, checksums, that no byte is unaccounted for.

    Raises a subclass of `BadPackage`.
    """
    parts = unzip(data, limits)
    files: dict[str, bytes] = {}
    folders = [name[:-1] for name, _content in parts if name.endswith("/")]
    for name, content in parts:
        if not name.endswith("/"):
            if name in files:
                raise AmbiguousName(_("This file holds %(part)s twice.") % {"part": name})
            files[name] = content
    _require_names([*files, *folders])
    package = Package(files)
    if package.find(ROOT) is None:
        raise NotAPackage(_("This is no OFD file: it has no OFD.xml."))
    return package


def is_canonical(data: bytes) -> bool:
    """Whether these are exactly the bytes that `Package.to_bytes` writes.

    True leaves no room: every byte of the ZIP follows from names and contents, so whoever vouches
    for these vouches for the file. Raises what `read_package` raises.
    """
    return read_package(data).to_bytes() == data


def joined(location: str, *, base: str = "") -> str:
    """A location (ST_Loc) as a name in the package. Raises `UnsafeName` when it leads outside."""
    location = location.strip()
    folder = "" if location.startswith("/") else posixpath.dirname(base)
    name = posixpath.normpath(posixpath.join(folder, location.lstrip("/")))
    if name.startswith(("..", "/")) or BARRED.search(name):
        raise UnsafeName(_("This file points outside itself: %(part)s.") % {"part": location})
    return name


def _require_names(names: Iterable[str]) -> None:
    """Raises `UnsafeName`, `AmbiguousName`."""
    seen: dict[str, str] = {}
    for name in names:
        if not _is_plain(name):
            raise UnsafeName(
                _("A part of this file has a name that is not taken: %(part)s.")
                % {"part": name[:80]}
            )
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            raise AmbiguousName(
                _("Two parts of this file have the same name: %(part)s.") % {"part": name}
            )
        seen[folded] = name


def _require_no_file_as_folder(names: Iterable[str]) -> None:
    folded = {name.casefold() for name in names}
    for name in folded:
        above = posixpath.dirname(name)
        while above:
            if above in folded:
                raise AmbiguousName(
                    _("Two parts of this file have the same name: %(part)s.") % {"part": above}
                )
            above = posixpath.dirname(above)


def _is_plain(name: str) -> bool:
    steps = name.split("/")
    return (
        0 < len(name) <= 240
        and not BARRED.search(name)
        and all(step not in ("", ".", "..") and step == step.strip() for step in steps)
    )
