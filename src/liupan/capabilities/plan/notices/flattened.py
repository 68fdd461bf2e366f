"""A notice that lost its punctuation: which runs of words are one matter, what stood between."""

import re
from dataclasses import dataclass, field

from liupan.capabilities.plan.notices.source import Piece, Span, pieces_of
from liupan.capabilities.plan.notices.words import (
    ADVERBS,
    GOALS,
    LIST_END,
    MEANS_FIRST,
    MODAL,
    NOMINAL,
    NUMERALS,
    OPENERS,
    PREDICATE,
    RESULT_FIRST,
    STRONG,
    SUBJECT_FIRST,
)

SHORT = 8
"""Characters below which a piece leans on its neighbour."""
LONGEST = 110
"""Characters after which a matter takes no more results."""
_HINGE = re.compile(
    r"(?:依据|根据|按照|围绕|加强|推进|推动|提高|提升|开展|强化|完善|建立|健全|落实|深化|优化|"
    rf"(?<!化)建设(?=[全市县省区统一])(?!(?:{NOMINAL})))"
)
_QUANTITY = re.compile(r"\d+$")
_TAIL = re.compile(r"^(?:以上|以下|以内|左右|%|％)")


@dataclass
class Matter:
    """One matter in the making: its pieces with the mark that stood before each."""

    marks: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    main: int = -1
    """Which piece says what is to be done; -1 while only means and subject have been said."""

    def add(self, piece: Piece, mark: str, *, is_main: bool = False) -> None:
        """Take one more piece."""
        self.marks.append(mark if self.pieces else "")
        self.pieces.append(piece)
        if is_main and self.main < 0:
            self.main = len(self.pieces) - 1

    @property
    def text(self) -> str:
        """The matter with the marks put back."""
        return "".join(m + p.text for m, p in zip(self.marks, self.pieces, strict=True))

    @property
    def span(self) -> Span:
        """From its first to its last character in the notice."""
        return Span(self.pieces[0].span.start, self.pieces[-1].span.end)

    @property
    def core(self) -> str:
        """What is to be done, with its list, without means and results."""
        words, position = "", max(self.main, 0)
        while position and self.marks[position] == "、":
            position -= 1
        for mark, piece in list(zip(self.marks, self.pieces, strict=True))[position:]:
            if words and mark != "、":
                break
            words += (mark if words else "") + piece.text
        return words

    @property
    def name(self) -> str:
        """What is to be done, with who or what it is about where that comes first."""
        core = self.core
        if self.main <= 0 or not SUBJECT_FIRST.match(self.pieces[0].text):
            return core
        first = self.pieces[0].text
        for mark, piece in zip(self.marks[1:], self.pieces[1:], strict=True):
            if mark != "、" or piece is self.pieces[self.main]:
                break
            first += mark + piece.text
        return core if first in core else f"{first}，{core}"


@dataclass
class Part:
    """A section of the notice: its heading and its matters, under their sub-headings."""

    numeral: str
    heading: Piece | None
    matters: list[tuple[str, Matter]] = field(default_factory=list)


def parts_of(text: str) -> list[Part]:
    """The notice in sections. What stands before the first numeral is a section without heading."""
    parts, current = [Part("", None)], list[Piece]()
    pieces = pieces_of(text)
    expected = 0
    for piece in pieces:
        if expected < len(NUMERALS) and piece.text == NUMERALS[expected]:
            _close(parts[-1], current)
            parts.append(Part(piece.text, None))
            current, expected = [], expected + 1
        elif piece.text.startswith("附件") and len(parts) > 1:
            break
        else:
            current.append(piece)
    _close(parts[-1], current)
    return parts


