"""Which typeface is used for what: the best of those that are here.

The standard names 仿宋, 楷体, 黑体, 小标宋. The last, and a 仿宋 with all characters, are sold,
not given; an operator who owns them puts them into the folder `LIUPAN_FONTS`. What is always here:
Noto Serif and Noto Sans from a package, LXGW WenKai once `make` has unpacked it; Fandol where
Debian's `texlive-lang-chinese` or its files are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn
import typst

from liupan.foundation.documents.layout.source import OfficialDocument, Role
from liupan.foundation.documents.layout.texts import pieces

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

UNPACKED = Path(__file__).parent / "fonts"
"""Where `make` puts the typefaces that npm packs for browsers."""
SYSTEM = (
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/fonts/opentype/fandol"),
    Path("/usr/share/fonts/opentype/noto"),
)
ENDINGS = (".ttf", ".otf", ".ttc", ".otc")


@dataclass(frozen=True, slots=True)
class Wish:
    """A typeface that would do for a role.

    Attributes:
        is_proper: it is of the style that the standard names; others stand in for it.
        stroke: an outline in em that makes a light one as heavy as it should be.
    """

    family: str
    weight: int = 400
    is_proper: bool = True
    stroke: float = 0.0


WISHES: dict[Role, tuple[Wish, ...]] = {
    Role.FANGSONG: (
        Wish("FangSong_GB2312"), Wish("仿宋_GB2312"), Wish("FZFangSong-Z02"),
        Wish("方正仿宋_GBK"), Wish("FZFangSong-Z02S"), Wish("方正仿宋简体"), Wish("FangSong"),
        Wish("仿宋"), Wish("STFangsong"), Wish("华文仿宋"), Wish("FandolFang R"),
        Wish("Noto Serif SC", is_proper=False),
    ),
    Role.KAI: (
        Wish("KaiTi_GB2312"), Wish("楷体_GB2312"), Wish("FZKai-Z03"), Wish("方正楷体_GBK"),
        Wish("FZKai-Z03S"), Wish("方正楷体简体"), Wish("KaiTi"), Wish("楷体"), Wish("STKaiti"),
        Wish("LXGW WenKai"), Wish("FandolKai"), Wish("Noto Serif SC", is_proper=False),
    ),
    Role.HEI: (
        Wish("SimHei"), Wish("黑体"), Wish("FZHei-B01"), Wish("方正黑体_GBK"),
        Wish("FZHei-B01S"), Wish("方正黑体简体"), Wish("Noto Sans SC", stroke=0.02),
    ),
    Role.TITLE: (
        Wish("FZXiaoBiaoSong-B05"), Wish("方正小标宋_GBK"), Wish("FZXiaoBiaoSong-B05S"),
        Wish("方正小标宋简体"), Wish("Noto Serif CJK SC", 700, is_proper=False),
        Wish("FandolSong", 700, is_proper=False),
        Wish("Noto Serif SC", is_proper=False, stroke=0.03),
    ),
    Role.SONG: (Wish("SimSun"), Wish("宋体"), Wish("Noto Serif SC")),
}  # fmt: skip
FALLBACKS = ("Noto Serif SC", "LXGW WenKai", "Noto Sans SC", "Noto Serif CJK SC")


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface in a file."""

    family: str
    weight: int
    path: Path
    index: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What a role is printed in, and what its missing characters are printed in."""

    role: Role
    wish: Wish
    face: Face
    fallbacks: tuple[Face, ...]

    @property
    def families(self) -> list[str]:
        """Names in the order of trying."""
        return [self.face.family, *(face.family for face in self.fallbacks)]


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that the face of its role does not have.

    Attributes:
        place: where in the source, such as `signers[0]`.
        wanted: the family it should be printed in.
        used: the family it is printed in instead; empty when no face has it.
    """

    character: str
    place: str
    wanted: str
    used: str


@dataclass(frozen=True, slots=True)
class Faces:
    """The typefaces of an installation."""

    choices: dict[Role, Choice]
    folders: tuple[Path, ...]
    fonts: typst.Fonts

    def find(self, postscript: str) -> Face | None:
        """The face in which glyphs of a page model are printed, by its PostScript name."""
        for face in self.all():
            if _postscript(face.path, face.index) == postscript:
                return face
        return None

    def all(self) -> Iterator[Face]:
        """Every face that may be used, each once."""
        yield from dict.fromkeys(
            face for choice in self.choices.values() for face in (choice.face, *choice.fallbacks)
        )


@cache
def faces(own: Path | None = None) -> Faces:
    """The best faces here; those of the folder `own` go first."""
    folders = tuple(
        folder
        for folder in (own, UNPACKED, Path(pylopdf_fonts_zh_cn.serif_path()).parent, *SYSTEM)
        if folder and folder.is_dir()
    )
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders)
    )
    here = {
        (info.family, info.weight): Face(info.family, info.weight, Path(info.path), info.index)
        for info in reversed(fonts.fonts())
        if info.path and info.style == "normal"
    }
    return Faces({role: _choose(role, here) for role in Role}, folders, fonts)


def _choose(role: Role, here: dict[tuple[str, int], Face]) -> Choice:
    for wish in WISHES[role]:
        if face := here.get((wish.family, wish.weight)):
            others = tuple(
                here[family, 400]
                for family in FALLBACKS
                if family != wish.family and (family, 400) in here
            )
            return Choice(role, wish, face, others)
    raise LookupError(role)  # Noto comes with a package that is locked


def missing_glyphs(document: OfficialDocument, *, faces: Faces) -> tuple[MissingGlyph, ...]:
    """Characters printed in another face than their role's, or in none, in reading order."""
    found = {
        missing: None
        for piece in pieces(document)
        for missing in _missing(piece.text, piece.place, faces.choices[piece.role])
    }
    return tuple(found)


def _missing(text: str, place: str, choice: Choice) -> Iterator[MissingGlyph]:
    covered = coverage(choice.face.path, choice.face.index)
    for character in dict.fromkeys(text):
        if ord(character) in covered or character.isspace():
            continue
        used = next((f.family for f in choice.fallbacks if _has(f, character)), "")
        yield MissingGlyph(character, place, choice.face.family, used)


def _has(face: Face, character: str) -> bool:
    return ord(character) in coverage(face.path, face.index)


@cache
def coverage(path: Path, index: int) -> frozenset[int]:
    """The characters that a face has."""
    with _opened(path, index) as font:
        # Which characters it has is asked, not what its glyphs are called: their names would have
        # the whole of a CFF font read, half a second for a Chinese one.
        font.setGlyphOrder([f"g{n}" for n in range(font["maxp"].numGlyphs)])
        return frozenset(font.getBestCmap() or ())


@cache
def _postscript(path: Path, index: int) -> str:
    with _opened(path, index) as font:
        return str(font["name"].getDebugName(6))


def _opened(path: Path, index: int) -> "TTFont":
    # Loaded when the first document is typeset, not when servers start: a quarter of a second.
    from fontTools.ttLib import TTFont

    number = index if path.suffix.lower() in (".ttc", ".otc") else -1
    return TTFont(path, lazy=True, fontNumber=number)


def unpack(packed: Path | str) -> Path:
    """Unpack LXGW WenKai, which npm packs for browsers, into a file that can be typeset with."""
    UNPACKED.mkdir(exist_ok=True)
    target, fresh = UNPACKED / "LXGWWenKai-Regular.ttf", UNPACKED / "unpacking"
    with _opened(Path(packed), 0) as font:
        font.flavor = None
        font.save(fresh, reorderTables=False)
    fresh.replace(target)
    return target
