"""Uses are counted by day, of nobody in particular, and order what is most used."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from liupan.capabilities.opendata.models import DailyUse, Hit, Use
from liupan.capabilities.opendata.operations.counting import count_use, fold_uses, sum_uses
from liupan.capabilities.opendata.policies import WATCH
from liupan.capabilities.opendata.rules.ckan import resource_id
from liupan.capabilities.opendata.rules.uses import RECENT_DAYS, Way
from liupan.capabilities.opendata.tests.factories import NOW, Town, drawn_up, released
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.jobs.facade import worker_actor
from liupan.kernel import clock

pytestmark = pytest.mark.django_db
TODAY = clock.on(NOW)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def fold() -> int:
    return fold_uses(actor=worker_actor(WATCH), now=NOW)


def get(name: str, *args: object, **query: Any) -> Any:
    answer = Client().get(reverse(f"opendata:{name}", args=args), query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def used(dataset: Any) -> tuple[int, int, int]:
    one = DailyUse.objects.get(dataset=dataset, day=TODAY)
    return one.views, one.downloads, one.calls


def test_each_way_is_counted_once(place: Town) -> None:
    dataset = released(place, "homes")
    for name in ("dataset", "rows", "chart"):
        get(name, "homes")
    get("download", "homes", "jsonl")
    Client().get(reverse("api-v1:opendata_rows", args=["homes"]))
    Client().get("/api/3/action/datastore_search", {"resource_id": resource_id(dataset.id, "csv")})
    answer = Client().get("/api/3/action/datastore_search", {"resource_id": dataset.id})
    assert "_dataset_id" not in answer.json()["result"]
    Client().get("/api/3/action/package_show", {"id": "homes"})
    assert fold() == 1
    assert used(dataset) == (3, 1, 4)
    assert not Hit.objects.exists()
    assert fold() == 0
    assert used(dataset) == (3, 1, 4)


def test_robots_heads_and_refused_requests_are_not_counted(place: Town) -> None:
    released(place, "homes")
    page = reverse("opendata:dataset", args=["homes"])
    Client(headers={"user-agent": "Somebot/1.0"}).get(page)
    Client().head(page)
    assert Client().get(reverse("opendata:download", args=["homes", "jsonl"]),
                        {"c": "内部编号", "o": "eq", "v": "N00001"}).status_code >= 400  # fmt: skip
    refused = {"c": "内部编号", "o": "eq", "v": "N00001"}
    for address, query in (
        (reverse("opendata:dataset", args=["nothing"]), {}),
        (reverse("opendata:rows", args=["homes"]), refused),
        (reverse("opendata:version", args=["homes", 9]), {}),
        (reverse("opendata:version-download", args=["homes", 9, "jsonl"]), {}),
        (reverse("api-v1:opendata_rows", args=["homes"]), refused),
    ):
        assert Client().get(address, query).status_code >= 400, address
    assert not Hit.objects.exists()


def test_a_map_of_no_places_is_not_counted(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    released(place, "homes")
    monkeypatch.setattr(
        "liupan.capabilities.opendata.views.public.pictures.place_column", lambda _shown: None
    )
    assert Client().get(reverse("opendata:map", args=["homes"])).status_code == 404
    assert not Hit.objects.exists()


def test_nothing_of_who_asks_is_kept() -> None:
    columns = {field.column for model in (Hit, DailyUse, Use) for field in model._meta.fields}
    assert columns - {None} == {
        "id", "dataset_id", "way", "day", "views", "downloads", "calls", "recent"
    }  # fmt: skip


def test_a_request_is_one_statement_that_locks_nothing(
    place: Town, django_assert_num_queries: Any
) -> None:
    dataset = released(place, "homes")
    with django_assert_num_queries(3):  # the insertion, and the test's own savepoint
        count_use(dataset.id, Way.VIEW, agent="", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'opendata_hit'")
        assert cursor.fetchone() == ("u",)
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE conrelid = 'opendata_hit'::regclass"
            " AND contype = 'f'"
        )
        assert cursor.fetchone() == (0,)


def test_what_cannot_be_counted_harms_no_page(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    released(place, "homes")

    def refused() -> Any:
        raise DatabaseError("read-only")

    monkeypatch.setattr("liupan.capabilities.opendata.operations.counting.kept_plan", refused)
    assert get("dataset", "homes")


def test_a_hit_of_what_is_not_there_is_dropped(place: Town) -> None:
    count_use(place.units["bureau"], Way.VIEW, agent="", now=NOW)
    assert fold() == 0
    assert not Hit.objects.exists()


def test_days_leave_the_last_ninety(place: Town) -> None:
    dataset = released(place, "homes")
    old = TODAY - timedelta(days=RECENT_DAYS)
    for day, n in ((old, 5), (TODAY, 2)):
        DailyUse.objects.create(dataset=dataset, day=day, views=n, downloads=n, calls=0)
    sum_uses(TODAY)
    found = Use.objects.get(dataset=dataset)
    assert (found.views, found.downloads, found.recent) == (7, 7, 4)


@pytest.fixture
def two(place: Town) -> Town:
    """One that is used more than another, and one that nobody used."""
    for code, n in (("more", 9), ("less", 2)):
        made = released(place, code, title=f"名录{code}")
        DailyUse.objects.create(dataset=made, day=TODAY, views=n, downloads=0, calls=0)
    released(place, "never", title="名录never")
    sum_uses(TODAY)
    return place


def test_most_used_comes_first(two: Town) -> None:
    front = get("home").decode()
    assert front.index('id="used"') < front.index("9 ", front.index('id="used"'))
    assert "名录never" not in front[front.index('id="used"') : front.index('id="doors"')]
    page = get("datasets", sort="-uses").decode()
    assert page.index("名录more") < page.index("名录less") < page.index("名录never")
    answer = Client().get("/api/3/action/package_search", {"sort": "views_recent desc"}).json()
    assert [one["name"] for one in answer["result"]["results"]] == ["more", "less", "never"]
    assert answer["result"]["results"][0]["tracking_summary"] == {"total": 9, "recent": 9}
    assert "浏览 9 次，下载 0 次，接口调用 0 次" in get("dataset", "more").decode()


def test_pages_of_the_list_follow_one_another_by_use(two: Town) -> None:
    from liupan.capabilities.opendata.queries.public.listing import list_datasets

    rows, found, after = list_datasets(now=NOW), [], ""
    for _each in range(3):
        page = rows.page(sort="-use__recent", before="", after=after, size=1)
        found += [line.code for line in page.rows]
        after = page.after
    assert found == ["more", "less", "never"]


def test_the_office_sees_the_use_of_what_it_sees(two: Town) -> None:
    drawn_up(two, "draft", title="起草中的名录")
    client = Client()
    enter(client, two.drawer.id)
    page = client.get(reverse("opendata:uses")).content.decode()
    assert page.index("名录more") < page.index("名录less") < page.index("名录never")
    assert "起草中的名录" not in page
    stranger = Client()
    enter(stranger, two.foreign.id)
    assert "名录more" not in stranger.get(reverse("opendata:uses")).content.decode()
