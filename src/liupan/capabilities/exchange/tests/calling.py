"""A caller as a program of another house would write it: by the standard library and an SM2 key.

Nothing of ours signs here, so that both sides are written from the description alone.
"""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.test import Client

from liupan.capabilities.exchange.models import System
from liupan.capabilities.exchange.queries.authenticating import Caller
from liupan.capabilities.exchange.tests.factories import credential
from liupan.foundation.crypto.facade import Sm2PrivateKey, seal
from liupan.kernel import clock
from liupan.kernel.ids import uuid7

SECRET = "一把共享的钥匙 2017"
INSTANCE = "CN-000000"


@dataclass
class Program:
    """A business system with its key: `call` is all it can do."""

    system: System
    key_id: str
    sm2: Sm2PrivateKey | None = None
    secret: str = SECRET
    client: Client = field(default_factory=Client)

    @property
    def name(self) -> str:
        return f"{INSTANCE}/GOV/{self.system.unit.code}/{self.system.code}"

    def call(self, path: str, query: dict[str, str] | str = "", **more: Any) -> HttpResponse:
        """Ask; `more`: method, body, headers, and what is to be wrong about the signature."""
        text = query if isinstance(query, str) else urlencode(query)
        method, body = more.pop("method", "GET"), more.pop("body", b"")
        headers = {**more.pop("headers", {})}
        sent_path, sent_body = more.pop("sent_path", path), more.pop("sent_body", body)
        headers["Authorization"] = self.proof(method, path, text, body, headers, **more)
        address = f"{sent_path}?{text}" if text else sent_path
        return self.client.generic(
            method, address, sent_body, content_type="application/json", headers=headers
        )

    def proof(
        self, method: str, path: str, query: str, body: bytes, headers: dict[str, str],
        *, at: int = 0, nonce: str = "", secret: str = "", key_id: str = "",
    ) -> str:  # fmt: skip
        """The `Authorization` header."""
        at, nonce = at or int(time.time()), nonce or secrets.token_urlsafe(18)
        key_id = key_id or self.key_id
        signed = [headers.get(n, "") for n in ("X-Road-Client", "X-Road-Id", "X-Road-Issue")]
        digest = hashlib.new("sm3", body).hexdigest()
        lines = ["LIUPAN-1", method, quote(path, safe="/-._~%"), query, digest, str(at), nonce]
        text = "\n".join([*lines, key_id, *signed]).encode()
        if self.sm2:
            scheme, raw = "LIUPAN-SM2", self.sm2.sign(text)
        else:
            scheme = "LIUPAN-HMAC-SM3"
            raw = hmac.new((secret or self.secret).encode(), text, "sm3").digest()
        signature = base64.b64encode(raw).decode()
        return f'{scheme} key="{key_id}", time="{at}", nonce="{nonce}", signature="{signature}"'

    def r1(self, code: str, query: dict[str, str] | str = "", **more: Any) -> HttpResponse:
        """Ask in X-Road's form; the provider is the bureau."""
        headers = {
            "X-Road-Client": self.name, "X-Road-Issue": "2017-15", **more.pop("headers", {})
        }  # fmt: skip
        path = f"/r1/{INSTANCE}/GOV/bureau/data/{code}"
        return self.call(path, query, headers=headers, **more)

    def v1(self, code: str, query: dict[str, str] | None = None, **more: Any) -> HttpResponse:
        """Ask in the simple form."""
        said = {"case": "2017-15", **(query or {})}
        return self.call(f"/api/v1/exchange/services/{code}/rows", said, **more)


def by_hmac(of: System, **more: Any) -> Program:
    """A system with a shared secret."""
    (sealed,) = seal(of.id, [SECRET])
    return Program(of, _credential(of, "hmac", sealed_secret=sealed, **more))


def by_sm2(of: System, **more: Any) -> Program:
    """A system with a pair of SM2 keys."""
    key = Sm2PrivateKey.generate()
    spki = key.public_key.to_spki()
    return Program(of, _credential(of, "sm2", public_key=spki, **more), sm2=key)


def _credential(of: System, kind: str, **more: Any) -> str:
    """Credentials live by real time, as certificates do."""
    said = {"expires_at": clock.real_now() + timedelta(days=30), **more}
    return credential(of, kind, **said).key_id


def caller(nonce: str) -> Caller:
    """Somebody who has proven who they are."""
    return Caller(
        credential_id=uuid7(), system_id=uuid7(), system_code="a", unit_id=uuid7(),
        unit_code="b", nonce=nonce, nonce_until=clock.real_now() + timedelta(minutes=10),
    )  # fmt: skip
