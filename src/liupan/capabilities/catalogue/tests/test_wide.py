"""Lists that stay fast: words by the index, facets that are counted a little way, the API."""

from typing import Any

import pytest
from django.test import Client

from liupan.capabilities.catalogue.queries import facets
from liupan.capabilities.catalogue.queries.listing import list_entries, list_public
from liupan.capabilities.catalogue.rules.elements import ItemSaid
from liupan.capabilities.catalogue.tests.factories import DAY, WHOLE, Town, published, registered
from liupan.foundation.identity.tests.factories import enter
from liupan.kernel import clock

pytestmark = pytest.mark.django_db
HIDDEN = (*WHOLE.items, ItemSaid(name="身份证Ab号", is_shared=False))


def codes(rows: Any) -> list[str]:
    return [line.code for line in rows.every(sort="code")]


def asked(rows: Any, **choices: str) -> Any:
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    query.update(choices)
    return rows.filtered(query)


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("婚", True), ("结婚", True), ("婚结", False), ("婚登记", True), ("男方姓名", True),
        ("方姓 登记日", True), ("民政局", True), ("101001/0000", True), ("1/00", True),
        ("信息姓", False), ("姓名\n登", True), ("%", False), ("_", False), ("证ab", True),
        ("证AB号", True), ("  ", True),
    ],
)  # fmt: skip
def test_words_are_found_as_they_stand(place: Town, words: str, is_found: bool) -> None:
    registered(place, items=HIDDEN)
    found = asked(list_entries(place.editor, today=DAY), q=words)
    assert codes(found) == (["101001/000001"] if is_found else [])


def test_a_hidden_item_leads_nobody_to_its_entry(place: Town) -> None:
    published(place, registered(place, items=HIDDEN))
    assert codes(asked(list_public(today=DAY), q="身份证")) == []
    assert codes(asked(list_public(today=DAY), q="男方")) == ["101001/000001"]
    assert codes(asked(list_entries(place.reader, today=DAY), q="身份证")) == ["101001/000001"]


def counted(place: Town, **choices: str) -> dict[str, dict[str, tuple[int, bool]]]:
    rows = asked(list_entries(place.editor, today=DAY), **choices)
    found = facets.count_facets(rows, today=DAY, is_office=True)
    return {name: {v.value: (v.count, v.is_more) for v in values} for name, values in found.items()}


def test_facets_count_what_was_chosen(place: Town) -> None:
    registered(place)
    registered(place, share_type="1", category="301003", is_open=True)
    every = counted(place)
    assert every["share"] == {"2": (1, False), "1": (1, False)}
    assert every["category"] == {"101": (1, False), "301": (1, False)}
    assert every["unit"] == {str(place.units["bureau"]): (2, False)}
    assert every["state"] == {"0": (2, False)}
    assert every["open"] == {"true": (1, False), "false": (1, False)}
    assert counted(place, share="1")["category"] == {"301": (1, False)}
    assert counted(place, open="true")["share"] == {"1": (1, False)}
    assert counted(place, unit="nowhere")["share"] == {}


def test_a_wide_list_is_counted_value_by_value(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _n in range(3):
        registered(place)
    registered(place, share_type="1")
    narrow = counted(place)
    monkeypatch.setattr(facets, "NARROW", 2)
    assert counted(place) == narrow
    monkeypatch.setattr(facets, "MOST", 2)
    assert counted(place)["share"] == {"2": (2, True), "1": (1, False)}


def test_a_wide_search_says_at_least(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(4):
        registered(place)
    monkeypatch.setattr(facets, "NARROW", 2)
    assert counted(place, q="结婚")["share"] == {"2": (3, True)}


def test_everybody_reads_the_entries_newest_first(place: Town, client: Client) -> None:
    first, second = published(place), published(place, registered(place, category="301003"))
    assert first != second
    url = "/api/v1/catalogue/entries"
    with clock.frozen(clock.start_of(DAY)):
        page = client.get(url, {"limit": 1}).json()
        rest = client.get(url, {"limit": 1, "after": page["next"]}).json()
        narrowed = client.get(f"{url}/facets", {"category": "3"}).json()
    shown = [*page["entries"], *rest["entries"]]
    assert {one["code"] for one in shown} == {"101001/000001", "301003/000001"}
    assert rest["next"] is None
    assert shown[0]["url"].startswith("http://testserver/catalogue/entry/")
    assert [one["count"] for one in narrowed["share"]] == [1]
    assert "state" not in narrowed


def test_editions_need_the_right(place: Town, client: Client) -> None:
    registered(place)
    url = "/api/v1/catalogue/editions"
    assert client.get(url).status_code == 401
    assert client.get(f"{url}/facets").status_code == 401
    enter(client, place.stranger.id)
    assert client.get(url).status_code == 403
    enter(client, place.editor.id)
    with clock.frozen(clock.start_of(DAY)):
        page = client.get(url, {"state": "0"}).json()
    assert [(one["code"], one["state"]) for one in page["editions"]] == [("101001/000001", 0)]
