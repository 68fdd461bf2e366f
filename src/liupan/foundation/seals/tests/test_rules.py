"""Tables of states, sizes, pictures and the steps before an end."""

import struct
import zlib
from datetime import timedelta

import pytest

from liupan.foundation.seals.drawing import Drawing, draw
from liupan.foundation.seals.rules.expiry import step_reached
from liupan.foundation.seals.rules.pictures import HEAD, Fault, Size, fault_of
from liupan.foundation.seals.rules.sizes import size_fault
from liupan.foundation.seals.rules.states import (
    ACTS,
    Act,
    State,
    UseAct,
    UseState,
    may_act_on_use,
    possible,
)
from liupan.foundation.seals.tests.factories import NOW

ROUND = Size(42, 42)


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (State.APPLIED, "approve refuse"),
        (State.REFUSED, ""),
        (State.APPROVED, "make"),
        (State.MADE, "take pass-on revoke"),
        (State.IN_USE, "pass-on suspend revoke"),
        (State.SUSPENDED, "resume revoke"),
        (State.REVOKED, "destroy"),
        (State.DESTROYED, ""),
    ],
)
def test_what_can_be_done_with_a_seal(state: State, acts: str) -> None:
    assert [act.value for act in possible(state)] == acts.split()


def test_nothing_leads_back_from_an_end() -> None:
    ends = {State.REFUSED, State.REVOKED, State.DESTROYED}
    assert {act for act, (start, _) in ACTS.items() if start & ends} == {Act.DESTROY}


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (UseState.REQUESTED, "approve refuse withdraw"),
        (UseState.APPROVED, "withdraw use"),
        (UseState.REFUSED, ""),
        (UseState.WITHDRAWN, ""),
        (UseState.USED, ""),
    ],
)
def test_what_can_be_done_with_a_request(state: UseState, acts: str) -> None:
    assert [act.value for act in UseAct if may_act_on_use(act, state)] == acts.split()


@pytest.mark.parametrize(
    ("size", "wrong"),
    [
        (("statutory", 45, 45), None),
        (("signature", 40, 15), None),
        (("statutory", 45, 40), "height_mm"),
        (("special", 9, 9), "width_mm"),
        (("signature", 40, 90), "height_mm"),
    ],
)
def test_sizes(size: tuple[str, int, int], wrong: str | None) -> None:
    assert size_fault(*size) == wrong


@pytest.mark.parametrize(
    ("days", "step"), [(91, None), (90, 90), (45, 90), (30, 30), (7, 7), (0, 0), (-3, 0)]
)
def test_warnings_before_the_end(days: int, step: int | None) -> None:
    assert step_reached(NOW + timedelta(days=days), NOW) == step


def png(width: int = 200, height: int = 200, *more: tuple[bytes, bytes]) -> bytes:
    """A picture of one colour, with further parts before its end."""
    pixels = zlib.compress((b"\0" + b"\xd7\0\x0f\xff" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", pixels), *more, (b"IEND", b"")]
    return HEAD + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def test_sound_pictures_are_taken() -> None:
    assert fault_of(png(), ROUND) is None
    assert fault_of(png(400, 150), Size(40, 15)) is None
    [drawn] = draw([Drawing("固原市人民政府", "行政审批专用章", True, 42, 42)])
    assert fault_of(drawn, ROUND) is None


@pytest.mark.parametrize(
    ("picture", "fault"),
    [
        (b"GIF89a", Fault.NOT_PNG),
        (b"<svg/>", Fault.NOT_PNG),
        (png()[:-20], Fault.DAMAGED),
        (png() + b"PK\3\4 more", Fault.DAMAGED),
        (png().replace(b"IHDR", b"IHDx"), Fault.DAMAGED),
        (png(60, 60), Fault.TOO_SMALL),
        (png(2001, 2001), Fault.TOO_LARGE),
        (png(300, 200), Fault.OTHER_SHAPE),
        (png(200, 200, (b"tEXt", b"Author\0x")), Fault.TALKS),
        (png(200, 200, (b"acTL", b"")), Fault.MOVES),
        (HEAD + b"\0" * 600_000, Fault.TOO_HEAVY),
    ],
    ids=lambda value: value.value if isinstance(value, Fault) else "picture",
)
def test_other_pictures_are_not(picture: bytes, fault: Fault) -> None:
    assert fault_of(picture, ROUND) is fault


def test_a_picture_that_unfolds_to_more_is_damaged() -> None:
    body = zlib.compress(b"\0" * 50_000_000)
    bomb = png().replace(png()[33:-12], struct.pack(">I", len(body)) + b"IDAT" + body
                         + struct.pack(">I", zlib.crc32(b"IDAT" + body)))  # fmt: skip
    assert fault_of(bomb, ROUND) is Fault.DAMAGED
