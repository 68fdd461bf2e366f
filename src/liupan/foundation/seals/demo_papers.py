"""The plain OFD files that requests of the demo city hand in: one page, a heading and a signature.

Set without fonts of their own; what offices issue comes from their own rendering.
"""

from liupan.foundation.crypto.facade import sm3
from liupan.foundation.documents.facade import Package

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
BOX = "0 0 210 297"
SIZE = 7.5
"""Millimetres of a character."""


def paper(title: str, unit: str) -> bytes:
    """A document of one page."""
    texts = (_text(10, title, 60.0), _text(11, unit, 220.0))
    package = Package(
        {
            "OFD.xml": _markup(
                "OFD",
                "<ofd:DocBody><ofd:DocInfo><ofd:DocID>"
                f"{sm3(title.encode()).hex()[:32]}</ofd:DocID><ofd:Title>{title}</ofd:Title>"
                "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>",
                'DocType="OFD" Version="1.1"',
            ),
            "Doc_0/Document.xml": _markup(
                "Document",
                "<ofd:CommonData><ofd:MaxUnitID>20</ofd:MaxUnitID><ofd:PageArea>"
                f"<ofd:PhysicalBox>{BOX}</ofd:PhysicalBox></ofd:PageArea>"
                "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
                '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>',
            ),
            "Doc_0/PublicRes.xml": _markup(
                "Res",
                '<ofd:Fonts><ofd:Font ID="2" FontName="宋体" FamilyName="宋体"/></ofd:Fonts>',
                'BaseLoc="Res"',
            ),
            "Doc_0/Pages/Page_0/Content.xml": _markup(
                "Page",
                f"<ofd:Area><ofd:PhysicalBox>{BOX}</ofd:PhysicalBox></ofd:Area>"
                f'<ofd:Content><ofd:Layer ID="3" Type="Body">{"".join(texts)}</ofd:Layer>'
                "</ofd:Content>",
            ),
        }
    )
    return package.to_bytes()


def _text(number: int, words: str, y: float) -> str:
    step = min(SIZE, 160 / len(words))
    x = (210 - step * len(words)) / 2
    deltas = " ".join([f"{step:.3f}"] * (len(words) - 1))
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{x:.3f} {y} {step * len(words):.3f} 10" '
        f'Font="2" Size="{step:.3f}"><ofd:TextCode X="0" Y="{step:.3f}" DeltaX="{deltas}">'
        f"{words}</ofd:TextCode></ofd:TextObject>"
    )


def _markup(root: str, inside: str, attributes: str = "") -> bytes:
    opened = f"ofd:{root} {NAMESPACE} {attributes}".strip()
    return f"{HEAD}<{opened}>{inside}</ofd:{root}>".encode()
