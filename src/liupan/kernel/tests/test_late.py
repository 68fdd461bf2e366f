"""Dataclasses whose methods wait behave as all dataclasses do."""

import dataclasses
import sys
from dataclasses import FrozenInstanceError, asdict, dataclass, field, replace
from uuid import UUID

import pytest

from liupan.kernel import late
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 13), reason="Python does it itself")


def described() -> type:
    """A class of ours that was never used."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Hill:
        name: str
        height: int = 0
        seen: list[str] = field(default_factory=list, compare=False)
        id: UUID = field(default_factory=uuid7, compare=False, repr=False)

    return Hill


def test_a_method_is_made_when_it_is_called_and_stays() -> None:
    hill = described()
    before = {name: hill.__dict__[name] for name in ("__init__", "__eq__", "__hash__")}
    one, other = hill(name="六盘山", height=2928), hill(name="六盘山", height=2928)
    assert one == other
    assert hash(one) == hash(other)
    assert all(hill.__dict__[name] is not method for name, method in before.items())
    assert hill.__init__.__qualname__.endswith("Hill.__init__")


def test_it_behaves_as_any_dataclass() -> None:
    hill = described()
    one = hill(name="六盘山", height=2928)
    assert replace(one, height=1) != one
    assert repr(one).endswith("Hill(name='六盘山', height=2928, seen=[])")
    assert asdict(one)["name"] == "六盘山"
    assert one.__eq__("六盘山") is NotImplemented
    with pytest.raises(FrozenInstanceError):
        one.name = "贺兰山"
    with pytest.raises(FrozenInstanceError):
        del one.name
    with pytest.raises(TypeError, match="unexpected keyword"):
        hill(name="六盘山", colour="green")
    with pytest.raises(TypeError):
        hill("六盘山")
    assert not hasattr(one, "__dict__")


def test_heirs_have_their_own_methods() -> None:
    @dataclass
    class Place:
        name: str

    @dataclass
    class Town(Place):
        code: str = ""

        def __post_init__(self) -> None:
            self.code = self.code or "640400"

    assert Town("固原市").code == "640400"
    assert Place("固原市") != Town("固原市")
    assert Town("固原市") == Town("固原市", "640400")


def test_other_peoples_classes_are_left_alone() -> None:
    made = dataclasses.make_dataclass("Theirs", [("name", str)], namespace={})
    made.__module__ = "elsewhere"
    assert late._late(lambda name, *_args, **_more: name)("__init__", [], [], globals={}) == (
        "__init__"
    )
    assert made("a") == made("a")
