"""Documents are found by title, number and words, by those who may; exported by those who may."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from liupan.capabilities.correspondence.management import export
from liupan.capabilities.correspondence.operations.exporting import (
    NotTypesetYet,
    export_document,
)
from liupan.capabilities.correspondence.operations.searching import (
    index_incoming,
    index_outgoing,
)
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries.searchable import (
    as_found,
    list_incoming,
    list_outgoing,
)
from liupan.capabilities.correspondence.tests.factories import (
    NOW,
    PDF,
    Town,
    incoming,
    outgoing,
    rendered,
)
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.journal.facade import READ_JOURNAL, history
from liupan.foundation.search.facade import index, search
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing, NotAuthorised
from liupan.kernel.secrecy import Secrecy

READER = worker_actor(READ_JOURNAL)


def found(actor: Actor, words: str) -> set[str]:
    return {one.thing_type for one in search(actor, words).found}


def test_words_are_found_where_they_may_be_read(place: Town) -> None:
    sent = outgoing(place, "dispatched")
    received = incoming(place, "police", of=sent)
    index(as_found(sent), as_found(received))
    assert found(place.registrar, "互联网统一出口") == {
        "correspondence.outgoing", "correspondence.incoming",
    }  # fmt: skip
    assert found(place.drafter, "互联网统一出口") == {"correspondence.outgoing"}
    assert found(place.police, "等级保护测评") == {"correspondence.incoming"}
    assert found(place.police, sent.number) == {"correspondence.incoming"}
    assert found(place.stranger, "互联网统一出口") == set()


def test_nothing_above_the_clearance_is_found(place: Town) -> None:
    secret = outgoing(place, "reviewing", secrecy=Secrecy.SECRET.value, mark="秘密★1年")
    index(as_found(secret))
    assert found(place.registrar, "互联网统一出口") == set()


def test_what_is_done_to_a_document_has_it_found(place: Town) -> None:
    sent = outgoing(place, "dispatched")
    received = incoming(place, "police", of=sent)
    worker = worker_actor(TEND)
    index_outgoing(document_id=sent.id, actor=worker, now=NOW)
    index_incoming(document_id=received.id, actor=worker, now=NOW)
    assert found(place.registrar, "电子公文应用") == {
        "correspondence.outgoing", "correspondence.incoming",
    }  # fmt: skip


def test_the_index_can_be_made_anew(place: Town) -> None:
    sent = outgoing(place, "dispatched")
    received = incoming(place, "police", of=sent)
    outside = incoming(place, "finance")
    assert list(list_outgoing()) == [as_found(sent)]
    assert list(list_incoming()) == [as_found(received), as_found(outside)]


# --- Export --------------------------------------------------------------------------------------


def test_finished_files_go_out_and_the_journal_tells(place: Town) -> None:
    document = rendered(place, outgoing(place, "dispatched"))
    (file,) = export_document(
        number=document.number, where="/srv/out", actor=place.registrar, now=NOW
    )
    assert (file.name, file.content) == (f"{document.number}.pdf", PDF)
    told = [one.act for one in history(READER, document.id).entries]
    assert "correspondence.document.exported" in told
    with pytest.raises(Missing):
        export_document(number=document.number, where="", actor=place.police, now=NOW)
    with pytest.raises(NotAuthorised):
        export_document(number=document.number, where="", actor=place.stranger, now=NOW)
    bare = outgoing(place, "dispatched")
    with pytest.raises(NotTypesetYet):
        export_document(number=bare.number, where="", actor=place.registrar, now=NOW)


def test_the_command_overwrites_nothing_by_itself(place: Town, tmp_path: Path) -> None:
    document = rendered(place, outgoing(place, "dispatched"))
    asked = [document.number, "--to", str(tmp_path), "--as", "registrar"]
    assert CliRunner().invoke(export, asked, catch_exceptions=False).exit_code == 0
    target = tmp_path / f"{document.number}.pdf"
    assert target.read_bytes() == PDF
    target.write_bytes(b"mine")
    assert CliRunner().invoke(export, asked).exit_code == 1
    assert target.read_bytes() == b"mine"
    again = CliRunner().invoke(export, [*asked, "--overwrite"], catch_exceptions=False)
    assert again.exit_code == 0
    assert target.read_bytes() == PDF
