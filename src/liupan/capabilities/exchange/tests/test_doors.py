"""Both forms of the machine door: proof, addresses, refusals, what is recorded."""

import base64
import hashlib
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from liupan.capabilities.exchange.models import Credential, Nonce, System, Usage
from liupan.capabilities.exchange.operations import calling
from liupan.capabilities.exchange.operations.admitting import forget_nonces
from liupan.capabilities.exchange.rules.calls import Fault, Message, Way
from liupan.capabilities.exchange.tests.calling import INSTANCE, Program, by_hmac, by_sm2
from liupan.capabilities.exchange.tests.factories import (
    NOW,
    Town,
    credential,
    grant,
    resource,
    revoked,
    service,
    suspended,
    system,
)
from liupan.foundation.identity import limits
from liupan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_time() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """What the log is given."""
    found: list[Message] = []
    monkeypatch.setattr(calling, "record_message", found.append)
    return found


@pytest.fixture
def made(place: Town, kept: list[Message]) -> Any:
    """A service, a grant, a program of the unit that holds it."""
    of = resource(place)
    return service(place, of), grant(place, of), by_hmac(system(place))


class TestProof:
    """Who a caller is."""

    @pytest.mark.parametrize("way", [by_hmac, by_sm2])
    def test_a_signature_lets_in(self, made: Any, kept: list[Message], way: Any) -> None:
        to, has, old = made
        answer = way(old.system).v1(to.code)
        assert answer.status_code == 200, answer.content
        assert len(answer.json()["rows"]) == 3
        (one,) = kept
        assert (one.status, one.code, one.fault, one.rows) == (200, "", Fault.NONE, 3)
        assert (one.system_id, one.grant_id, one.case) == (old.system.id, has.id, "2017-15")
        assert one.response_hash == hashlib.sha512(answer.content).hexdigest()
        assert (one.way, one.door, one.sent) == (Way.QUERY, "v1", len(answer.content))

    def test_any_change_breaks_it(self, made: Any) -> None:
        to, _has, program = made
        path = f"/r1/{INSTANCE}/GOV/bureau/data/{to.code}"
        said = {"headers": {"X-Road-Client": program.name}}
        wrong = {
            "body": program.call(path, method="POST", body=b"{}", sent_body=b'{"limit":1}', **said),
            "path": program.call(path, sent_path=path + "/x", **said),
            "secret": program.call(path, secret="another", **said),
            "key": program.call(path, key_id="nobody", **said),
        }
        assert {what: one.status_code for what, one in wrong.items()} == dict.fromkeys(wrong, 401)
        bodies = [_without_ids(one.json()) for one in wrong.values()]
        assert all(one == bodies[0] for one in bodies)  # nothing says which it was

    def test_wrong_proofs_do_not_fill_the_log(
        self, made: Any, kept: list[Message], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        to, _has, program = made
        monkeypatch.setitem(limits.LIMITS, "unproven.ip", limits.Limit(2, 60))
        wrong = [program.v1(to.code, secret="another") for _n in range(4)]
        assert [one.status_code for one in wrong] == [401, 401, 429, 429]
        assert len(kept) == 2
        assert program.v1(to.code).status_code == 200  # who proves itself is heard
        assert len(kept) == 3

    def test_a_header_that_is_signed_cannot_be_changed(self, made: Any) -> None:
        to, _has, program = made
        path = f"/r1/{INSTANCE}/GOV/bureau/data/{to.code}"
        said = {"X-Road-Client": program.name, "X-Road-Issue": "1"}
        proof = program.proof("GET", path, "", b"", said)
        sent = {**said, "X-Road-Issue": "2", "Authorization": proof}
        assert Client().get(path, headers=sent).status_code == 401

    @pytest.mark.parametrize("seconds", [-310, 310])
    def test_an_old_clock_is_told_so(self, made: Any, seconds: int) -> None:
        to, _has, program = made
        answer = program.v1(to.code, at=int(time.time()) + seconds)
        assert (answer.status_code, answer.json()["code"]) == (401, "clock_off")
        assert program.v1(to.code, at=int(time.time()) + seconds // 2).status_code == 200

    def test_a_call_is_made_once(self, made: Any, kept: list[Message]) -> None:
        to, has, program = made
        nonce, at = "n" * 20, int(time.time())
        assert program.v1(to.code, nonce=nonce, at=at).status_code == 200
        again = program.v1(to.code, nonce=nonce, at=at)
        assert (again.status_code, again.json()["code"]) == (401, "replayed")
        assert Usage.objects.get(grant_id=has.id).calls == 1
        assert [one.code for one in kept] == ["", "replayed"]
        other = by_hmac(program.system)  # another key has nonces of its own
        assert other.v1(to.code, nonce=nonce, at=at).status_code == 200

    def test_a_refused_call_is_not_made_again_either(self, made: Any, place: Town) -> None:
        to, has, program = made
        suspended(place, has.id)
        said = {"nonce": "m" * 20, "at": int(time.time())}
        assert program.v1(to.code, **said).json()["code"] == "grant_not_live"
        assert program.v1(to.code, **said).json()["code"] == "replayed"

    def test_nonces_are_forgotten_when_no_clock_takes_them(self, made: Any) -> None:
        to, _has, program = made
        program.v1(to.code)
        assert forget_nonces() == 0
        late = clock.real_now() + timedelta(seconds=602)
        Nonce.objects.update(expires_at=clock.real_now() - (late - clock.real_now()))
        assert forget_nonces() == 1

    def test_what_has_ended_lets_nobody_in(self, made: Any) -> None:
        to, _has, program = made
        Credential.objects.update(revoked_at=clock.real_now())
        assert program.v1(to.code).json()["code"] == "credential_ended"
        Credential.objects.update(revoked_at=None, expires_at=clock.real_now())
        assert program.v1(to.code).json()["code"] == "credential_ended"
        assert program.v1(to.code, secret="wrong").json()["code"] == "not_proven"
        fresh = by_sm2(program.system)
        System.objects.update(closed_at=NOW)
        assert fresh.v1(to.code).json()["code"] == "credential_ended"

    def test_a_key_is_used_in_its_own_way(self, made: Any) -> None:
        to, _has, program = made
        sm2 = by_sm2(program.system)
        crossed = Program(program.system, sm2.key_id)
        assert crossed.v1(to.code).json()["code"] == "not_proven"

    def test_who_sends_no_proof_is_turned_away_unrecorded(
        self, made: Any, kept: list[Message]
    ) -> None:
        to, _has, _program = made
        for header in ("", "Bearer lp_0_x", "LIUPAN-SM2 key=1", "LIUPAN-SM2 " + "x" * 3000):
            sent = {"Authorization": header} if header else {}
            answer = Client().get(f"/api/v1/exchange/services/{to.code}/rows", headers=sent)
            assert answer.status_code == 401
            assert answer["WWW-Authenticate"] == "LIUPAN-SM2, LIUPAN-HMAC-SM3"
        assert kept == []


class TestCertificate:
    """The certificate of the connection, as a proxy hands it on."""

    FINGERPRINT = "ab" * 32

    def test_only_a_proxy_is_believed(self, made: Any) -> None:
        to, _has, program = made
        until = clock.real_now() + timedelta(days=1)
        credential(program.system, "certificate", fingerprint=self.FINGERPRINT, expires_at=until)
        path = f"/r1/{INSTANCE}/GOV/bureau/data/{to.code}"
        sent = {
            "X-Road-Client": program.name, "X-Road-Issue": "1", "X-Cert": self.FINGERPRINT.upper()
        }  # fmt: skip

        def ask(**more: str) -> int:
            return Client().get(path, headers=sent, **more).status_code

        assert ask() == 401  # no header is agreed
        with override_settings(LIUPAN_TLS_HEADER="X-Cert"):
            assert ask() == 200
            assert ask(REMOTE_ADDR="10.0.0.1") == 401
            assert ask(REMOTE_ADDR="") == 401
            other = {**sent, "X-Cert": "cd" * 32}
            assert Client().get(path, headers=other).status_code == 401

    def test_a_certificate_is_read_as_nginx_gives_it(self) -> None:
        from urllib.parse import quote

        from liupan.capabilities.exchange.doors import fingerprint_of

        der = bytes(range(200))
        text = base64.encodebytes(der).decode()
        pem = f"-----BEGIN CERTIFICATE-----\n{text}-----END CERTIFICATE-----\n"
        assert fingerprint_of(quote(pem)) == hashlib.sha256(der).hexdigest()
        for wrong in ("", "CERTIFICATE", quote(pem[:60]), "zz" * 32, "x" * 30_000):
            assert fingerprint_of(wrong) == ""


class TestXRoad:
    """X-Road's form."""

    def test_the_headers_of_an_answer(self, made: Any) -> None:
        to, _has, program = made
        answer = program.r1(to.code, headers={"X-Road-Id": "fa2e18a5-c2cb"})
        assert answer.status_code == 200, answer.content
        assert answer["X-Road-Client"] == program.name
        assert answer["X-Road-Service"] == f"{INSTANCE}/GOV/bureau/data/{to.code}"
        assert answer["X-Road-Id"] == "fa2e18a5-c2cb"
        assert "X-Road-Error" not in answer
        assert answer["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("body", [b"", b'{"limit": 2}'])
    def test_the_hash_by_an_independent_reckoning(
        self, made: Any, kept: list[Message], body: bytes
    ) -> None:
        to, _has, program = made
        method = "POST" if body else "GET"
        answer = program.r1(to.code, "sort=-%E7%99%BB%E8%AE%B0%E6%97%A5%E6%9C%9F", method=method,
                            body=body)  # fmt: skip
        assert answer.status_code == 200, answer.content
        head = (
            f"{method} /r1/CN-000000/GOV/bureau/data/{to.code}"
            "?sort=-%E7%99%BB%E8%AE%B0%E6%97%A5%E6%9C%9F HTTP/1.1\r\n"
            f"{'content-type:application/json' + chr(13) + chr(10) if body else ''}"
            f"x-road-client:{program.name}\r\n"
            f"x-road-id:{answer['X-Road-Id']}\r\n"
            "x-road-issue:2017-15\r\n"
            f"x-road-request-id:{answer['X-Road-Request-Id']}\r\n"
        ).encode()
        whole = hashlib.sha512(head).digest()
        if body:
            whole = hashlib.sha512(whole + hashlib.sha512(body).digest()).digest()
        assert answer["X-Road-Request-Hash"] == base64.b64encode(whole).decode()
        assert kept[-1].request_hash == whole.hex()

    def test_whoever_signs_is_who_is_named(self, made: Any, place: Town) -> None:
        to, _has, program = made
        other = by_hmac(system(place, "third"))
        for name in (other.name, program.name.rpartition("/")[0], "x", ""):
            answer = program.r1(to.code, headers={"X-Road-Client": name})
            assert answer.status_code in (400, 403)
            assert answer["X-Road-Error"].startswith("Client.")

    def test_unknown_parts_answer_a_typed_error(self, made: Any) -> None:
        to, _has, program = made
        said = {"headers": {"X-Road-Client": program.name}}
        for path in (
            f"/r1/ELSEWHERE/GOV/bureau/data/{to.code}", f"/r1/{INSTANCE}/COM/bureau/data/{to.code}",
            f"/r1/{INSTANCE}/GOV/police/data/{to.code}", f"/r1/{INSTANCE}/GOV/bureau/x/{to.code}",
            f"/r1/{INSTANCE}/GOV/bureau/data/nothing",
            f"/r1/{INSTANCE}/GOV/bureau/data/{to.code}/deeper", "/r1/a/b",
        ):  # fmt: skip
            answer = program.call(path, **said)
            assert answer.status_code == 404, path
            assert answer["X-Road-Error"] == "Client.AddressUnknown"
        answer = program.r1(to.code, method="DELETE")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, POST")

    def test_a_refusal_says_all(self, made: Any, place: Town) -> None:
        to, has, program = made
        revoked(place, has.id)
        answer = program.r1(to.code, headers={"X-Road-Id": "mine-1"})
        assert answer.status_code == 403
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["X-Road-Error"] == "Client.GrantNotLive"
        body = answer.json()
        assert (body["type"], body["code"]) == ("Client.GrantNotLive", "grant_not_live")
        assert (body["request_id"], body["status"], body["fault"]) == ("mine-1", 403, "caller")
        assert body["message"] == body["title"]
        assert has.number in body["message"]
        assert body["next_step"]
        assert body["detail"] == answer["X-Road-Request-Id"]

    def test_the_matter_may_be_named_in_chinese(self, made: Any, kept: list[Message]) -> None:
        to, _has, program = made
        issue = "%E5%9B%BA%E6%B0%91%E3%80%942017%E3%80%9512%E5%8F%B7"
        assert program.r1(to.code, headers={"X-Road-Issue": issue}).status_code == 200
        assert kept[-1].case == "固民〔2017〕12号"


def _without_ids(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items()
            if key not in ("request_id", "message_id", "detail")}  # fmt: skip
