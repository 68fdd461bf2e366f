"""Why a call gets nothing: each with a stable code, whose fault it is, and who can help."""

from typing import ClassVar

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.rules import calls
from liupan.foundation.messaging.facade import Undelivered
from liupan.foundation.tables.facade import BadFilter, NoContent, UnknownColumn
from liupan.kernel.errors import Fault, Missing, Refusal

CALLER, PROVIDER = calls.Fault.CALLER, calls.Fault.PROVIDER


class CallRefused(Refusal):
    """A call that is refused (拒绝调用); nothing is delivered."""

    status = 403
    fault: ClassVar[calls.Fault] = CALLER


class SystemNotKnown(CallRefused):
    """The calling system is closed, or was never registered."""


class UnitNotThere(CallRefused):
    """The system's unit was abolished, or does not exist yet."""


class ServiceMissing(Missing):
    """There is no such service in this network, or it is not open: deliberately alike."""

    fault: ClassVar[calls.Fault] = CALLER


class ServicePaused(CallRefused):
    """The provider has paused the service."""

    status = 503
    fault = PROVIDER


class ServiceEnded(CallRefused):
    """The provider has ended the service."""

    status = 410
    fault = PROVIDER


class NoGrant(CallRefused):
    """The unit has no such grant for this service: absent and another unit's are alike."""


class GrantNotLive(CallRefused):
    """The grant is suspended, revoked, ended or not in force yet."""


class ResourceWithdrawn(CallRefused):
    """What the grant is for is not published any more."""

    fault = PROVIDER


class GrantNotNamed(CallRefused):
    """Several grants would fit, and none was named."""

    status = 422


class WrongWay(CallRefused):
    """The grant is for another way of use."""


class CaseNotNamed(CallRefused):
    """No case number: grants bind to a purpose."""

    status = 422


class NothingDelivered(CallRefused):
    """The service has none of the items that are granted."""

    status = 503
    fault = PROVIDER


class RowsUnfit(CallRefused):
    """The service cannot tell the granted rows from others."""

    status = 503
    fault = PROVIDER


class ServiceChanged(CallRefused):
    """The provider changed the address of its system at this moment."""

    status = 503
    fault = PROVIDER


class ProviderSilent(Fault):
    """The provider's system did not answer, or not in time (提供方无响应)."""

    status = 504
    fault: ClassVar[calls.Fault] = PROVIDER


class ProviderUnwell(Fault):
    """The provider's system failed several times; it is left alone for a while (熔断)."""

    status = 503
    fault: ClassVar[calls.Fault] = PROVIDER


class ProviderBusy(Fault):
    """Enough calls wait for the provider's system (提供方繁忙); nothing is wrong with it."""

    status = 503
    fault: ClassVar[calls.Fault] = PROVIDER


class ProviderAmiss(Fault):
    """The provider's system answered with something that is no answer (提供方应答异常)."""

    status = 502
    fault: ClassVar[calls.Fault] = PROVIDER


def is_down(error: BaseException) -> bool:
    """Whether a provider's system is down; one that is busy, says no or answers nonsense is not."""
    if isinstance(error, ProviderAmiss):
        cause = error.__cause__
        return isinstance(cause, Undelivered) and (cause.status or 0) >= 500
    return isinstance(error, ProviderSilent | ProviderUnwell)


def fault_of(error: BaseException) -> calls.Fault:
    """Whose fault an error is: what is said, the caller's for a refusal, else the platform's."""
    said = getattr(error, "fault", None)
    if isinstance(said, calls.Fault):
        return said
    if isinstance(error, NoContent):
        return PROVIDER
    is_refused = isinstance(error, Refusal | Missing) and error.status < 500
    return CALLER if is_refused else calls.Fault.PLATFORM


def system_not_known() -> SystemNotKnown:
    """The refusal."""
    return SystemNotKnown(
        _("This system is not registered, or was closed."),
        next_step=_("The keeper of systems of your unit can register it."),
    )


def unit_not_there() -> UnitNotThere:
    """The refusal."""
    return UnitNotThere(
        _("The unit of this system does not exist on this day."),
        next_step=_("The unit that took over registers the system."),
    )


def service_missing() -> ServiceMissing:
    """The refusal."""
    return ServiceMissing(
        _("There is no such service."), next_step=_("Look at the list of services you may call.")
    )