def _close(part: Part, pieces: list[Piece]) -> None:
    if part.numeral and pieces:
        part.heading, rest = _cut_heading(pieces[0])
        pieces = ([rest] if rest else []) + pieces[1:]
        is_first_a_heading = rest is not None and not MEANS_FIRST.match(rest.text)
        matters = _matters(pieces)
        if GOALS.search(part.heading.text):
            part.matters = [("", m) for m in matters]
        else:
            part.matters = _under_headings(matters, first=is_first_a_heading)
    else:
        part.matters = [("", m) for m in _matters(pieces)]


def _cut_heading(piece: Piece) -> tuple[Piece, Piece | None]:
    """The heading that ran into the first sentence, and that sentence."""
    for match in _HINGE.finditer(piece.text):
        before = piece.text[: match.start()]
        if len(before) >= 4 and len(piece.text) - match.start() >= 6 and not _is_open(before):
            middle = piece.span.start + match.start()
            return (
                Piece(before, Span(piece.span.start, middle)),
                Piece(piece.text[match.start() :], Span(middle, piece.span.end)),
            )
    return piece, None


def _is_open(words: str) -> bool:
    """Whether words cannot end here."""
    return bool(re.search(rf"(?:和|与|及|的|对|{ADVERBS})$", words))


def _matters(pieces: list[Piece]) -> list[Matter]:
    found: list[Matter] = []
    waiting = Matter()
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        waiting = _place(piece, following, waiting, found)
    if waiting.pieces:
        _settle(waiting, found)
    return _gathered(found)


def _gathered(matters: list[Matter]) -> list[Matter]:
    """Short calls about one thing, one after the other, are one matter."""
    found: list[Matter] = []
    for matter in matters:
        last = found[-1] if found else None
        if last and _is_call(matter) and _is_call(last, many=True) and _about_one(last, matter):
            last.add(matter.pieces[0], "，")
        else:
            found.append(matter)
    return found


def _is_call(matter: Matter, *, many: bool = False) -> bool:
    is_short = all(len(p.text) <= SHORT + 1 for p in matter.pieces)
    return is_short and bool(OPENERS.match(matter.text)) and (many or len(matter.pieces) == 1)


def _about_one(last: Matter, matter: Matter) -> bool:
    own = re.sub(rf"^(?:{ADVERBS})*(?:{STRONG})", "", matter.text)
    return _shares(own, last.text, 2)


def _place(piece: Piece, following: Piece | None, waiting: Matter, found: list[Matter]) -> Matter:
    """Put one piece where it belongs; returns what waits for its verb."""
    last = found[-1] if found else None
    if waiting.pieces:
        return _continue_waiting(piece, waiting, found)
    if last and _belongs(piece.text, last):
        last.add(piece, _mark(piece.text, last))
        return waiting
    if _waits(piece.text, following):
        waiting.add(piece, "")
        return waiting
    fresh = Matter()
    fresh.add(piece, "", is_main=True)
    found.append(fresh)
    return waiting


def _continue_waiting(piece: Piece, waiting: Matter, found: list[Matter]) -> Matter:
    """A matter that has said its means or subject takes everything until its verb has come."""
    opens = bool(OPENERS.match(piece.text)) or bool(PREDICATE.search(piece.text))
    is_means = bool(MEANS_FIRST.match(piece.text)) and not PREDICATE.search(piece.text)
    says = opens or (bool(MODAL.search(piece.text)) and not is_means)
    is_list = (
        _is_fragment(piece.text)
        and not PREDICATE.search(piece.text)
        and not (SUBJECT_FIRST.match(piece.text) and MODAL.search(piece.text))
    )
    subjects = _is_subject(waiting.pieces[-1].text) or _is_subject(piece.text)
    goes_on = RESULT_FIRST.match(piece.text) or MODAL.search(piece.text)
    mark = "、" if _is_fragment(piece.text) and not subjects and not goes_on else "，"
    waiting.add(piece, mark, is_main=says and not is_means and not is_list)
    if waiting.main >= 0:
        found.append(waiting)
        return Matter()
    return waiting


