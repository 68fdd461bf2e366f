"""Why a door stays shut: each with a stable code, whose fault it is, and who can help."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.queries.refusals import CallRefused


class NotProven(CallRefused):
    """No proof, an unknown key or a wrong signature: deliberately alike."""

    status = 401


class CredentialEnded(CallRefused):
    """The proof is right, but its credential expired or was revoked, or the system is closed."""

    status = 401


class ClockOff(CallRefused):
    """The caller's clock is too far from ours, or the request is an old one."""

    status = 401


class Replayed(CallRefused):
    """A nonce is used once (重放)."""

    status = 401


class ClientDiffers(CallRefused):
    """`X-Road-Client` names another system than the one that proved itself."""


class RateExceeded(CallRefused):
    """Calls of a grant come faster than they may. `retry_after`: seconds."""

    status = 429
    retry_after = 1


class QuotaUsed(CallRefused):
    """The calls of the day are used up. `retry_after`: seconds until the city's next day."""

    status = 429
    retry_after = 1


class AddressUnknown(CallRefused):
    """The address names nothing of this door."""

    status = 404


class MethodNotTaken(CallRefused):
    """The address takes other methods. `allow`: which."""

    status = 405
    allow = "GET, POST"


class Unreadable(CallRefused):
    """The request cannot be read as one of this protocol."""

    status = 400


class BodyTooLarge(CallRefused):
    """A question is short."""

    status = 413


def not_proven() -> NotProven:
    """The refusal."""
    return NotProven(
        _("The call is not proven to come from a registered system."),
        next_step=_(
            "Sign it as the interface's description says, with a key of the system. The keeper of "
            "systems of your unit hands keys out."
        ),
    )


def credential_ended() -> CredentialEnded:
    """The refusal."""
    return CredentialEnded(
        _("The system's key has expired or was revoked."),
        next_step=_("The keeper of systems of your unit makes a new one."),
    )


def clock_off(now: int) -> ClockOff:
    """The refusal; it says the platform's own time in seconds."""
    return ClockOff(
        _("The time of the call is more than five minutes from the platform's (%(now)d).")
        % {"now": now},
        next_step=_("Set the clock of the calling system, and sign each call anew."),
    )


def replayed() -> Replayed:
    """The refusal."""
    return Replayed(
        _("This call was made before: its nonce is used."),
        next_step=_("Sign each call anew, with a nonce of its own."),
    )


def client_differs(own: str) -> ClientDiffers:
    """The refusal; the address is the proven system's own."""
    return ClientDiffers(
        _("X-Road-Client is not the system that signed; its address is %(own)s.") % {"own": own},
        next_step=_("Send the system's own address, or sign with the other system's key."),
    )


def rate_exceeded(seconds: int) -> RateExceeded:
    """The refusal."""
    error = RateExceeded(
        _("Calls by this grant come too fast."),
        next_step=_("Wait %(seconds)d s and call more slowly.") % {"seconds": seconds},
    )
    error.retry_after = seconds
    return error


def quota_used(quota: int, seconds: int) -> QuotaUsed:
    """The refusal."""
    error = QuotaUsed(
        _("All %(quota)d calls that the grant allows today are made.") % {"quota": quota},
        next_step=_("Go on tomorrow, or ask for a larger quota in the catalogue."),
    )
    error.retry_after = seconds
    return error


def address_unknown() -> AddressUnknown:
    """The refusal."""
    return AddressUnknown(
        _("There is nothing at this address."),
        next_step=_("listClients and listMethods say what there is."),
    )


def method_not_taken(methods: Iterable[str]) -> MethodNotTaken:
    """The refusal."""
    allow = ", ".join(methods)
    error = MethodNotTaken(
        _("This address does not take this method."),
        next_step=_("It takes: %(methods)s.") % {"methods": allow},
    )
    error.allow = allow
    return error


def unreadable(what: str) -> Unreadable:
    """The refusal; `what` is a sentence."""
    return Unreadable(what, next_step=_("Look into the interface's description."))


def body_too_large(most: int) -> BodyTooLarge:
    """The refusal."""
    return BodyTooLarge(
        _("The body is longer than %(most)d bytes.") % {"most": most},
        next_step=_("Ask for less at once."),
    )
