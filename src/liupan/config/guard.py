"""Tidies up behind a supervisor that was killed: `python -m liupan.config.guard HOME`.

It waits for the end of its standard input, which the supervisor holds open as long as it lives.
"""

import signal
import sys
from pathlib import Path

from liupan.config import processes
from liupan.config.postgres import EmbeddedPostgres


def main() -> None:
    """Wait; then end the supervisor's children, and its database when nobody else uses it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    home = Path(sys.argv[1])
    sys.stdin.buffer.read()
    processes.sweep(home)
    EmbeddedPostgres(home).stop_if_unused()


if __name__ == "__main__":
    main()
