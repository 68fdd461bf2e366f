"""A source in JSON, what it lacks, the faces it is printed in, and the command."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from liupan.foundation.documents.facade import (
    NotASource,
    OfficialDocument,
    missing_in,
    read_source,
    render_pdf,
    validate,
    write_source,
)
from liupan.foundation.documents.layout.faces import faces, missing_glyphs
from liupan.foundation.documents.layout.reading import schema
from liupan.foundation.documents.layout.source import (
    DocumentType,
    Form,
    Heading,
    Level,
    Role,
    SecretMark,
    Signature,
    Table,
)
from liupan.foundation.documents.management import cli
from liupan.foundation.documents.tests.official import CASES, document, joint, of_type

REFERENCE = Path(__file__).parents[5] / "docs" / "reference"
T = DocumentType
COMPLETE = [f"{type_.name.lower()}-short" for type_ in T] + ["attachments", "joint-5", "secret"]


# --- JSON --------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", CASES)
def test_json_gives_back_the_same_document(name: str) -> None:
    assert read_source(write_source(CASES[name])) == CASES[name]


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"type": "诏书"}', write_source(document()).replace('"note"', '"notes"')],
    ids=["nothing", "list", "empty", "type", "misspelt"],
)
def test_what_is_no_source_is_refused(content: str) -> None:
    with pytest.raises(NotASource):
        read_source(content)


def test_the_schema_in_the_reference_is_this_one() -> None:
    assert (REFERENCE / "official-document.schema.json").read_text() == schema()


# --- What a document lacks ---------------------------------------------------------------------
@pytest.mark.parametrize("name", COMPLETE)
def test_a_complete_document_lacks_nothing(name: str) -> None:
    assert validate(CASES[name]) == ()


LACKING: dict[str, tuple[OfficialDocument, dict[str, Any]]] = {
    "issuers": (document(), {"issuers": ()}),
    "title": (document(), {"title": "关于有关事项的函"}),
    "number": (document(), {"number": None}),
    "body": (document(), {"body": ()}),
    "body[0]": (document(), {"body": (Heading(2, "跳级"),)}),
    "form": (document(), {"form": Form.ORDER}),
    "signers": (of_type(T.REPORT), {"signers": ()}),
    "addressees": (of_type(T.REQUEST), {"addressees": ("自治区政府", "自治区党委")}),
    "signatures": (joint(), {"signatures": (Signature("固原市财政局"),)}),
    "signed_by": (of_type(T.ORDER), {"signed_by": None}),
    "date": (document(), {"date": None}),
    "printer": (document(), {"printer": ""}),
    "printed_on": (document(), {"printed_on": date(2017, 11, 1)}),
    "copy_number": (document(), {"secrecy": SecretMark(Level.SECRET, "1年")}),
    "secrecy": (document(copy_number=1), {"secrecy": SecretMark(Level.SECRET, "11年")}),
}


@pytest.mark.parametrize("place", LACKING)
def test_what_is_missing_is_named(place: str) -> None:
    source, change = LACKING[place]
    assert place in {lack.place for lack in validate(replace(source, **change))}


def test_a_table_has_as_many_cells_in_every_row() -> None:
    crooked = document(body=(Table(("甲", "乙"), (("一",),)),))
    assert [lack.place for lack in validate(crooked)] == ["body[0]"]


# --- Faces -------------------------------------------------------------------------------------
def own_face(folder: Path, family: str, words: str) -> None:
    """A face of that name which has these characters only."""
    font = TTFont(faces().choices[Role.SONG].face.path)
    subsetter = Subsetter(Options(notdef_outline=True))
    subsetter.populate(text=words)
    subsetter.subset(font)
    for name in font["name"].names:
        if name.nameID in (1, 4, 6, 16):
            name.string = family
    font.save(folder / f"{family}.otf")


def test_an_operator_s_own_face_goes_first_and_what_it_lacks_is_reported(tmp_path: Path) -> None:
    source = document(signatures=(Signature("赵喆办公室"),))
    words = "".join(set(write_source(source)) - {"喆"})
    own_face(tmp_path, "FangSong_GB2312", words)
    chosen = faces(tmp_path)
    assert chosen.choices[Role.FANGSONG].face.family == "FangSong_GB2312"
    assert chosen.choices[Role.FANGSONG].wish.is_proper
    lost = missing_glyphs(source, faces=chosen)
    named = [m for m in lost if m.character == "喆"]
    assert [(m.place, m.wanted, m.used) for m in named] == [
        ("signatures[0]", "FangSong_GB2312", "Noto Serif SC")
    ]


def test_a_character_of_no_face_is_named_before_issue() -> None:
    assert [(m.character, m.used) for m in missing_in(document(note="好👍"))] == [("👍", "")]


def test_a_stand_in_is_reported_as_one() -> None:
    for choice in render_pdf(document()).faces:
        assert choice.wish.is_proper or choice.role in (Role.TITLE, Role.FANGSONG, Role.KAI)


# --- The command -------------------------------------------------------------------------------
def test_the_command_makes_the_file_and_says_what_it_measured(tmp_path: Path) -> None:
    source = REFERENCE / "official-document.example.json"
    done = CliRunner().invoke(cli, ["render", str(source), "--to", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "official-document.example.pdf").read_bytes().startswith(b"%PDF")
    assert "28项，符合28项" in done.output
    assert "仿宋: " in done.output


def test_the_command_names_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "source.json").write_text(write_source(document(number=None)))
    arguments = ["render", str(tmp_path / "source.json"), "--to", str(tmp_path)]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 1
    assert "number: " in done.output
