"""Tests reach nothing but this machine."""

import ipaddress
import socket
from typing import Any

_connect, _connect_ex, _getaddrinfo = (
    socket.socket.connect,
    socket.socket.connect_ex,
    socket.getaddrinfo,
)


class NetworkClosed(RuntimeError):
    """A test tried to reach another machine."""


def close() -> None:
    """Refuse every connection and every name but loopback's and Unix sockets'."""
    socket.socket.connect = _guarded(_connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = _guarded(_connect_ex)  # type: ignore[method-assign]
    socket.getaddrinfo = _guarded_getaddrinfo


def _guarded(original: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _require_local(address[0])
        return original(self, address)

    return connect


def _guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    _require_local(host)
    return _getaddrinfo(host, *args, **kwargs)


def _require_local(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        raise NetworkClosed(f"tests may not look up {name!r}") from None
    if not (address.is_loopback or address.is_unspecified):
        raise NetworkClosed(f"tests may not connect to {name!r}")
