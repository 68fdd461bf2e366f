"""How a question that is tried out looks as a call of a system, at both doors."""

from urllib.parse import quote, urlencode

from liupan.capabilities.exchange.models import Service, System
from liupan.capabilities.exchange.queries.addresses import address_of, address_of_service
from liupan.capabilities.exchange.queries.asking import Wanted
from liupan.capabilities.exchange.queries.files import Offer

PROOF = '-H \'Authorization: LIUPAN-SM2 key="…", time="…", nonce="…", signature="…"\''


def as_commands(offer: Offer, wanted: Wanted, root: str) -> list[str]:
    """Two curl commands: the simple door, and X-Road's."""
    query = _query(wanted)
    service = Service.objects.select_related("provider").get(code=offer.service)
    system = System.objects.filter(unit_id=offer.unit_id, closed_at=None).order_by("code").first()
    far = address_of_service(service.provider.code, service.code)
    near = address_of(offer.unit_code, system.code if system else "SYSTEM")
    issue = f"-H 'X-Road-Issue: {_plain(wanted.case)}'"
    return [
        _lines(f"{root}/api/v1/exchange/services/{quote(offer.service)}/rows{query}", issue),
        _lines(f"{root}/r1/{far}{query}", f"-H 'X-Road-Client: {near}'", issue),
    ]


def _lines(url: str, *headers: str) -> str:
    return " \\\n  ".join([f"curl '{url}'", "-H 'X-Road-Id: …'", *headers, PROOF])


def _query(wanted: Wanted) -> str:
    pairs: list[tuple[str, str]] = [
        (f"{item}__{how.value}", (*what, "1")[0]) for item, how, what in wanted.filters
    ]
    if wanted.sort:
        pairs.append(("sort", f"-{wanted.sort}" if wanted.descending else wanted.sort))
    return "?" + urlencode([*pairs, ("limit", str(wanted.limit)), ("grant", wanted.grant)])


def _plain(case: str) -> str:
    """Nothing that ends a quotation of a shell."""
    return "".join(one for one in case if one.isprintable() and one not in "'\\")
