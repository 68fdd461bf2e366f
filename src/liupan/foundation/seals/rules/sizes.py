"""Sizes of seals in millimetres (国发〔1999〕25号, and what offices order)."""

from types import MappingProxyType

USUAL = MappingProxyType({"statutory": (42, 42), "special": (38, 38), "signature": (40, 15)})
"""What the form begins with. A people's government of city or county has 45."""
LEAST, MOST = 10, 60


def is_round(kind: str) -> bool:
    """Whether a seal of this kind is round; a leader's signature stands in a frame."""
    return kind != "signature"


def size_fault(kind: str, width: int, height: int) -> str | None:
    """The field that holds an impossible size; None where both are possible."""
    if not LEAST <= width <= MOST:
        return "width_mm"
    if not LEAST <= height <= MOST or (is_round(kind) and height != width):
        return "height_mm"
    return None
