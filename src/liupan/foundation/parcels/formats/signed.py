"""Small signed texts: cards of stations and statements of their logs. JSON in one spelling."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import SigningKey, Sm2PublicKey, UnusableKey
from liupan.kernel.errors import InvalidInput

Values = Mapping[str, Any]
MOST_BYTES = 32 * 1024 * 1024


class NotSigned(InvalidInput):
    """No text of this kind, or one that is not as it was signed."""


def canonical(values: Values) -> bytes:
    """The one spelling: sorted keys, no blanks, UTF-8."""
    said = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return said.encode()


def read_object(text: bytes) -> dict[str, Any]:
    """A JSON object. Raises ValueError for anything else, also for keys that come twice."""
    try:
        found = json.loads(text.decode(), object_pairs_hook=_once)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def sign(kind: str, values: Values, key: SigningKey) -> bytes:
    """The text with its signature; `kind` says what it is: `card`, `statement`."""
    signature = key.sign(_message(kind, values))
    whole = {
        "format": f"liupan-{kind}/1",
        kind: values,
        "signature": base64.b64encode(signature).decode(),
    }
    return canonical(whole) + b"\n"


def values_of(kind: str, text: bytes) -> dict[str, Any]:
    """What a text says, unproven: whose key to ask for stands in it. Raises `NotSigned`."""
    return _read(kind, text)[0]


def verify(kind: str, text: bytes, public_key: bytes) -> dict[str, Any]:
    """What a text says, as the key (SubjectPublicKeyInfo) signed it. Raises `NotSigned`."""
    values, signature = _read(kind, text)
    try:
        holds = Sm2PublicKey.from_spki(public_key).verify(_message(kind, values), signature)
    except UnusableKey as error:
        raise NotSigned(_("There is no usable key in this file.")) from error
    if not holds:
        raise NotSigned(_("The signature does not hold: the file was altered, or is a forgery."))
    return values


def _read(kind: str, text: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        if len(text) > MOST_BYTES:
            raise ValueError("too large")
        whole = read_object(text)
        values, signature = whole[kind], base64.b64decode(whole["signature"], validate=True)
        if whole["format"] != f"liupan-{kind}/1" or not isinstance(values, dict):
            raise ValueError("another kind")
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise NotSigned(_("This is no file of this kind.")) from error
    return values, signature


def _message(kind: str, values: Values) -> bytes:
    return f"liupan-{kind}/1\n".encode() + canonical(values)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")
    return found
