"""Units, posts, people and divisions as files, from the pages on."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.permissions.city import build_city

from liupan.foundation.jobs.tests.factories import Job
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    made = build_city()
    with clock.frozen(city.NOW):
        yield made


@pytest.mark.parametrize("table", ["units", "posts", "people", "divisions"])
def test_each_table_has_a_page_and_a_template(place, table):
    client = place.client("system")
    assert client.get(f"/console/tables/{table}/").status_code == 200
    answer = client.get(f"/console/tables/{table}/template/")
    (heading,) = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert all(heading)


def test_a_file_is_handed_in_and_its_check_is_a_job(place):
    file = SimpleUploadedFile("units.csv", "code,name\nX,某局\n".encode())
    answer = place.client("system").post("/console/tables/units/", {"file": file})
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/work/jobs/{job.id}/"
    assert job.arguments == {"table": "organisations.units"}


def test_what_is_no_table_is_refused_at_the_field(place):
    file = SimpleUploadedFile("units.pdf", b"%PDF-1.7")
    answer = place.client("system").post("/console/tables/units/", {"file": file})
    assert answer.status_code == 422
    assert "lp-error" in answer.content.decode()
    assert not Job.objects.exists()


def test_a_table_goes_out_as_a_job(place):
    answer = place.client("system").post("/console/tables/people/export/", {"form": "xlsx"})
    assert answer.headers["Location"] == f"/work/jobs/{Job.objects.get().id}/"


def test_unknown_tables_are_missing_and_others_stay_out(place):
    assert place.client("system").get("/console/tables/secrets/").status_code == 404
    assert place.client("contact").get("/console/tables/units/").status_code == 403
