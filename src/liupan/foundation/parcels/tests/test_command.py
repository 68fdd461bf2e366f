"""`liupan parcels`: out onto a folder, in from files, compared."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.parcels import management
from liupan.foundation.parcels.formats.statements import Entry
from liupan.foundation.parcels.models import Outgoing
from liupan.foundation.parcels.tests.factories import NOW, Far, Town, prepared, trusted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def courier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(management.acting, "named", lambda _name: city.almighty())


def run(*words: object) -> Result:
    said = [str(word) for word in words]
    return CliRunner().invoke(management.cli, [*said, "--as", "courier"])


def test_what_waits_goes_out_whole_with_our_statement(place: Town, tmp_path: Path) -> None:
    far = Far()
    prepared(place, trusted(place, far))
    done = run("export", "--to", tmp_path)
    assert done.exit_code == 0, done.output
    names = sorted(path.suffix for path in tmp_path.iterdir())
    assert names == [".parcel", ".statement"]
    [file] = tmp_path.glob("*.parcel")
    far.opened(file.read_bytes())
    run("export", "--to", tmp_path)
    assert Outgoing.objects.get().times_taken == 1, "only what was not taken yet"


def test_files_come_in_once_and_bad_ones_are_said(place: Town, tmp_path: Path) -> None:
    far = Far()
    trusted(place, far)
    good, bad = tmp_path / "a.parcel", tmp_path / "b.parcel"
    good.write_bytes(far.parcel({"通知.txt": b"x"}))
    bad.write_bytes(good.read_bytes()[:-1])
    assert run("import", good).exit_code == 0
    assert "已于" in run("import", good).output
    done = run("import", bad, good)
    assert (done.exit_code, len(done.output.splitlines())) == (1, 2)


def test_differences_are_said(place: Town, tmp_path: Path) -> None:
    far = Far()
    parcel = prepared(place, trusted(place, far))
    sm3 = Outgoing.objects.get().sm3
    file = tmp_path / "a.statement"
    file.write_bytes(far.statement())
    done = run("reconcile", file)
    assert done.exit_code == 1
    assert "接收方台账没有" in done.output
    arrived = Entry(number=1, parcel_id=parcel, sm3=sm3, state="arrived", at=NOW)
    file.write_bytes(far.statement([arrived]))
    assert run("reconcile", file).exit_code == 0
    file.write_bytes(b"{}")
    assert run("reconcile", file).exit_code == 1
