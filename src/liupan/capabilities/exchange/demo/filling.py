"""How data come in: a file that waits to be loaded, one that is loaded, a database by the clock."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.facade import Published
from liupan.capabilities.exchange.demo.taking import Taking
from liupan.capabilities.exchange.models import PullRun, PullSource, Service
from liupan.capabilities.exchange.operations.pulling import map_source, set_source
from liupan.capabilities.exchange.operations.uploads import keep_upload, load_upload
from liupan.capabilities.exchange.rules.pulling import Database, Rhythm, Tls
from liupan.capabilities.exchange.rules.services import State
from liupan.foundation.tables.facade import get_table
from liupan.kernel import clock

DATABASE = Database(
    host="127.0.0.1", port=9, database="yewu", username="shared_reader", password="示例口令",  # noqa: S106
    tls=Tls.NONE, schema="public", relation="v_shared",
)  # fmt: skip
"""There is none in a demo, so it is not read by the clock; its readings are invented."""
NIGHT = 2 * 60 + 30
READINGS = 6


class Filling(Taking):
    """Shows what a provider's clerk does, at the first two services that stand here."""

    def fill(self) -> None:
        """Files at the first, a database at the second."""
        by_resource = {
            one.resource_id: one
            for one in Service.objects.filter(state=State.ONLINE, table_id__isnull=False)
        }
        hosted = [
            (by_resource[said.resource_id], said)
            for said in self._resources.values()
            if said.resource_id in by_resource
        ]
        for (service, said), act in zip(hosted, (self._upload, self._read), strict=False):
            act(service, said)

    def _by(self, service: Service) -> dict[str, Any]:
        actor = self._keeper(service.provider_id, "exchange-service-keeper")
        return {"actor": actor, "now": self.city.now}

    def _upload(self, service: Service, said: Published) -> None:
        by = self._by(service)
        mode = "upsert" if self._key(said.resource_id) else "append"
        load_upload(upload_id=self._kept(service, said, "十月", by), mode=mode, **by)
        self._kept(service, said, "十一月", by)

    def _kept(self, service: Service, said: Published, month: str, by: dict[str, Any]) -> UUID:
        items = [(one.name, one.data_type) for one in said.said.items if one.is_shared]
        content = self._content(said, items, self._key(said.resource_id))
        first = content.splitlines(keepends=True)[:11]
        return keep_upload(
            service_id=service.id, file_name=f"{said.said.title}{month}补报（示例）.csv",
            content=[b"".join(first)], **by,
        )  # fmt: skip

    def _read(self, service: Service, _said: Published) -> None:
        by = self._by(service)
        assert service.table_id
        table = get_table(service.table_id)
        source_id = set_source(
            service_id=service.id, database=DATABASE, rhythm=Rhythm.DAILY, minute=NIGHT,
            version=1, **by,
        )  # fmt: skip
        columns = {one.name: f"c{n:02}" for n, one in enumerate(table.columns, start=1)}
        version = PullSource.objects.values_list("version", flat=True).get(id=source_id)
        map_source(service_id=service.id, columns=columns, version=version, **by)
        self._readings(source_id, table.rows)

    def _readings(self, source_id: UUID, rows: int) -> None:
        """Of the last days, the third of them broken off."""
        tonight = clock.start_of(clock.on(self.city.now)) + timedelta(minutes=NIGHT)
        moments = [tonight - timedelta(days=n) for n in range(READINGS)]
        runs = PullRun.State
        PullRun.objects.bulk_create(
            PullRun(
                source_id=source_id, due_at=at, began_at=at, ended_at=at + timedelta(seconds=40),
                state=runs.FAILED if n == 2 else runs.DONE, rows=None if n == 2 else rows - n,
                reason="示例：提供方数据库未在规定时间内应答。" if n == 2 else "",
            )
            for n, at in enumerate(moments)
        )  # fmt: skip
        PullSource.objects.filter(id=source_id).update(succeeded_at=moments[0])
