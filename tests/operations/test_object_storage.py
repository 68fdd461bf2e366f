"""What operators are told of object storage. Against moto's server, not a real S3."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils.translation import gettext as _

from liupan.config import backups, doctor, operators
from liupan.config.archives import Manifest
from liupan.config.doctor import Verdict
from liupan.config.sentences import NotReady
from liupan.foundation.documents.moving import move_contents
from liupan.foundation.documents.stores import FILES, OUTGOING, bucket
from liupan.foundation.documents.tests.factories import kept
from tests.machinery.object_storage import AWAY, KEY_ID, SECRET, TrialBucket, set_up


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.mark.django_db
def test_the_doctor_tries_it_and_names_what_is_left(
    trial_bucket: TrialBucket, settings: Any
) -> None:
    assert doctor._object_storage().verdict is Verdict.OK
    kept()
    with set_up(trial_bucket.endpoint, trial_bucket.name, settings):
        left = doctor._object_storage()
        assert (left.verdict, left.advice) == (Verdict.WARN, "liupan documents move")
        list(move_contents())
        well = doctor._object_storage()
        assert well.verdict is Verdict.OK
        assert trial_bucket.name in well.seen
        assert doctor._files().verdict is Verdict.OK
        assert not [n for n in bucket().names() if len(n) != 32]
    with set_up(trial_bucket.endpoint, "trial-never-made", settings):
        gone = doctor._object_storage()
    with set_up(AWAY, trial_bucket.name, settings):
        away = doctor._object_storage()
    missing = _("The object storage has no such bucket, or not any more.")
    for failed, why in ((gone, missing), (away, _("The object storage does not answer."))):
        assert failed.verdict is Verdict.FAIL
        assert failed.seen == why
        assert SECRET not in failed.seen + failed.advice
        assert KEY_ID not in failed.seen + failed.advice


def test_a_backup_says_that_objects_stay_in_their_bucket(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(backups, "back_up", lambda *_a, **_k: Manifest("1", "now", "", []))
    asked = ["--output", str(tmp_path / "a.tar")]
    assert "stay" not in CliRunner().invoke(operators.backup, asked).output
    with set_up(AWAY, "liupan-files", settings):
        said = CliRunner().invoke(operators.backup, asked).output
    assert f"Files in {AWAY}/liupan-files/liupan are not in it: they stay there" in said
    assert SECRET not in said


def test_a_backup_leaves_out_what_is_on_its_way(tmp_path: Path) -> None:
    for name in (FILES.name, OUTGOING.name):
        (tmp_path / "files" / name).mkdir(parents=True)
        (tmp_path / "files" / name / "a").write_bytes(b"a")
    backups._hold(tmp_path, ["files"], tmp_path / "held")
    held = [p.relative_to(tmp_path / "held") for p in (tmp_path / "held").rglob("a")]
    assert held == [Path("files") / FILES.name / "a"]


@pytest.mark.django_db
def test_a_restore_says_that_files_could_not_be_read(settings: Any) -> None:
    kept()
    next(iter(FILES.path.rglob("*/*"))).unlink()
    with set_up(AWAY, "liupan-files", settings), pytest.raises(NotReady) as told:
        operators._check_files()
    assert "liupan-files" in told.value.message
    assert "documents check" in told.value.next_step
    with pytest.raises(NotReady) as lost:
        operators._check_files()
    assert "LIUPAN_S3_URL" in lost.value.next_step
