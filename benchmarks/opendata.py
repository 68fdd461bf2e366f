"""Open data over a million rows as everybody meets them: pages, CKAN's calls, files.

Every figure is of a whole answer, through all middleware, without what the pages' memory keeps.
Beside the time on the clock stands the processor's, ours and PostgreSQL's.
"""

import resource
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test import Client

from benchmarks.tables import COLUMNS, ROWS, VIEW, _load, _timed
from liupan.capabilities.catalogue.models import Resource
from liupan.capabilities.opendata.models import Check, Dataset, DatasetColumn
from liupan.capabilities.opendata.rules.ckan import resource_id
from liupan.foundation.tables.facade import get_table
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

CODE = "bench-million"
HOME = f"/opendata/dataset/{CODE}"


def run(scale: float) -> dict[str, Any]:
    """A dataset of a million rows, then what strangers ask of it."""
    rows = max(20_000, int(ROWS * min(scale, 1.0)))
    table_id, loaded = _load(rows)
    dataset = _released(table_id)
    asked = {name: _timed(ask) for name, ask in _asks(dataset, rows).items()}
    return {"rows": rows, "load": loaded, **asked, **_files()}


def _released(table_id: UUID) -> UUID:
    """As the release leaves it; its check is told, not made."""
    now, hands = clock.now(), uuid7()
    held = get_table(table_id)
    with transaction.atomic():
        made = _drawn_up(table_id)
        DatasetColumn.objects.bulk_create(
            DatasetColumn(dataset=made, order=n, column=c.name, item=c.name)
            for n, c in enumerate(COLUMNS, start=1)
        )
        Check.objects.create(
            dataset=made, at=now, by=hands, table_id=table_id, content=held.content,
            position=held.position, rows=held.rows, columns=sorted(VIEW.columns), quasi=[], k=5,
            about_persons=False, passed=True, findings=[], privacy={},
        )  # fmt: skip
        made.state, made.published_at = Dataset.State.PUBLISHED, now
        made.handed_in_by, made.released_by = hands, uuid7()
        made.save()
    return made.id


def _drawn_up(table_id: UUID) -> Dataset:
    now = clock.now() - timedelta(hours=1)
    whose = Resource.objects.order_by("code")[0]
    return Dataset.objects.create(
        code=CODE, resource_id=whose.id, unit_id=whose.unit_id, title="企业名册",
        abstract="一百万家企业", theme="market", keywords=["企业"], openness="open", licence="by",
        update_cycle="yearly", division="640400", table_id=table_id, made_at=now,
        made_by=uuid7(), data_at=now, changed_at=now,
    )  # fmt: skip


def _asks(dataset: UUID, rows: int) -> dict[str, Callable[[], object]]:
    store = str(resource_id(dataset, "csv"))
    phone = f"139{rows // 2:08}"
    stored = {"resource_id": store}
    action = "/api/3/action"
    return {
        "front": _get("/opendata/", {}),
        "list": _get("/opendata/datasets/", {}),
        "list_words": _get("/opendata/datasets/", {"q": "企业"}),
        "facets": _get("/opendata/datasets/facets/", {}),
        "dataset": _get(f"{HOME}/", {}),
        "rows": _get(f"{HOME}/data/", {}),
        "rows_sorted": _get(f"{HOME}/data/", {"sort": "-登记日期"}),
        "rows_filter_indexed": _get(f"{HOME}/data/", {"c": "电话", "o": "eq", "v": phone}),
        "rows_facet": _get(f"{HOME}/data/values/", {"column": "类别"}),
        "chart": _get(f"{HOME}/chart/", {"x": "类别"}),
        "map": _get(f"{HOME}/map/", {}),
        "api_filter_indexed": _get(f"/api/v1{HOME.replace('dataset', 'datasets')}/rows",
                                   {"c": "电话", "o": "eq", "v": phone}),
        "ckan_rows": _get(f"{action}/datastore_search", stored),
        "ckan_rows_sorted": _get(f"{action}/datastore_search", {**stored, "sort": "登记日期 desc"}),
        "ckan_rows_filtered": _get(f"{action}/datastore_search",
                                   {**stored, "filters": f'{{"电话": "{phone}"}}'}),
        "ckan_organizations": _get(f"{action}/organization_list", {}),
        "ckan_search": _get(f"{action}/package_search", {"q": "企业"}),
        "dcat": _get("/opendata/catalog.ttl", {}),
    }  # fmt: skip


def _get(path: str, query: dict[str, str]) -> Callable[[], object]:
    client = Client(headers={"X-Measure": "1"})

    def ask() -> None:
        # A parameter that the memory of pages does not know keeps the page out of it.
        answer = client.get(path, {**query, "_": "1"} if "/api/" not in path else query)
        assert answer.status_code == 200, (path, answer.status_code)

    return ask


def _files() -> dict[str, Any]:
    few = {"c": "编号", "o": "le", "v": "100000"}
    return {
        "csv": _streamed("csv", {}),
        "csv_gb18030": _streamed("csv", {"encoding": "gb18030"}),
        "jsonl_100000": _streamed("jsonl", few),
        "xlsx_100000": _streamed("xlsx", few),
    }


def _streamed(form: str, query: dict[str, str]) -> dict[str, float]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, cpu, size = time.perf_counter(), time.process_time(), 0
    answer: Any = Client().get(f"{HOME}/download/{form}", query)
    assert answer.status_code == 200
    for chunk in answer.streaming_content:
        size += len(chunk)
    answer.close()
    return {
        "s": round(time.perf_counter() - began, 2),
        "ours_cpu_s": round(time.process_time() - cpu, 2),
        "mb": round(size / 1e6, 1),
        "grown_mb": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1),
    }


def main() -> None:
    """Print, a twentieth of the rows."""
    import json

    print(json.dumps(run(0.05), ensure_ascii=False, indent=1))
    connection.close()


if __name__ == "__main__":
    main()
