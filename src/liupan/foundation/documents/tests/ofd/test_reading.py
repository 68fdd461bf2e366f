"""Reading OFDs of other makers, and refusing broken ones."""

import json
import random
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from liupan.foundation.documents.inspecting import inspect
from liupan.foundation.documents.management import cli
from liupan.foundation.documents.ofd import reading
from liupan.foundation.documents.ofd.checking import check_package
from liupan.foundation.documents.ofd.drawing import Picture, Shape
from liupan.foundation.documents.ofd.measuring import measured, read_ofd
from liupan.foundation.documents.ofd.package import Package, read_package
from liupan.foundation.documents.ofd.picturing import picture_sheet
from liupan.foundation.documents.ofd.reading import read_drawing
from liupan.foundation.documents.ofd.refusals import (
    BadPackage,
    BrokenMarkup,
    MissingPart,
    NotAPackage,
    PackageOverfull,
)
from liupan.foundation.documents.ofd.sealing import seals_of
from liupan.foundation.documents.ofd.telling import text_of_drawing
from liupan.foundation.documents.tests.ofd.makers import notice_ofd, notice_pdf

FOREIGN = Path(__file__).resolve().parents[7] / "shared/data/ofd"
"""Two files of another maker; they lie beside the project where it is developed."""
NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def document(content: str, *, resources: str = "", more: str = "") -> Package:
    """A package of one page."""
    return Package(
        {
            "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocInfo/>"
            "<ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>".encode(),
            "D/Document.xml": f"<ofd:Document {NS}><ofd:CommonData>"
            "<ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>"
            f'<ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages>{more}</ofd:Document>'.encode(),
            "D/Res.xml": f"<ofd:Res {NS}>{resources}</ofd:Res>".encode(),
            "D/P.xml": f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{content}</ofd:Layer>"
            "</ofd:Content></ofd:Page>".encode(),
        }
    )


def foreign(name: str) -> bytes:
    """A file of another maker, or the test is left out."""
    path = FOREIGN / f"{name}.ofd"
    if not path.exists():
        pytest.skip("the files of another maker are not here")
    return path.read_bytes()


def test_hello_world_is_read_whole() -> None:
    hello = foreign("helloworld")
    drawing = read_drawing(read_package(hello))
    assert text_of_drawing(drawing) == "你好呀，OFD Reader&Writer！"
    (page,) = read_ofd(hello)
    assert (page.width, page.height) == (210, 297)
    first = page.glyphs[0]
    assert (first.text, first.x, first.y) == ("你", pytest.approx(31.7), pytest.approx(28.4))
    assert first.size == pytest.approx(8.504, abs=0.001)
    assert page.glyphs[4].x - page.glyphs[3].x == pytest.approx(3)
    assert page.glyphs[5].x - page.glyphs[4].x == pytest.approx(1.5)


def test_a_signed_invoice_is_read_whole() -> None:
    drawing = read_drawing(read_package(foreign("v4signed")))
    (sheet,) = drawing.sheets
    assert (sheet.width, sheet.height) == (210, 140)
    text = text_of_drawing(drawing)
    for said in (
        "重庆增值税电子普通发票", "发票代码：050001700111", "开票日期：2020年10月10日",
        "*餐饮服务*餐费 次 4 25 100.00 6% 6.00",
        "价税合计（大写） 叁佰壹拾捌圆整 （小写）¥318.00",
    ):  # fmt: skip
        assert said in text
    (picture,) = [item for item in sheet.items if isinstance(item, Picture)]
    assert picture.matrix == (20, 0, 0, 20, 8.5, 3.5)
    assert sum(isinstance(item, Shape) for item in sheet.items) > 10
    assert [(stamp.signature, stamp.box) for stamp in sheet.stamps] == [("1", (90, 8, 30, 20))]
    assert dict(drawing.info.custom)["价税合计"] == "318.00"


def test_checks_name_what_the_other_maker_did_otherwise() -> None:
    failed = {
        c.number: c.found for c in check_package(read_package(foreign("v4signed"))) if not c.is_met
    }
    assert failed["S2"] == ("Doc_0/Document.xml: TPLS/Tpl_0/Content.xml",)
    assert "Doc_0/Document.xml: CommonData MaxUnitID" in failed["S5"]
    assert "楷体" in failed["A2"]


def test_steps_repeat_and_go_on() -> None:
    package = document(
        '<ofd:TextObject ID="2" Boundary="10 20 50 9" Font="9" Size="3">'
        '<ofd:TextCode X="1" Y="2" DeltaX="g 2 4 -8" DeltaY="g 2 0 5">甲乙丙丁戊</ofd:TextCode>'
        "</ofd:TextObject>"
    )
    letters = read_drawing(package).sheets[0].words[0].letters
    assert [(one.x, one.y) for one in letters] == [(11, 22), (15, 22), (19, 22), (11, 27), (3, 32)]


def test_a_matrix_turns_letters_about_the_boundary() -> None:
    package = document(
        '<ofd:TextObject ID="2" Boundary="10 20 50 9" CTM="0 2 -2 0 5 0" Font="9" Size="3">'
        '<ofd:TextCode X="1" Y="2" DeltaX="3">甲乙</ofd:TextCode></ofd:TextObject>'
    )
    (page,) = measured(read_drawing(package))
    assert [(one.x, one.y) for one in page.glyphs] == [(11, 22), (11, 28)]
    assert page.glyphs[0].size == pytest.approx(6 * 72 / 25.4, abs=0.001)


