"""Seals in previews: what a signature holds is fitted into its place; what is odd is left out."""

import pytest
from asn1crypto.core import IA5String, Integer, OctetString, Sequence

from liupan.foundation.documents.ofd.drawing import Drawing, Picture, Stamp
from liupan.foundation.documents.ofd.package import Package
from liupan.foundation.documents.ofd.picturing import picture_sheet
from liupan.foundation.documents.ofd.reading import read_drawing
from liupan.foundation.documents.ofd.sealing import seals_of
from liupan.foundation.documents.ofd.stamping import DEPTH, ELEMENTS, picture_in
from liupan.foundation.documents.tests.ofd.makers import PNG
from liupan.foundation.documents.tests.ofd.test_reading import NS, document, foreign


class PictureData(Sequence):
    _fields = [("type", IA5String), ("data", OctetString), ("width", Integer), ("height", Integer)]


def der(content: bytes, kind: str = "PNG", depth: int = 4) -> bytes:
    """A picture as it lies in a signature, `depth` sequences deep."""
    inner = PictureData({"type": kind, "data": content, "width": 40, "height": 40}).dump()
    for _level in range(depth):
        inner = _sequence(b"\x02\x01\x04" + inner)
    return bytes(inner)


def _sequence(content: bytes) -> bytes:
    size = len(content).to_bytes(4, "big")
    return b"\x30\x84" + size + content


def sealed(value: bytes, *stamps: str) -> Package:
    """A package of one page with one signature."""
    package = document("")
    root = package.files["OFD.xml"].replace(
        b"</ofd:DocRoot>", b"</ofd:DocRoot><ofd:Signatures>S/List.xml</ofd:Signatures>"
    )
    return package.having(
        {
            "OFD.xml": root,
            "S/List.xml": f'<ofd:Signatures {NS}><ofd:Signature ID="7" BaseLoc="One.xml"/>'
            "</ofd:Signatures>".encode(),
            "S/One.xml": f"<ofd:Signature {NS}><ofd:SignedInfo>{''.join(stamps)}"
            "</ofd:SignedInfo><ofd:SignedValue>V.dat</ofd:SignedValue></ofd:Signature>".encode(),
            "S/V.dat": value,
        }
    )


PLACE = '<ofd:StampAnnot ID="1" PageRef="1" Boundary="100 200 40 40"/>'
STRIP = '<ofd:StampAnnot ID="2" PageRef="1" Boundary="190 9 40 40" Clip="0 0 20 40"/>'


def test_a_seal_stands_in_its_place_and_a_strip_is_cut() -> None:
    package = sealed(der(PNG), PLACE, STRIP)
    drawing, seals = read_drawing(package), seals_of(package)
    assert drawing.sheets[0].stamps == (
        Stamp("7", (100, 200, 40, 40)), Stamp("7", (190, 9, 40, 40), (0, 0, 20, 40)),
    )  # fmt: skip
    assert seals == {"7": Picture((1, 0, 0, 1, 0, 0), PNG, "PNG")}
    svg = picture_sheet(drawing, 1, seals).decode()
    assert 'x="100" y="200" width="40" height="40" viewBox="0 0 40 40"' in svg
    assert 'x="190" y="9" width="20" height="40" viewBox="0 0 20 40"' in svg
    assert svg.count("matrix(40 0 0 40 0 0)") == svg.count("data:image/png") == 2
    assert "data:image" not in picture_sheet(drawing, 1).decode()


def test_the_seal_of_a_real_file_is_an_ofd_of_its_own() -> None:
    from liupan.foundation.documents.ofd.package import read_package

    package = read_package(foreign("v4signed"))
    seal = seals_of(package)["1"]
    assert isinstance(seal, Drawing)
    svg = picture_sheet(read_drawing(package), 1, seals_of(package)).decode()
    assert 'x="90" y="8" width="30" height="20"' in svg
    assert svg.count("<rect") == 1  # the seal has no paper of its own


@pytest.mark.parametrize(
    "value",
    [
        b"", b"\x30", b"\x30\x84\xff\xff\xff\xff", b"no signature",
        der(b"GIF89a", "GIF"), der(b"PK\3\4", "OFD"), der(b"<svg/>", "SVG"),
        der(PNG, depth=DEPTH + 1), b"\x05\x00" * (ELEMENTS + 1) + der(PNG),
    ],
    ids=["nothing", "cut", "long", "words", "gif", "no ofd", "svg", "deep", "many"],
)  # fmt: skip
def test_what_is_no_picture_is_left_out(value: bytes) -> None:
    package = sealed(value, PLACE)
    assert seals_of(package) == {}
    assert picture_sheet(read_drawing(package), 1, seals_of(package))


def test_a_seal_of_a_hundred_thousand_things_is_left_out() -> None:
    line = '<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 L 9 9'
    heavy = document(f"{line}</ofd:AbbreviatedData></ofd:PathObject>" * 3000)
    assert seals_of(sealed(der(heavy.to_bytes(), "OFD"), PLACE)) == {}
    light = document(f"{line}</ofd:AbbreviatedData></ofd:PathObject>" * 3)
    assert isinstance(seals_of(sealed(der(light.to_bytes(), "OFD"), PLACE))["7"], Drawing)


def test_a_signature_is_looked_through_once_and_not_for_ever() -> None:
    assert picture_in(b"\x30\x80" * 100_000) is None
    assert picture_in(b"\x00" * 5_000_000) is None