def service_paused() -> ServicePaused:
    """The refusal; the reason is told on the service's page, not to machines."""
    return ServicePaused(
        _("The provider has paused this service."),
        next_step=_("Try again later, or ask the provider when it goes on."),
    )


def service_ended() -> ServiceEnded:
    """The refusal."""
    return ServiceEnded(
        _("The provider has ended this service."),
        next_step=_("Look in the catalogue for what took its place."),
    )


def no_grant() -> NoGrant:
    """The refusal."""
    return NoGrant(
        _("Your unit has no such grant for this service."),
        next_step=_("Your unit asks for access in the catalogue."),
    )


def grant_not_live(number: str, stands: object) -> GrantNotLive:
    """The refusal."""
    return GrantNotLive(
        _("Grant %(number)s is not in force: %(stands)s.") % {"number": number, "stands": stands},
        next_step=_("The provider or the data authority can say why; ask for access anew."),
    )


def resource_withdrawn() -> ResourceWithdrawn:
    """The refusal."""
    return ResourceWithdrawn(
        _("The resource is not published any more."),
        next_step=_("Ask the provider what took its place."),
    )


def grant_not_named() -> GrantNotNamed:
    """The refusal."""
    return GrantNotNamed(
        _("Several grants of your unit fit this service."),
        next_step=_("Name the grant by its number."),
    )


def wrong_way(modes: str) -> WrongWay:
    """The refusal."""
    return WrongWay(
        _("The grant is for another way of use: %(modes)s.") % {"modes": modes},
        next_step=_("Use a way it was granted for, or ask for access in this one."),
    )


def case_not_named() -> CaseNotNamed:
    """The refusal."""
    return CaseNotNamed(
        _("The call names no case number."),
        next_step=_("Send the number of the matter that is being handled, up to 100 signs."),
    )


def nothing_delivered() -> NothingDelivered:
    """The refusal."""
    return NothingDelivered(
        _("The service has none of the items that are granted."),
        next_step=_("The provider has to map the granted items to its data."),
    )


def rows_unfit(item: str) -> RowsUnfit:
    """The refusal."""
    return RowsUnfit(
        _("The granted rows are told apart by %(item)s, which the service cannot look at.")
        % {"item": item},
        next_step=_("The provider has to map this item to its data."),
    )


class AddressUnfit(Fault):
    """The provider's address may not be called from here; nobody was asked."""

    fault: ClassVar[calls.Fault] = calls.Fault.PLATFORM


def service_changed() -> ServiceChanged:
    """The refusal."""
    return ServiceChanged(
        _("The provider changed this service at this moment."), next_step=_("Ask anew.")
    )


def provider_silent() -> ProviderSilent:
    """The fault."""
    return ProviderSilent(
        _("The provider's system did not answer in time."), next_step=_("Try again later.")
    )


def provider_amiss() -> ProviderAmiss:
    """The fault."""
    return ProviderAmiss(
        _("The provider's system answered with an error, or with something that is no answer."),
        next_step=_("Tell the provider what you asked and when."),
    )


def provider_unwell() -> ProviderUnwell:
    """The fault."""
    return ProviderUnwell(
        _("The provider's system failed several times and is left alone for a while."),
        next_step=_("Try again in half a minute."),
    )


def provider_busy() -> ProviderBusy:
    """The fault."""
    return ProviderBusy(
        _("Enough calls wait for the provider's system already."),
        next_step=_("Try again in some seconds."),
    )


def address_unfit() -> AddressUnfit:
    """The fault."""
    return AddressUnfit(
        _("The address of the provider's system may not be called from this installation."),
        next_step=_("Whoever runs the installation can allow its network."),
    )


def unknown_column(name: str) -> UnknownColumn:
    """The refusal; absent and not granted are alike."""
    return UnknownColumn(
        _("There is no column %(name)s.") % {"name": repr(name[:100])},
        next_step=_("Ask by the granted items alone."),
    )


def masked_column(name: str) -> BadFilter:
    """The refusal."""
    return BadFilter(
        _("%(name)s is shown masked, so it is neither searched nor sorted.") % {"name": name}
    )


def too_much() -> BadFilter:
    """The refusal."""
    return BadFilter(_("Too much is asked for at once."))