def test_glyphs_stand_for_several_characters() -> None:
    package = document(
        '<ofd:TextObject ID="2" Boundary="0 0 50 9" Font="9" Size="3">'
        '<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1">'
        "<ofd:Glyphs>7</ofd:Glyphs></ofd:CGTransform>"
        '<ofd:TextCode X="0" Y="0" DeltaX="3 6">甲——乙</ofd:TextCode></ofd:TextObject>'
    )
    letters = read_drawing(package).sheets[0].words[0].letters
    assert [(one.text, one.x, one.glyph) for one in letters] == [
        ("甲", 0, None), ("——", 3, 7), ("乙", 9, None),
    ]  # fmt: skip


def test_paths_composites_and_styles_are_followed() -> None:
    package = document(
        '<ofd:CompositeObject ID="2" Boundary="10 10 9 9" ResourceID="5" CTM="2 0 0 2 0 0"/>',
        resources='<ofd:DrawParams><ofd:DrawParam ID="4" LineWidth="0.5">'
        '<ofd:StrokeColor Value="255 0 0"/></ofd:DrawParam></ofd:DrawParams>'
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5" Width="9" Height="9">'
        '<ofd:Content><ofd:PathObject ID="6" Boundary="1 1 5 5" DrawParam="4">'
        "<ofd:AbbreviatedData>M 0 0 L 1 1 C</ofd:AbbreviatedData></ofd:PathObject>"
        "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>",
    )
    (shape,) = read_drawing(package).sheets[0].items
    assert isinstance(shape, Shape)
    assert shape.path == (("M", (12, 12)), ("L", (14, 14)), ("C", ()))
    assert shape.width == pytest.approx(1.0)
    assert (shape.stroke and shape.stroke.red) == 255


def test_a_unit_that_holds_itself_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ITEMS", 5000)
    holder = '<ofd:CompositeObject ID="2" Boundary="0 0 9 9" ResourceID="5"/>'
    package = document(
        holder,
        resources='<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5"><ofd:Content>'
        + holder * 30
        + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>",
    )
    with pytest.raises(PackageOverfull):
        read_drawing(package)


BROKEN = {
    "no document": (lambda p: p.lacking(["D/Document.xml"]), MissingPart),
    "no page": (lambda p: p.lacking(["D/P.xml"]), MissingPart),
    "no body": (lambda p: p.having({"OFD.xml": b"<OFD/>"}), NotAPackage),
    "page cut": (lambda p: p.having({"D/P.xml": p.files["D/P.xml"][:-9]}), BrokenMarkup),
    "no number": (
        lambda p: document('<ofd:PathObject Boundary="0 0 x 1"/>'),
        BrokenMarkup,
    ),
    "endless": (lambda p: document('<ofd:PathObject Boundary="0 0 1e99 1"/>'), BrokenMarkup),
    "path": (
        lambda p: document(
            "<ofd:PathObject><ofd:AbbreviatedData>K 1</ofd:AbbreviatedData></ofd:PathObject>"
        ),
        BrokenMarkup,
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_document_is_refused_by_name(name: str) -> None:
    change, refusal = BROKEN[name]
    with pytest.raises(refusal) as refused:
        read_drawing(change(document("")))
    assert refused.value.message


def test_previews_hold_no_style_no_script_and_nothing_from_outside() -> None:
    for content in (foreign("helloworld"), foreign("v4signed"), notice_ofd()):
        svg = picture_sheet(read_drawing(read_package(content)), 1).decode()
        assert svg.startswith("<svg")
        assert "style=" not in svg
        assert "<script" not in svg
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def read_all(content: bytes) -> None:
    package = read_package(content)
    drawing = read_drawing(package)
    measured(drawing)
    text_of_drawing(drawing)
    seals = seals_of(package)
    for number in range(1, len(drawing.sheets) + 1):
        picture_sheet(drawing, number, seals)
    check_package(package)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hello", "invoice", "ours"])
def test_damage_is_refused_and_never_an_error(name: str) -> None:
    """Bytes of parts are changed, and packed again: what the ZIP's checksums would hide."""
    dice = random.Random(33190)
    names = {"hello": "helloworld", "invoice": "v4signed"}
    content = foreign(names[name]) if name in names else notice_ofd()
    files = dict(read_package(content).files)
    names = sorted(files)
    for _turn in range({"hello": 200, "invoice": 40, "ours": 12}[name]):
        part = dice.choice(names)
        changed = bytearray(files[part])
        if dice.random() < 0.2:
            del changed[dice.randrange(len(changed)) :]
        for _time in range(dice.randrange(1, 4)):
            if changed:
                changed[dice.randrange(len(changed))] = dice.choice(b'0123456789 <>"&/g-\xe4')
        with suppress(BadPackage):
            read_all(Package(files).having({part: bytes(changed)}).to_bytes())


def test_a_file_is_inspected() -> None:
    found = inspect(notice_ofd())
    assert (found.kind, len(found.pages), found.is_canonical) == ("OFD", 3, True)
    assert found.characters > 300
    assert all(font.embedded for font in found.fonts)
    assert inspect("甲乙".encode()).kind == "TXT"


def test_a_file_without_fonts_says_so() -> None:
    (font,) = inspect(foreign("helloworld")).fonts
    assert (font.embedded, font.name) == (0, "宋体")


def test_the_command_tells_people_and_programs(tmp_path: Path) -> None:
    file = tmp_path / "a.ofd"
    for content, code, said in (
        (notice_ofd(), 0, "S12"),
        (notice_pdf(), 0, "NotoSerifSC-Regular"),
        (b"%PDF-1.7 and no more", 1, ""),
        (notice_ofd()[:5000], 1, ""),
    ):
        file.write_bytes(content)
        told = CliRunner().invoke(cli, ["inspect", str(file)])
        assert (told.exit_code, said in told.output) == (code, True), told.output
        assert told.output.strip()
        answer = json.loads(CliRunner().invoke(cli, ["inspect", str(file), "--json"]).output)
        assert ("refused" in answer) == bool(code)
