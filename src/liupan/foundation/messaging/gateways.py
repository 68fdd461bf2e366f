"""The way out: mail server, text-message provider, machines that want to be called."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from email.utils import make_msgid
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from socket import create_connection, getaddrinfo, socket
from time import monotonic
from typing import IO, Any, Protocol
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from liupan.foundation.design.facade import frames
from liupan.foundation.messaging.signing import signature

PATIENCE = 10.0
"""Seconds the other side has to answer."""

REDIRECTIONS = 3
MOVED = (301, 302, 303, 307, 308)
GONE = (400, 401, 403, 404, 405, 410, 501)
"""Answers that trying again does not change."""
PART = 65_536
OK = 200

WRAPPING = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
"""Networks of IPv6 whose last four bytes are an address of IPv4 (NAT64, RFC 6052, RFC 8215)."""

METADATA = frozenset(map(ip_address, ("100.100.100.200", "169.254.169.254", "fd00:ec2::254")))
"""Where clouds tell a machine its secrets; never called, whatever networks are allowed."""


class Undelivered(Exception):
    """It did not get through. `for_good`: trying again is useless. `status`: what was answered."""

    def __init__(self, why: str, *, for_good: bool = False, status: int = 0) -> None:
        super().__init__(why)
        self.for_good = for_good
        self.status = status


class NotCallable(Undelivered):
    """Nothing was sent: this address may not be called from here."""

    def __init__(self, why: str) -> None:
        super().__init__(why, for_good=True)


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail to one person, as text and as HTML."""

    id: UUID
    to: str
    subject: str
    text: str
    html: str


class Post:
    """One connection to the mail server for several letters."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def send(self, letter: Letter) -> None:
        """Hand the letter to the mail server. Raises `Undelivered`.

        The message id is made of the delivery's, so that a mailbox can tell a repeated letter.
        """
        mail = EmailMultiAlternatives(
            subject=" ".join(letter.subject.split()),
            body=letter.text,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[letter.to],
            headers={
                "Message-ID": f"<{letter.id.hex}@{make_msgid(domain='liupan').split('@')[1]}",
                "Auto-Submitted": "auto-generated",
            },
            connection=self._open(),
        )
        mail.attach_alternative(letter.html, "text/html")
        try:
            mail.send()
        except SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            raise Undelivered(_said(error), for_good=all(c >= 500 for c in codes)) from error
        except SMTPResponseException as error:
            self.close()
            raise Undelivered(_said(error), for_good=error.smtp_code in (550, 553)) from error
        except (SMTPException, OSError, ValueError) as error:
            self.close()
            raise Undelivered(_said(error), for_good=isinstance(error, ValueError)) from error

    def close(self) -> None:
        """Say good-bye to the server."""
        if self._connection is not None:
            with suppress(SMTPException, OSError):  # it hung up first
                self._connection.close()
            self._connection = None

    def _open(self) -> BaseEmailBackend:
        if self._connection is None:
            self._connection = get_connection(timeout=PATIENCE) if _by_smtp() else get_connection()
            try:
                self._connection.open()
            except (SMTPException, OSError) as error:
                self._connection = None
                raise Undelivered(_said(error)) from error
        return self._connection


def _by_smtp() -> bool:
    return str(settings.EMAIL_BACKEND).endswith("smtp.EmailBackend")


class TextMessages(Protocol):
    """An adapter to a text-message provider; named by LIUPAN_SMS_ADAPTER."""

    def send(self, message_id: UUID, phone: str, text: str) -> bool:
        """Send, once for each id. Returns False when it was only written down, not sent.

        Raises `Undelivered`.
        """
        ...


class WrittenDown:
    """For a city without a provider: each message becomes a file; none pretends to be sent."""

    def send(self, message_id: UUID, phone: str, text: str) -> bool:
        place = Path(settings.LIUPAN_HOME) / "sms"
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        line = json.dumps({"id": str(message_id), "to": phone, "text": text}, ensure_ascii=False)
        (place / f"{message_id}.json").write_text(line + "\n", encoding="utf-8")
        return False


def text_messages() -> TextMessages:
    """The adapter this installation uses."""
    name = getattr(settings, "LIUPAN_SMS_ADAPTER", "")
    adapter: TextMessages = import_string(name)() if name else WrittenDown()
    return adapter


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any,
        newurl: str,
    ) -> None:  # fmt: skip
        return None


class _Plain(HTTPConnection):
    def __init__(self, *args: Any, is_public_only: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = partial(_connect, is_public_only=is_public_only)
        # where both kinds take their socket from


class _Sealed(HTTPSConnection):
    def __init__(self, *args: Any, is_public_only: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = partial(_connect, is_public_only=is_public_only)


class _ByHttp(urllib.request.HTTPHandler):
    is_public_only = False

    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_Plain, req, is_public_only=self.is_public_only)  # type: ignore[arg-type]


class _ByHttps(urllib.request.HTTPSHandler):
    is_public_only = False

    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_Sealed, req, is_public_only=self.is_public_only)  # type: ignore[arg-type]


class _PublicByHttp(_ByHttp):
    is_public_only = True


class _PublicByHttps(_ByHttps):
    is_public_only = True


_opener = urllib.request.build_opener(
    _NoRedirects, _ByHttp, _ByHttps, urllib.request.ProxyHandler({})
)
_public_opener = urllib.request.build_opener(
    _NoRedirects, _PublicByHttp, _PublicByHttps, urllib.request.ProxyHandler({})
)


def call(url: str, *, delivery_id: UUID, stamp: str, secret: str, body: dict[str, Any]) -> None:
    """POST JSON to a machine, signed. 2xx means taken. Raises `Undelivered`."""
    refuse_target(url)
    text = json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(  # noqa: S310  scheme was checked
        url,
        data=text,
        method="POST",
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Liupan",
            "Liupan-Delivery": str(delivery_id),
            "Liupan-Timestamp": stamp,
            "Liupan-Signature": f"hmac-sm3={signature(secret, str(delivery_id), stamp, text)}",
        },
    )
    try:
        with _opener.open(request, timeout=PATIENCE) as answer:
            answer.read(1024)
    except urllib.error.HTTPError as error:
        error.close()
        raise Undelivered(f"HTTP {error.code}", for_good=error.code == 410) from error
    except (OSError, HTTPException, ValueError) as error:
        raise Undelivered(_said(error)) from error


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a machine answered, whole. `url`: where it came from in the end."""

    body: bytes
    media_type: str
    url: str


