"""An ordinary notice: numbered headings, paragraphs, sentences, responsibilities in brackets."""

import re
from dataclasses import dataclass, field

from liupan.capabilities.plan.notices.source import Piece, Span

_NUMBERING = [
    re.compile(r"第[一二三四五六七八九十百]+[章编部]分?[\s　]*"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]\s*"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]\s*"),
    re.compile(
        r"(?:\d{1,2}(?:[.．、](?!\d)|[.．](?=\d{3}[一-龥](?<![万亿元])))|第[一二三四五六七八九十百]+条)\s*"
    ),
    re.compile(r"[（(]\d{1,2}[）)]\s*"),
    re.compile(r"[①-⑳]\s*"),
]
"""How headings are numbered, outermost first (党政机关公文格式: 一、 （一） 1. （1）)."""
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_ENUMERATED = re.compile(r"(?=[一二三四五六七八九十]是(?!否))")
_END = re.compile(r"^(?:附件|抄送|主办单位|联系人)")
_SIGNATURE = re.compile(
    r"^(?:[一-龥]{2,20}(?:人民政府|办公[室厅]|委员会|局|厅)|[（(]?[\d一二〇○零九]{4}年[\d一二三四五六七八九十]{1,2}月"
    r"[\d一二三四五六七八九十]{1,3}日(?:印发)?[）)]?|[（(]此件[^）)]*[）)])$"
)
"""A line that signs or dates."""
_WHO = re.compile(
    r"^(?:(?:牵头|责任|主办|配合|协办|主责|落实|参与|承办|实施)(?:单位|部门)|完成时限|完成时间|时限要求)[：:]"
)
"""A sentence that names who is responsible, or until when, and nothing else."""
_WHO_SAYS = re.compile(
    r"^(?:由)?(?:[市县区省州旗各国自人驻](?:(?!和)[一-龥（）]){1,16}[、和])*"
    r"[市县区省州旗各国自人驻][一-龥（）]{1,16}?"
    r"(?:牵头|负责|具体负责|共同负责|落实)(?:，[^。；]{2,60}?(?:配合|参与|协助|负责|落实))?[。；]?$|"
    r"^由[市县区省州旗各国自人驻][一-龥、，（）()]{2,160}(?:牵头|负责|负责落实|落实)[。；]?$"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]+条")
HEADING_LONGEST = 45
BODY_LONGEST = 220


@dataclass
class Node:
    """A numbered part: its level, its heading, the sentences below it before the next part."""

    level: int
    number: str
    heading: Piece | None
    paragraphs: list[list[Piece]] = field(default_factory=list)
    path: tuple[str, ...] = ()
    is_leaf: bool = True

    @property
    def sentences(self) -> list[Piece]:
        """All sentences below the heading."""
        return [piece for paragraph in self.paragraphs for piece in paragraph]

    @property
    def span(self) -> Span:
        """From the heading to the last sentence."""
        pieces = [*([self.heading] if self.heading else []), *self.sentences]
        if not pieces:
            return Span(0, 0)
        return Span(pieces[0].span.start, pieces[-1].span.end)


def nodes_of(text: str) -> list[Node]:
    """The notice as its numbered parts, in order; first what stands before the first number."""
    nodes = [Node(-1, "", None)]
    trail: list[Node] = []
    for start, line in _lines(text):
        if _END.match(line) and len(nodes) > 3:
            break
        level, number, rest_at = _numbering(line)
        if number is None:
            _read_on(nodes[-1], line, start)
            continue
        trail = [n for n in trail if n.level < level]
        if trail:
            trail[-1].is_leaf = False
        node = Node(level, number.strip(), None, path=tuple(_label(n) for n in trail))
        _read_line(node, line[rest_at:], start + rest_at)
        nodes.append(node)
        trail.append(node)
    return nodes


def _read_on(node: Node, line: str, start: int) -> None:
    """A paragraph below a heading; one that only says who belongs to what stands before it."""
    said = _sentences(line, start)
    if said and node.paragraphs and said[0].text.startswith("（") and _says_who(said[0].text[1:-1]):
        last = node.paragraphs[-1]
        last[-1] = Piece(last[-1].text + said[0].text, Span(last[-1].span.start, said[0].span.end))
        said = said[1:]
    if said:
        node.paragraphs.append(said)


def is_article(node: Node) -> bool:
    """Whether a part is an article (第三条): it says its matter itself, without a heading."""
    return bool(_ARTICLE.match(node.number))


def _lines(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip() and "\t" not in line and not _SIGNATURE.match(line.strip()):
            found.append((at + len(line) - len(line.lstrip()), line.strip()))
        at += len(line) + 1
    return found


def _numbering(line: str) -> tuple[int, str | None, int]:
    for level, pattern in enumerate(_NUMBERING):
        if match := pattern.match(line):
            return level, match[0], match.end()
    return -1, None, 0


def _read_line(node: Node, words: str, start: int) -> None:
    """A heading ends with its line or its first stop; what follows is body."""
    pieces = _sentences(words, start)
    if pieces and (len(pieces) == 1 or len(pieces[0].text) <= HEADING_LONGEST):
        first = pieces[0]
        bare = first.text.rstrip("。；：:")
        node.heading = Piece(bare, Span(first.span.start, first.span.start + len(bare)))
        pieces = pieces[1:]
    if pieces:
        node.paragraphs.append(pieces)


def _sentences(words: str, start: int) -> list[Piece]:
    found = []
    for match in _SENTENCE.finditer(words):
        at = match.start()
        for part in _ENUMERATED.split(match[0]):
            stripped = part.strip()
            if stripped:
                begin = start + at + part.index(stripped)
                found.append(Piece(stripped, Span(begin, begin + len(stripped))))
            at += len(part)
    return _with_who(_with_brackets(found))


def _says_who(words: str) -> bool:
    return bool(_WHO.match(words) or _WHO_SAYS.match(words))


def _with_who(pieces: list[Piece]) -> list[Piece]:
    """A sentence that only says who is responsible stands in brackets behind the one before."""
    found: list[Piece] = []
    who: list[str] = []
    for piece in pieces:
        if not _says_who(piece.text):
            found, who = [*found, piece], []
            continue
        before = found[-1] if found else Piece("", piece.span)
        if who:
            before = Piece(before.text[: -len(f"（{'；'.join(who)}）")], before.span)
        who.append(piece.text.rstrip("。；"))
        joined = Piece(
            f"{before.text}（{'；'.join(who)}）", Span(before.span.start, piece.span.end)
        )
        found = [*found[:-1], joined]
    return found


def _with_brackets(pieces: list[Piece]) -> list[Piece]:
    """A bracket with responsibilities behind a stop belongs to the sentence before it."""
    found: list[Piece] = []
    for piece in pieces:
        is_bracket = piece.text[0] in "（(" and re.search(r"负责|牵头|责任|配合|落实", piece.text)
        unclosed = bool(found) and found[-1].text.count("（") > found[-1].text.count("）")
        if found and (is_bracket or unclosed):
            last = found[-1]
            found[-1] = Piece(last.text + piece.text, Span(last.span.start, piece.span.end))
        else:
            found.append(piece)
    return found


def _label(node: Node) -> str:
    return f"{node.number}{node.heading.text if node.heading else ''}"
