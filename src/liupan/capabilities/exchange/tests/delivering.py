"""A service with a grant for files or for changes, and who has them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.facade import GrantRef, Mode
from liupan.capabilities.exchange.models import Service, System
from liupan.capabilities.exchange.operations.files import start_file, take_file
from liupan.capabilities.exchange.policies import MANAGE_FEEDS, TAKE_FILES
from liupan.capabilities.exchange.rules.calls import Call, Way
from liupan.capabilities.exchange.tests import factories as make
from liupan.capabilities.exchange.tests.factories import CASE, Town
from liupan.foundation.jobs.tests.factories import allow as entitled
from liupan.foundation.jobs.tests.factories import person
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.ids import uuid7

GIVEN = ("男方姓名", "登记日期")


class Made:
    """The bureau's service; the police have two of its items, and somebody who takes them."""

    def __init__(
        self, place: Town, mode: Mode = Mode.FILE, given: Sequence[str] = GIVEN, **asked: Any
    ) -> None:
        self.place = place
        resource_id = make.resource(place)
        self.service: Service = make.service(place, resource_id)
        known = make.items(resource_id)
        ids = tuple(known[name] for name in given)
        said = {"modes": frozenset({mode}), "item_ids": ids, **asked}
        self.grant: GrantRef = make.grant(place, resource_id, **said)
        self.system: System = make.system(place)
        self.way = Way(mode.value)
        self.actor: Actor = entitled(
            person(f"taker{uuid7().hex[-6:]}"), TAKE_FILES, MANAGE_FEEDS,
            unit_id=place.units["police"],
        )  # fmt: skip

    def call(self, **more: Any) -> Call:
        """A person's call."""
        said = {
            "request_id": uuid7().hex, "case": CASE, "system_id": None, "grant": self.grant.number,
            "unit_id": self.place.units["police"], **more,
        }  # fmt: skip
        return Call(service=self.service.code, way=self.way, **said)

    def start(self, form: str = "csv", **more: Any) -> UUID:
        """A file."""
        return start_file(call=self.call(**more), form=form, actor=self.actor, now=clock.now())

    def take(self, file_id: UUID, **more: Any) -> Any:
        """It goes out."""
        said = {"actor": self.actor, "now": clock.now(), "door": "page", **more}
        return take_file(file_id=file_id, **said)

    def revoke(self) -> None:
        """The grant is taken back."""
        make.revoked(self.place, self.grant.id)
