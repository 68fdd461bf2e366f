"""Two logs compared: what one station sent against what the other received."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Gap(StrEnum):
    """How two logs differ at a number."""

    MISSING = "missing"  # sent, and in no log of the receiver
    REFUSED = "refused"  # it came, and was not taken
    DIFFERENT = "different"  # another parcel or other bytes under the same number
    UNKNOWN = "unknown"  # received, and in no log of the sender


@dataclass(frozen=True, slots=True)
class Logged:
    """A parcel in a log: `sm3` of the whole file; `cause` is set when it was refused."""

    number: int
    parcel_id: UUID
    sm3: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What does not agree at a number; `cause` of a refusal."""

    number: int
    parcel_id: UUID
    gap: Gap
    cause: str = ""


def compare(sent: Iterable[Logged], received: Iterable[Logged]) -> list[Difference]:
    """Where the logs differ, by number. A parcel that was refused and arrived later has arrived."""
    refused: dict[int, Logged] = {}
    arrived: dict[int, list[Logged]] = {}
    for one in received:
        if one.cause:
            refused[one.number] = one
        else:
            arrived.setdefault(one.number, []).append(one)
    ours = {one.number: one for one in sent}
    found = [_of_sent(one, arrived.get(number, []), refused.get(number))
             for number, one in ours.items()]  # fmt: skip
    found += [
        Difference(one.number, one.parcel_id, Gap.UNKNOWN)
        for number, many in arrived.items()
        for one in many
        if number not in ours
    ]
    return sorted((one for one in found if one), key=lambda one: (one.number, one.gap))


def _of_sent(one: Logged, arrived: list[Logged], refused: Logged | None) -> Difference | None:
    for other in arrived:
        if (other.parcel_id, other.sm3) != (one.parcel_id, one.sm3):
            return Difference(one.number, other.parcel_id, Gap.DIFFERENT)
    if arrived:
        return None
    if refused:
        return Difference(one.number, one.parcel_id, Gap.REFUSED, refused.cause)
    return Difference(one.number, one.parcel_id, Gap.MISSING)


def missing_numbers(numbers: Iterable[int], *, most: int = 100) -> list[int]:
    """Numbers up to the highest that are not there, the lowest first."""
    there = set(numbers)
    absent = (n for n in range(1, max(there, default=0)) if n not in there)
    return [n for _index, n in zip(range(most), absent, strict=False)]
