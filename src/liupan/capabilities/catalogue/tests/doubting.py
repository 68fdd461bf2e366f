"""Doubts on every stage: the police use what civil affairs hold, education uses it too."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.models import Doubt
from liupan.capabilities.catalogue.operations.asking import begin_request
from liupan.capabilities.catalogue.operations.doubts.answering import (
    ask_back,
    fix_record,
    reject_doubt,
)
from liupan.capabilities.catalogue.operations.doubts.flagging import dispute_answer, flag_record
from liupan.capabilities.catalogue.queries.doubts.sealed import Record
from liupan.capabilities.catalogue.tests.asking import asked, granted, resource
from liupan.capabilities.catalogue.tests.factories import NOW, Town

KEY = "640402199001011234"
TOLD = Record(
    key={"男方姓名": f"金丝雀甲 {KEY}"},
    found={"登记日期": "2016-05-02"},
    wanted={"登记日期": "2016-05-20"},
)
WORDS = f"当事人 {KEY} 所持结婚证上的日期不同。"
DAY_LATER = NOW + timedelta(days=1)


def held(place: Town, now: datetime = NOW, **changes: Any) -> UUID:
    """A grant of the police on a resource of the bureau."""
    of = changes.pop("of", None) or resource(place)
    unit, person = changes.pop("unit", "police"), changes.pop("person", "asker")
    names = changes.pop("names", ())
    request = begin_request(
        resource_id=of, consumer_id=place.units[unit], asked=asked(of, *names, **changes),
        actor=place.people[person], now=now,
    )  # fmt: skip
    return _granted(place, request, person, now)


def _granted(place: Town, request: UUID, person: str, now: datetime) -> UUID:
    if person == "asker":
        return granted(place, request, now)
    own = Town(place.root, place.units, {**place.people, "asker": place.people[person]})
    return granted(own, request, now)


def flagged(place: Town, grant: UUID | None = None, now: datetime = NOW, **more: Any) -> UUID:
    """A doubt that waits for the provider."""
    said: dict[str, Any] = {"told": TOLD, "words": WORDS, **more}
    grant_id = grant or held(place)
    return flag_record(grant_id=grant_id, actor=place.asker, now=now, **said)


def asked_back(place: Town, now: datetime = NOW) -> UUID:
    doubt = flagged(place, now=now)
    ask_back(doubt_id=doubt, words="请补充结婚证复印件。", actor=place.decider, now=now)
    return doubt


def fixed(place: Town, doubt: UUID | None = None, now: datetime = DAY_LATER) -> UUID:
    """A doubt that waits for the flagger to confirm the fix."""
    of = doubt or flagged(place)
    fix_record(
        doubt_id=of, values={"登记日期": "2016-05-20"}, effective_on=now.date(),
        words=f"经核对档案，{KEY} 的登记日期已更正。", actor=place.decider, now=now,
    )  # fmt: skip
    return of


def rejected(place: Town, doubt: UUID | None = None, now: datetime = DAY_LATER) -> UUID:
    of = doubt or flagged(place)
    reject_doubt(doubt_id=of, words="档案所载与记录一致。", actor=place.decider, now=now)
    return of


def disputed(place: Town, now: datetime = DAY_LATER) -> UUID:
    """A doubt that waits for a ruling."""
    of = rejected(place, now=now)
    dispute_answer(doubt_id=of, words="档案有误，见判决书。", actor=place.asker, now=now)
    return of


def row(doubt: UUID) -> Doubt:
    return Doubt.objects.get(id=doubt)