def _settle(waiting: Matter, found: list[Matter]) -> None:
    """Means that no verb followed lean on the matter before them."""
    if not found:
        found.append(waiting)
        return
    for mark, piece in zip(waiting.marks, waiting.pieces, strict=True):
        found[-1].add(piece, mark or "，")


def _is_subject(words: str) -> bool:
    return bool(SUBJECT_FIRST.match(words)) and not words.endswith("新建")


def _is_fragment(words: str) -> bool:
    """A piece of a list: no verb that opens, no means."""
    if _TAIL.match(words) or LIST_END.match(words):
        return True
    if len(words) <= 4 and not re.match(f"{STRONG}|由|从", words):
        return True
    if OPENERS.match(words):
        return False
    return not MEANS_FIRST.match(words)


def _belongs(words: str, last: Matter) -> bool:
    """Whether a piece goes on with the matter before it."""
    end = last.pieces[-1].text
    if _TAIL.match(words):
        return bool(_QUANTITY.search(end))
    if PREDICATE.search(words):
        leans = MEANS_FIRST.match(words) or LIST_END.match(words) or RESULT_FIRST.match(words)
        return bool(leans) or (_is_fragment(words) and not _says_alone(words))
    if MEANS_FIRST.match(words) and not _is_fragment(words):
        return False
    if _is_fragment(words):
        return len(end) <= 5 or not SUBJECT_FIRST.match(words)
    if len(last.text) + len(words) > LONGEST:
        return False
    if RESULT_FIRST.match(words):
        return True
    return len(words) <= SHORT and not re.match(rf"(?:基本|高度|切实)?(?:{STRONG})", words)


def _says_alone(words: str) -> bool:
    """Whether subject and verb are both there: 共享率达80."""
    return bool(
        SUBJECT_FIRST.match(words)
        or re.search(r"(?:率|比例|周期|支出|成本)[一-龥]*(?:达|提高|缩短)", words)
        or (len(words) > 20 and re.search(r"[一-龥]{6,}进行", words))
    )


def _mark(words: str, last: Matter) -> str:
    if _TAIL.match(words):
        return ""
    goes_on = re.match("打造|形成|实现|避免", words) or (
        len(words) > 4 and (RESULT_FIRST.match(words) or MEANS_FIRST.match(words))
    )
    return "、" if _is_fragment(words) and not goes_on else "，"


def _waits(words: str, following: Piece | None) -> bool:
    """Whether a piece only says by what, for whom or about what."""
    if PREDICATE.search(words):
        return False
    if MEANS_FIRST.match(words):
        return True
    if OPENERS.match(words):
        return False
    if SUBJECT_FIRST.match(words):
        return not MODAL.search(words) and not re.search(r"达\d*$|覆盖$|使用$|采用[一-龥]+$", words)
    return following is not None and bool(MEANS_FIRST.match(following.text))


def _under_headings(matters: list[Matter], *, first: bool) -> list[tuple[str, Matter]]:
    """Each matter with the sub-heading it stands under; a sub-heading is no matter itself."""
    found: list[tuple[str, Matter]] = []
    heading, was_heading = "", False
    for index, matter in enumerate(matters):
        following = [m.text for m in matters[index + 1 : index + 3]]
        was_heading = not was_heading and ((first and index == 0) or _is_heading(matter, following))
        if was_heading:
            heading = matter.text
        else:
            found.append((heading, matter))
    return found


def _is_heading(matter: Matter, following: list[str]) -> bool:
    """A short matter whose own words are taken up at once by what follows."""
    words = matter.text
    is_short = len(matter.pieces) == 1 and 6 <= len(words) <= 20
    if not (is_short and OPENERS.match(words)) or SUBJECT_FIRST.match(words):
        return False
    own = re.sub(rf"^(?:{ADVERBS})*(?:{STRONG}|开展)", "", words)
    return any(_shares(own, text, 3 + 2 * nth) for nth, text in enumerate(following))


def _shares(own: str, text: str, length: int) -> bool:
    return any(own[i : i + length] in text for i in range(len(own) - length + 1))
