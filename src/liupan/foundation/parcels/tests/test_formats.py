"""The format: what goes in comes out, and nothing in a file can be altered unseen."""

import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liupan.foundation.crypto.facade import Sm2PrivateKey, new_signing_key, sm3
from liupan.foundation.parcels.formats.cards import read_card
from liupan.foundation.parcels.formats.contents import Contents, PartInfo
from liupan.foundation.parcels.formats.envelopes import (
    BadParcel,
    look_through,
    open_parcel,
    write_parcel,
)
from liupan.foundation.parcels.formats.signed import NotSigned
from liupan.foundation.parcels.formats.statements import read_statement
from liupan.foundation.parcels.rules.comparing import (
    Difference,
    Gap,
    Logged,
    compare,
    missing_numbers,
)
from liupan.foundation.parcels.tests.factories import NOW, PUBLIC, Far
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Mark, Secrecy

HERE, THERE = Far(), Far()
DATA = st.lists(st.binary(max_size=200_000), min_size=1, max_size=4)


def packed(parts: list[bytes]) -> bytes:
    return HERE.parcel({f"{n}.txt": data for n, data in enumerate(parts)}, to=THERE.card)


def read(file: bytes, key: Sm2PrivateKey = THERE.opener) -> tuple[Contents, bytes]:
    looked = look_through(io.BytesIO(file))
    if not looked.is_signed_by(HERE.signer.public_key):
        raise BadParcel("altered", "signature")
    contents, pieces = open_parcel(io.BytesIO(file), looked, key)
    return contents, b"".join(pieces)


@settings(max_examples=15, deadline=None)
@given(DATA)
def test_what_is_packed_is_read(parts: list[bytes]) -> None:
    contents, data = read(packed(parts))
    assert data == b"".join(parts)
    assert [part.sm3 for part in contents.parts] == [sm3(part).hex() for part in parts]


def test_a_reader_by_the_reference_page_alone_reads_it() -> None:
    head, inside = THERE.opened(packed([b"one", b"two" * 40_000]))
    length = int.from_bytes(inside[:4], "big")
    listed = json.loads(inside[4 : 4 + length])
    assert inside[4 + length :] == b"one" + b"two" * 40_000
    assert [part["name"] for part in listed["parts"]] == ["0.txt", "1.txt"]
    assert head["size"] == len(inside)


def test_every_flipped_byte_is_refused() -> None:
    file = packed([b"secret"])
    assert len(file) < 1500
    for place in range(len(file)):
        altered = bytearray(file)
        altered[place] ^= 1
        with pytest.raises(BadParcel):
            read(bytes(altered))


def test_every_shorter_and_every_longer_file_is_refused() -> None:
    file = packed([b"secret"])
    for length in range(len(file)):
        with pytest.raises(BadParcel):
            read(file[:length])
    with pytest.raises(BadParcel):
        read(file + b"\0")


def test_nothing_of_what_is_inside_stands_outside() -> None:
    file = HERE.parcel({"鸣泉计划.txt": "鸣泉计划".encode() * 3}, to=THERE.card)
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        assert "鸣泉".encode(encoding) not in file
    assert b".txt" not in file
    assert b"parcels.files" not in file


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(BadParcel):
        read(packed([b"x"]), Sm2PrivateKey.generate())


def test_nothing_above_the_ceiling_is_written_whoever_calls() -> None:
    contents = Contents(
        kind="a.b", purpose="", parts=(PartInfo(name="a", title="", size=1, sm3="0" * 64,
                                                mark=Mark(level=Secrecy.INTERNAL)),),
    )  # fmt: skip
    with pytest.raises(ValueError, match="ceiling"):
        next(write_parcel(
            parcel_id=uuid7(), number=1, address=None, contents=contents, pieces=[b"x"],
            key=new_signing_key(), packed_at=NOW, ceiling=Secrecy.PUBLIC,
        ))  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize("pieces", [[b"xy"], [b"x", b"y"], []])
def test_parts_that_are_not_what_the_list_says_are_not_packed(pieces: list[bytes]) -> None:
    info = PartInfo(name="a", title="", size=1, sm3=sm3(b"x").hex(), mark=PUBLIC)
    with pytest.raises(ValueError, match="the list says"):
        HERE.packed(Contents(kind="a.b", purpose="", parts=(info,)), pieces, THERE.card)


def test_a_list_that_promises_less_than_lies_inside_is_refused() -> None:
    """No compression, and never more than was said: nothing unfolds."""
    file = packed([b"x" * 200_000])
    looked = look_through(io.BytesIO(file))
    small = replace(looked, head=replace(looked.head, size=10))
    with pytest.raises(BadParcel):
        open_parcel(io.BytesIO(file), small, THERE.opener)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_card_cannot_be_altered(data: st.DataObject) -> None:
    text = bytearray(HERE.card_file())
    assert read_card(bytes(text)) == HERE.card
    place = data.draw(st.integers(0, len(text) - 2))
    text[place] ^= data.draw(st.integers(1, 255))
    try:
        found = read_card(bytes(text))
    except NotSigned:
        return
    assert found == HERE.card, "only its spelling changed"


def test_fingerprints_differ_with_every_part_of_a_card() -> None:
    card = HERE.card
    others = [
        replace(card, signing_key=THERE.card.signing_key),
        replace(card, encryption_key=THERE.card.encryption_key),
        replace(card, instance_id=THERE.instance),
    ]
    assert len({one.fingerprint for one in (card, *others)}) == 4


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b"\xff", b'{"a":' * 9000, b'{"format":1}'])
def test_what_is_no_statement_is_refused(text: bytes) -> None:
    with pytest.raises(NotSigned):
        read_statement(text, HERE.signer.public_key)


def logged(number: int, sm3: str = "a", cause: str = "") -> Logged:
    return Logged(number, IDS[number], sm3, cause)


IDS = [uuid7() for _ in range(9)]


def test_logs_that_agree_differ_nowhere() -> None:
    both = [logged(1), logged(2)]
    assert compare(both, both) == []
    assert compare(both, [logged(2, "b", "altered"), *both]) == [], "refused first, arrived later"


def test_planted_differences_are_named() -> None:
    sent = [logged(1), logged(2), logged(3), logged(4)]
    there = [logged(1), logged(2, "b"), logged(3, "a", "altered"), logged(7)]
    assert compare(sent, there) == [
        Difference(2, IDS[2], Gap.DIFFERENT),
        Difference(3, IDS[3], Gap.REFUSED, "altered"),
        Difference(4, IDS[4], Gap.MISSING),
        Difference(7, IDS[7], Gap.UNKNOWN),
    ]


def test_gaps_in_numbers() -> None:
    assert missing_numbers([1, 2, 5]) == [3, 4]
    assert missing_numbers([]) == []
    assert len(missing_numbers([10**6])) == 100