def fetch(
    url: str, *, accept: str, most: int, seconds: float, is_public_only: bool = False
) -> Fetched:
    """GET something from a machine, guarded as calls are; each redirection is looked at as well.

    Args:
        most: bytes it may have.
        seconds: within which all of it must be here.
        is_public_only: no private network is asked, whatever the operator allows; for addresses
            that strangers name.

    Raises `Undelivered`, also when less came than was announced.
    """
    until = monotonic() + seconds
    opener = _public_opener if is_public_only else _opener
    for _n in range(REDIRECTIONS + 1):
        refuse_target(url, is_public_only=is_public_only)
        headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": "Liupan"}
        try:
            request = urllib.request.Request(url, headers=headers)  # noqa: S310  scheme was checked
            with opener.open(request, timeout=PATIENCE) as answer:
                body = _whole(answer, most, until)
                return Fetched(body, answer.headers.get("Content-Type", ""), url)
        except urllib.error.HTTPError as error:
            error.close()
            further = error.headers.get("Location") if error.code in MOVED else None
            if not further:
                raise Undelivered(
                    f"HTTP {error.code}", for_good=error.code in GONE, status=error.code
                ) from error
            url = _joined(url, further)
        except (OSError, HTTPException, ValueError) as error:
            raise Undelivered(_said(error)) from error
    raise Undelivered(_("it leads from one address to the next"), for_good=True)


def ask(url: str, *, body: bytes, secret: str, most: int, seconds: float) -> Fetched:
    """POST a question in JSON to a machine, guarded as calls are; no redirection is followed.

    Args:
        secret: sent as a bearer token, where there is one.
        most: bytes the answer may have.
        seconds: within which all of it must be here.

    Raises `NotCallable` when nothing was sent, else `Undelivered`.
    """
    until = monotonic() + seconds
    refuse_target(url)
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Liupan",
    } | ({"Authorization": f"Bearer {secret}"} if secret else {})
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310
    try:
        with _opener.open(request, timeout=seconds) as answer:
            return Fetched(_whole(answer, most, until), answer.headers.get("Content-Type", ""), url)
    except urllib.error.HTTPError as error:
        error.close()
        raise Undelivered(f"HTTP {error.code}", status=error.code) from error
    except (OSError, HTTPException, ValueError) as error:
        raise Undelivered(_said(error)) from error


