"""Pages of rules, numbers, working days and limits, as those who keep them meet them."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liupan.foundation.calendar.facade import is_working_day, list_days
from liupan.foundation.calendar.tests.factories import CITY
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.numbering.facade import list_numbers, list_series
from liupan.foundation.rulesets.facade import find_rule, rule_history, version_of
from liupan.kernel import clock
from liupan.surfaces.console.tests.rulesets_city import NOW, SERIES, City, city_with_rules

LICENSING = "/console/rules/limits.licensing/"


@pytest.fixture
def city(db: None) -> Iterator[City]:
    with clock.frozen(NOW):
        yield city_with_rules()


@pytest.fixture
def lawyer(city: City, client: Client) -> Client:
    enter(client, city.lawyer)
    return client


@pytest.fixture
def keeper(city: City, client: Client) -> Client:
    enter(client, city.keeper)
    return client


FOR_LAWYERS = [
    "/console/rules/",
    LICENSING,
    LICENSING + "?on=2000-01-01&place=640422",
    LICENSING + "?on=never&place=nowhere",
    LICENSING + "compare/",
    LICENSING + "compare/?before=2017-01-01&after=2020-01-01",
    LICENSING + "decide/",
    LICENSING + "decide/change/",
    "/console/numbers/",
    f"/console/numbers/{SERIES}/",
    "/console/calendar/2017/",
    "/console/calendar/2027/?place=640402",
    "/console/calendar/2018.csv",
    "/console/limits/",
    "/console/limits/?show=late",
    "/console/limits/?show=stopped&after=nobody",
]
FOR_KEEPERS = [
    "/console/rules/",
    "/console/numbers/new/",
    f"/console/numbers/{SERIES}/change/",
    "/console/calendar/2018/",
    "/console/calendar/day/2018-02-15/",
    "/console/calendar/import/",
]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", FOR_LAWYERS)
def test_whoever_answers_for_rules_may_read(lawyer: Client, page: str, language: str) -> None:
    lawyer.cookies["liupan_language"] = language
    assert lawyer.get(page).status_code == 200


@pytest.mark.parametrize("page", FOR_KEEPERS)
def test_whoever_keeps_the_system_may_keep(keeper: Client, page: str) -> None:
    assert keeper.get(page).status_code == 200


@pytest.mark.parametrize("page", [*FOR_LAWYERS, *FOR_KEEPERS])
def test_others_stay_outside(city: City, client: Client, page: str) -> None:
    assert client.get(page).status_code == 302
    enter(client, city.clerk)
    assert client.get(page).status_code == 403


@pytest.mark.parametrize(
    "page",
    ["/console/numbers/new/", "/console/calendar/import/", "/console/calendar/day/2018-02-15/"],
)
def test_business_does_not_keep_the_system(lawyer: Client, page: str) -> None:
    assert lawyer.get(page).status_code == 403


@pytest.mark.parametrize("page", [LICENSING + "decide/change/", "/console/limits/"])
def test_who_keeps_the_system_decides_no_business(keeper: Client, page: str) -> None:
    assert keeper.get(page).status_code == 403


@pytest.mark.parametrize(
    "page",
    [
        "/console/rules/limits.nothing/",
        LICENSING + "nothing/",
        "/console/numbers/nothing/",
        "/console/calendar/1990/",
        "/console/limits/01a208a5-0b38-7b09-ac45-58695584eb72/",
    ],
)
def test_what_is_not_there_is_missing(lawyer: Client, page: str) -> None:
    assert lawyer.get(page).status_code == 404


def change(client: Client, **said: str) -> int:
    form = {
        "scope": CITY, "from_on": "2017-12-01", "text": "15", "unit": "working_day", "law": "",
        "edition": "", "article": "", "source": "固政办发〔2017〕1号", "sureness": "V",
        "reason": "承诺提速", "version": str(version_of("limits.licensing", "decide")),
    } | said  # fmt: skip
    return client.post(LICENSING + "decide/change/", form).status_code


def test_a_rule_is_changed_from_a_day_on(lawyer: Client) -> None:
    assert change(lawyer) == 302
    found = find_rule("limits.licensing", "decide", on=date(2017, 12, 1), division=CITY)
    assert found
    assert (found.text, found.reason) == ("15", "承诺提速")
    page = lawyer.get(LICENSING + "decide/").content.decode()
    assert "承诺提速" in page
    assert "固原市" in page
    end = f"{LICENSING}decide/end/{found.id}/"
    assert lawyer.get(end).status_code == 200
    form = {"ends_on": "2018-06-01", "reason": "停用", "version": "1"}
    assert lawyer.post(end, form).status_code == 302
    assert lawyer.post(end, form).status_code == 302, "sent twice, it stands already"
    stale = lawyer.post(end, {**form, "ends_on": "2018-05-01"})
    assert stale.status_code == 409
    assert "2018-06-01" in stale.content.decode()
    history = rule_history("limits.licensing", "decide")
    assert [r.valid_to for r in history if r.id == found.id] == [date(2018, 6, 1)]


def test_who_was_slower_is_shown_both_and_can_send_theirs_on_top(lawyer: Client) -> None:
    read = str(version_of("limits.licensing", "decide"))
    assert change(lawyer) == 302
    form = {
        "scope": CITY, "from_on": "2018-01-01", "text": "10", "unit": "working_day", "law": "",
        "edition": "", "article": "", "source": "固政办发〔2017〕2号", "sureness": "V",
        "reason": "再提速", "version": read,
    }  # fmt: skip
    stale = lawyer.post(LICENSING + "decide/change/", form)
    page = stale.content.decode()
    assert stale.status_code == 409
    for word in ("承诺提速", "再提速", "固政办发〔2017〕1号", "固政办发〔2017〕2号"):
        assert word in page
    again = form | {"version": str(stale.context["error"].theirs["version"])}
    assert lawyer.post(LICENSING + "decide/change/", again).status_code == 302
    found = find_rule("limits.licensing", "decide", on=date(2018, 1, 1), division=CITY)
    assert found
    assert found.text == "10"


def test_a_refused_change_keeps_what_was_typed_and_says_why(lawyer: Client) -> None:
    before = len(rule_history("limits.licensing", "decide"))
    response = lawyer.post(
        LICENSING + "decide/change/",
        {
            "scope": CITY, "from_on": "2017-12-01", "text": "25", "unit": "working_day",
            "source": "固政办发", "sureness": "V", "reason": "放宽",
            "version": str(version_of("limits.licensing", "decide")),
        },
    )  # fmt: skip
    page = response.content.decode()
    assert response.status_code == 422
    assert "不允许这样改" in page
    assert 'value="25"' in page
    assert change(lawyer, text="abc") == 422
    assert change(lawyer, from_on="2017-01-01", scope="") == 422
    assert len(rule_history("limits.licensing", "decide")) == before


def test_a_series_is_defined_and_its_numbers_set_aside(keeper: Client, city: City) -> None:
    form = {"code": "letters", "title": "来信", "pattern": "{year}{n:05}", "is_yearly": "on"}
    assert keeper.post("/console/numbers/new/", {**form, "pattern": "{year}"}).status_code == 422
    assert keeper.post("/console/numbers/new/", form).status_code == 302
    assert {s.code for s in list_series()} == {SERIES, "letters"}
    edit = {**form, "pattern": "{n}-{year}", "version": "1"}
    assert keeper.post("/console/numbers/letters/change/", edit).status_code == 302
    assert keeper.post("/console/numbers/letters/change/", edit).status_code == 409
    enter(keeper, city.lawyer)
    asked = {"count": "2", "purpose": "补登", "scope": ""}
    assert keeper.post(f"/console/numbers/{SERIES}/", asked).status_code == 302
    assert len(list_numbers(SERIES, scope="", year=2017)) == 5


def test_a_day_is_decided_and_a_stale_write_is_noticed(keeper: Client) -> None:
    page = "/console/calendar/day/2017-11-17/"
    form = {"kind": "off", "name": "暴雪停工", "reason": "固政办发〔2017〕9号", "division": CITY}
    assert keeper.post(page, {**form, "reason": ""}).status_code == 422
    assert keeper.post(page, form).status_code == 302
    assert not is_working_day(date(2017, 11, 17), division=CITY)
    assert keeper.post(page, form).status_code == 409
    assert "暴雪停工" in keeper.get(f"{page}?place={CITY}").content.decode()


def test_a_file_of_days_is_taken_in_whole_or_not_at_all(keeper: Client) -> None:
    def send(text: str) -> tuple[int, str]:
        file = SimpleUploadedFile("days.csv", text.encode(), "text/csv")
        response = keeper.post("/console/calendar/import/", {"file": file})
        return response.status_code, response.content.decode()

    heading = "on,kind,name,division,notice\n"
    good = "2027-02-08,holiday,春节,,国办发明电\n2027-02-14,调休上班,春节,,国办发明电\n"
    bad = "2027-02-30,holiday,春节,,\n2027-02-09,workday,春节,,\n2027-02-10,,,,\n"
    status, page = send(heading + good + bad)
    assert status == 422
    assert page.count("<tr>") == 5  # the heading and four errors
    assert list_days(2027) == []
    assert send(heading + good)[0] == 302
    assert [d.is_working for d in list_days(2027)] == [False, True]
    assert send("nothing here")[0] == 422
    exported = BytesIO(keeper.get("/console/calendar/2027.csv").content).read().decode("utf-8-sig")
    assert "2027-02-14" in exported


def test_the_years_picture_shows_what_differs(lawyer: Client) -> None:
    page = lawyer.get("/console/calendar/2018/").content.decode()
    assert page.count('class="lp-month"') == 12
    assert page.count("is-worked") == sum(d.is_working for d in list_days(2018, division=CITY))
    assert "尚未录入" in page  # Ningxia's own days of 2018
    assert "没有公布" in lawyer.get("/console/calendar/2027/").content.decode()


def test_a_limit_shows_where_its_time_went(lawyer: Client, city: City) -> None:
    page = lawyer.get(f"/console/limits/{city.clocks[2]}/").content.decode()
    assert "听证通知书" in page
    assert "暂停第8日" in page


def test_limits_cost_the_same_for_few_and_for_many(lawyer: Client, city: City) -> None:
    counts = []
    for show in ("paused", "live"):
        lawyer.get(f"/console/limits/?show={show}")
        with CaptureQueriesContext(connection) as queries:
            lawyer.get(f"/console/limits/?show={show}")
        counts.append(len(queries))
    assert counts[0] == counts[1]
