"""What the readers share."""

from urllib.parse import urljoin, urlsplit


class Unreadable(ValueError):
    """The document is no graph, or breaks off."""


def absolute(base: str, address: str) -> str:
    """An address as seen from the document's. `urljoin` leaves addresses such as `urn:` alone."""
    return address if urlsplit(address).scheme else urljoin(base, address)
