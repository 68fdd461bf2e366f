"""The worker process: the broker's jobs, the standing chores, the beat; it ends as asked.

Long jobs and small work have queues and threads of their own, so that neither starves the other.
On SIGTERM running jobs break off at their next step and go back into the queue; what has not come
to a step when patience ends is left as if killed, and found by the next worker.
"""

import asyncio
import logging
import os
import signal
import threading
from contextlib import suppress

from django.db import DatabaseError, connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.worker import Worker as BrokerWorker

from liupan.foundation.jobs import broker, running, upkeep
from liupan.kernel import background, clock

log = logging.getLogger(__name__)

PATIENCE = 20.0


def run_worker(*, long: int = 2, short: int = 2) -> None:
    """Work until SIGTERM or SIGINT. `long` and `short`: threads for long jobs and small work.

    LIUPAN_WORKER_LONG and LIUPAN_WORKER_SHORT set them from outside. Exits with 1 when it ends
    unasked, so that whoever looks after it starts it again.
    """
    long = int(os.environ.get("LIUPAN_WORKER_LONG") or long)
    short = int(os.environ.get("LIUPAN_WORKER_SHORT") or short)
    upkeep.alarm_if_silent()
    running.me = upkeep.enter_worker()
    running.stopping.clear()
    connections.close_all()
    threads = [_beating(), *background.start(running.stopping)]
    try:
        asyncio.run(_work(long, short))
        unasked = not running.stopping.is_set()
    finally:
        running.stopping.set()
    for thread in threads:
        thread.join()
    upkeep.leave_worker(running.me)
    connections.close_all()
    if unasked:
        raise SystemExit(1)


async def _work(long: int, short: int) -> None:
    """Run both queues until asked to stop, or until one of them gives up."""
    # An app of its own: threads that queue work go on using Django's connections. Were the one app
    # given the loop's connector, a thread that queues first would open it on a loop of its own.
    looped = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with looped.open_async():
        workers = [_worker(looped, broker.LONG, long), _worker(looped, broker.SHORT, short)]
        _heed_signals(workers)
        running_ones = [
            asyncio.ensure_future(worker.run())  # type: ignore[no-untyped-call]
            for worker in workers
        ]
        await asyncio.wait(running_ones, return_when=asyncio.FIRST_COMPLETED)
        _stop(workers)
        await asyncio.gather(*running_ones)


def _worker(looped: App, queue: str, threads: int) -> BrokerWorker:
    return BrokerWorker(
        looped,
        queues=[queue],
        name=f"liupan.{queue}",
        concurrency=threads,
        install_signal_handlers=False,
        shutdown_graceful_timeout=PATIENCE * 2,
        update_heartbeat_interval=upkeep.BEAT_EVERY,
        stalled_worker_timeout=upkeep.SILENT_AFTER.total_seconds() * 3,
    )


def _heed_signals(workers: list[BrokerWorker]) -> None:
    def stop() -> None:
        running.stopping.set()
        _stop(workers)
        last_moment = threading.Timer(PATIENCE, os._exit, [0])
        last_moment.daemon = True
        last_moment.start()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)


def _stop(workers: list[BrokerWorker]) -> None:
    for worker in workers:
        worker.stop()  # type: ignore[no-untyped-call]


def _beating() -> threading.Thread:
    thread = threading.Thread(target=_beat, name="jobs.beat", daemon=True)
    thread.start()
    return thread


def _beat() -> None:
    """Beat, hand in what the calendar says, look for what dead workers left; until the end."""
    turn = 0
    while not running.stopping.wait(upkeep.BEAT_EVERY if turn else 0):
        turn += 1
        try:
            if running.me:
                upkeep.beat(running.me)
            upkeep.tick(clock.now())
            if turn % 2:
                upkeep.rescue()
        except Exception:  # the broker has errors of its own, and nothing begins this thread again
            log.exception("the beat failed; it is tried again")
            connections.close_all()
    with suppress(DatabaseError):
        connections.close_all()
