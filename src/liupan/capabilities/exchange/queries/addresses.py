"""How this installation's units and systems are called in X-Road's form."""

from django.conf import settings

from liupan.capabilities.exchange.queries.authenticating import Caller
from liupan.capabilities.exchange.rules.xroad import DATA, MEMBER_CLASS, Address
from liupan.foundation.organisations.facade import find_installation


def own_instance() -> str:
    """The code of the instance: the operator's (`LIUPAN_XROAD_INSTANCE`), or made of the city's."""
    given: str = settings.LIUPAN_XROAD_INSTANCE
    found = None if given else find_installation()
    return given or f"CN-{found.city_code if found else '000000'}"


def address_of(unit_code: str, system_code: str) -> Address:
    """The address of a system."""
    return Address(own_instance(), MEMBER_CLASS, unit_code, system_code)


def address_of_caller(caller: Caller) -> Address:
    """Whom a caller has to name in `X-Road-Client`."""
    return address_of(caller.unit_code, caller.system_code)


def address_of_service(unit_code: str, code: str) -> Address:
    """The address of a service."""
    return Address(own_instance(), MEMBER_CLASS, unit_code, DATA, code)
