"""What the mark of an address promises a person, and how an answer breaks the promise."""

from dataclasses import dataclass

from django.http import HttpResponseBase

from liupan.foundation.design.problems import SYSTEMS
from liupan.kernel import authority
from liupan.kernel.authority import Actor
from tests.permissions.addresses import Address

SIGN_IN, OWN_PAGES, PREFERENCES = "/account/login/", "/account/", "/preferences/"
GATES = {"unproven": "/account/2fa/", "newcomer": "/account/password/change/"}
"""Where a person is led from wherever they go, until their account has what it lacks."""
SHUT = (
    "design:living",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_deactivate_totp",
)
"""Addresses that exist on a developer's machine only, or once a person has made what they show."""


@dataclass(frozen=True)
class Asked:
    """One request: who asks with which rights, where, how."""

    person: str
    actor: Actor
    address: Address
    method: str

    @property
    def is_plain(self) -> bool:
        """Reading a page without arguments: no scope and no absent thing can stand in the way."""
        return self.method == "GET" and not self.address.arguments

    @property
    def gate(self) -> str:
        """Where they are led; nobody is where only systems prove themselves."""
        is_open = self.address.route.startswith((OWN_PAGES, PREFERENCES, *SYSTEMS))
        return "" if is_open else GATES.get(self.person, "")


def fault_in(asked: Asked, answer: HttpResponseBase) -> str:
    """How the answer breaks the promise; empty when it keeps it."""
    status, to = answer.status_code, answer.headers.get("Location", "")
    if status >= 500:
        return "breaks"
    if not asked.actor.is_anonymous and _may_be_kept(asked, answer):
        return "may be kept by a cache"
    if asked.gate:
        return "" if _is_led_to(asked.gate, asked, status, to) else f"is not led to {asked.gate}"
    entrance = asked.address.entrance(asked.method)
    if entrance is None:
        return "" if status == 405 else "is no method of this address"
    if status == 405:
        return ""  # the test sees that an address takes one method at least
    if entrance.kind == "system":
        return "" if status == 401 else "is let in without the proof of a system"
    if entrance.kind == "public":
        return _fault_if_kept_out(asked, status, to)
    if asked.actor.is_anonymous:
        return "" if _is_sent_to_sign_in(asked, status, to) else "is not sent to sign in"
    if entrance.kind == "signed_in":
        return _fault_if_kept_out(asked, status, to)
    if any(authority.may(asked.actor, permission) for permission in entrance.permissions):
        return _fault_if_kept_out(asked, status, to)
    return "" if status == 403 else "is let in without the right"


def _fault_if_kept_out(asked: Asked, status: int, to: str) -> str:
    if status == 401 or (to.startswith(SIGN_IN) and not asked.address.route.startswith(OWN_PAGES)):
        return "is sent to sign in"
    if status == 403 and asked.is_plain:
        return "is kept out in spite of the mark"
    if status == 404 and asked.is_plain and not asked.address.name.startswith(SHUT):
        return "is told that nothing is here"
    return ""


def _may_be_kept(asked: Asked, answer: HttpResponseBase) -> bool:
    """Whether what is answered to somebody who is known may stay in a cache that others use."""
    said = answer.headers.get("Cache-Control", "")
    if "no-store" in said or "private" in said:
        return False
    entrance = asked.address.entrance(asked.method)
    return entrance is None or entrance.kind != "public" or "public" not in said


def _is_sent_to_sign_in(asked: Asked, status: int, to: str) -> bool:
    return status == 401 if asked.address.is_api else status == 302 and to.startswith(SIGN_IN)


def _is_led_to(gate: str, asked: Asked, status: int, to: str) -> bool:
    return status == 403 if asked.address.is_api else status == 302 and to == gate
