"""`python -m liupan.config.page_server HOST PORT WORKERS APPLICATION`: pages from one queue.

Granian gives each worker a queue of its own and connections stay where they came, so that some
wait behind a busy worker while another is idle. Here all workers take from one listening socket,
one connection at a time, and a connection carries one request: whoever is idle takes the next.
The kernel hands a connection over once its request has come, and takes the answer whole from a
worker, so that neither idle nor slow visitors hold one (docs/adr/0006).
"""

import multiprocessing
import socket
import sys
from importlib import import_module

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from liupan.config.servers import PAGE_THREADS

SILENT = 120
"""Seconds a connection may say nothing before a worker sees it at all."""
HEAD_WITHIN = 5_000
"""Milliseconds for the head of a request once it has begun."""
ANSWER = 1 << 20
"""Bytes of an answer that the kernel takes from a worker, if it may; pages are below 300 kB."""


class OneQueue(MPServer):
    """Granian whose workers share a listening socket."""

    def _init_shared_socket(self) -> None:
        listener = socket.create_server(
            (self.bind_addr, self.bind_port),
            family=socket.AF_INET6 if ":" in self.bind_addr else socket.AF_INET,
            backlog=self.backlog,
        )
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENT)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ANSWER)
        listener.setblocking(False)
        listener.set_inheritable(True)
        self._sso = listener
        self._sfd = listener.fileno()  # type: ignore[assignment]
        self._shd = SocketHolder(self._sfd, False, self.backlog)  # type: ignore[assignment,call-arg]


def main(host: str, port: str, workers: str, application: str) -> None:
    """Serve until a signal comes."""
    # Workers inherit the socket, and the application read once for all of them.
    multiprocessing.set_start_method("fork")
    import_module(application.partition(":")[0])
    OneQueue(
        application,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(keep_alive=False, header_read_timeout=HEAD_WITHIN),
        websockets=False,
        workers=int(workers),
        blocking_threads=PAGE_THREADS,
        backpressure=PAGE_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=8,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