def _whole(answer: Any, most: int, until: float) -> bytes:
    told = answer.headers.get("Content-Length", "")
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(PART):
        size += len(part)
        parts.append(part)
        if size > most:
            raise Undelivered(_("the answer is too large"), for_good=True, status=OK)
        if monotonic() > until:
            raise Undelivered(_("the answer takes too long"))
    if told.isascii() and told.isdigit() and size < int(told):
        raise Undelivered(_("the answer breaks off"))
    return b"".join(parts)


def _joined(url: str, further: str) -> str:
    try:
        return urljoin(url, further)
    except ValueError as error:
        raise NotCallable(_said(error)) from error


def refuse_target(url: str, *, is_public_only: bool = False) -> None:
    """Refuse what may not be called: plain http, this machine, networks that are not allowed.

    Only a demo calls itself, and by http. Private networks are called when the operator names
    them in LIUPAN_WEBHOOK_NETWORKS. Raises `Undelivered`.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:  # such as "https://["
        raise NotCallable(_("not an https address")) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise NotCallable(_("not an https address"))
    addresses = _addresses(parts.hostname)
    for address in addresses:
        _refuse_address(address, is_public_only=is_public_only)
    if parts.scheme == "http" and not all(address.is_loopback for address in addresses):
        raise NotCallable(_("not an https address"))


def callable_address(host: str) -> str:
    """The address behind a name, looked at as for calls; to be connected to instead of the name.

    Raises `Undelivered`, of which `NotCallable` is what may not be called.
    """
    addresses = _addresses(host)
    for address in addresses:
        _refuse_address(address)
    if not addresses:
        raise Undelivered(_("no address"))
    return str(addresses[0])


def _refuse_address(
    address: IPv4Address | IPv6Address, *, is_public_only: bool = False
) -> None:  # fmt: skip
    real = _real(address)
    if real.is_loopback and not is_public_only and _may_call_itself():
        return
    if real.is_loopback or real.is_link_local or real.is_unspecified or real in METADATA:
        raise NotCallable(_("this address leads back into the machine"))
    allowed = () if is_public_only else settings.LIUPAN_WEBHOOK_NETWORKS
    if any(real in network for network in allowed):
        return
    if real.is_multicast or real.is_reserved or not real.is_global:
        raise NotCallable(_("this network is not allowed by the operator"))


def _real(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address that is reached in the end: one of IPv4 may be wrapped into one of IPv6."""
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if any(address in network for network in WRAPPING):
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address


def _connect(
    where: tuple[str, int], timeout: float, source: tuple[str, int] | None, *,
    is_public_only: bool,
) -> socket:  # fmt: skip
    """A connection to an address that was looked at, not to a name that may lead elsewhere by now.

    Raises `Undelivered`, and OSError as `create_connection` does.
    """
    addresses = _addresses(where[0])
    for address in addresses:
        _refuse_address(address, is_public_only=is_public_only)
    failed: OSError | None = None
    for address in dict.fromkeys(addresses):
        try:
            return create_connection((str(address), where[1]), timeout, source)
        except OSError as error:
            failed = error
    raise failed or OSError("no address")


def _may_call_itself() -> bool:
    return frames.installation().is_demo or getattr(settings, "LIUPAN_WEBHOOKS_TO_LOOPBACK", False)


def _addresses(host: str) -> list[IPv4Address | IPv6Address]:
    with suppress(ValueError):
        return [ip_address(host)]
    try:
        found = getaddrinfo(host, None)
    except OSError as error:
        raise Undelivered(_said(error)) from error
    except ValueError as error:  # a name that cannot be one: UnicodeError of its encoding
        raise NotCallable(_said(error)) from error
    return [ip_address(str(where[4][0]).partition("%")[0]) for where in found]


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def origin(hosts: Iterable[str]) -> str:
    """Where people find Liupan, for links in letters."""
    told = str(getattr(settings, "LIUPAN_ORIGIN", ""))
    return told or f"http://{next(iter(hosts), 'localhost')}"
