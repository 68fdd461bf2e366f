"""What a running job holds in its hand: how far it is, whether it should stop, where to go on.

It writes through its own connection, so that people see the progress while the job's own
transaction is still open; that transaction must not touch the job's row.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connections, transaction
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import SealedWriter
from liupan.foundation.jobs import keeping
from liupan.foundation.jobs.models import Job, JobFile, Receipt
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Refusal

EVERY = 0.4
"""Seconds between two writes of progress."""


class Stopped(BaseException):
    """The run must end now. Not an `Exception`: a job's own `except Exception` must not eat it."""


class Cancelled(Stopped):
    """Somebody cancelled the job."""


class Superseded(Stopped):
    """Another worker has taken the job over; this run may write nothing more."""


class Interrupted(Stopped):
    """This worker is shutting down; the job goes on elsewhere from its checkpoint."""


class AlreadyDone(Refusal):
    """The step was done by an earlier run."""


class Progress:
    """One run of a job.

    Attributes:
        actor: as whom the job runs; its rights are those of the moment the run began.
        state: what the last `checkpoint` of an earlier run left, else None.
        message: what is being done, or what was done, for people.
        outcome: values shown on the job's page and handed to whoever follows; JSON.
    """

    def __init__(
        self,
        job_id: UUID,
        run: int,
        *,
        owner_id: UUID,
        actor: Actor,
        state: Any,
        stopping: threading.Event,
    ) -> None:
        self.job_id = job_id
        self.actor = actor
        self.state = state
        self.outcome: dict[str, Any] = {}
        self._run = run
        self._owner_id = owner_id
        self._stopping = stopping
        self._connection = connections.create_connection("default")
        self._done = 0
        self._total: int | None = None
        self.message = ""
        self._written = 0.0

    @staticmethod
    def now() -> datetime:
        """The city's time, for the operations the job calls."""
        return clock.now()

    def expect(self, total: int, message: str = "") -> None:
        """Say how much there is to do; starts counting anew."""
        self._done, self._total, self.message = 0, total, message
        self._write()

    def advance(self, count: int = 1, message: str = "") -> None:
        """So much more is done. Cheap to call for every row. Raises `Stopped`."""
        self._done += count
        self.message = message or self.message
        self._write_sometimes()

    def report(self, done: int, total: int) -> None:
        """So much is done of so much; the shape `kernel.transfers` asks for. Raises `Stopped`."""
        self._done, self._total = done, total
        self._write_sometimes()

    def say(self, message: str) -> None:
        """Tell people what is being done now. Raises `Stopped`."""
        self.message = message
        self._write()

    def checkpoint(self, state: Any) -> None:
        """Remember where to go on (JSON). Call it after the work up to here is committed."""
        self._write(checkpoint=json.dumps(state))

    @contextmanager
    def once(self, step: str = "") -> Iterator[dict[str, Any]]:
        """One transaction that is never done twice, also when the process dies right after it.

        Yields a dict to put JSON results into; they are kept with the proof. Raises `AlreadyDone`
        when an earlier run did the step; `receipt` then has its results. Raises `Stopped`.
        """
        self._write()
        results: dict[str, Any] = {}
        with transaction.atomic():
            try:
                with transaction.atomic():
                    proof = Receipt.objects.create(job_id=self.job_id, step=step)
            except IntegrityError as error:
                raise AlreadyDone(_("This was done already.")) from error
            yield results
            proof.outcome = results
            proof.save(update_fields=["outcome"])

    def receipt(self, step: str = "") -> dict[str, Any] | None:
        """The results of a step done once, or None when it is still to do."""
        found = Receipt.objects.filter(job_id=self.job_id, step=step).first()
        return dict(found.outcome) if found else None

    @contextmanager
    def file(self, name: str, media_type: str, *, role: str = "result") -> Iterator[SealedWriter]:
        """Write the job's result (or its `errors`) file; nothing stays when the block fails.

        Not inside a transaction in which the job reports progress: its row is held at the end.
        Raises `Superseded`.
        """
        with keeping.new_file(
            self.job_id,
            self._owner_id,
            JobFile.Role(role),
            name=name,
            media_type=media_type,
            fence=self._hold,
        ) as writer:
            yield writer

    def complete(self) -> None:
        """Write the last figures; a wish to cancel comes too late now. Raises `Superseded`."""
        with suppress(Cancelled, Interrupted):
            self._write()

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _hold(self) -> None:
        """Keep others from taking the job over until the transaction ends."""
        mine = Job.objects.select_for_update(no_key=True).filter(
            id=self.job_id, run=self._run, state=Job.State.RUNNING
        )
        if mine.first() is None:
            raise Superseded

    def _write_sometimes(self) -> None:
        if time.monotonic() - self._written >= EVERY:
            self._write()

    def _write(self, checkpoint: str | None = None) -> None:
        self._written = time.monotonic()
        with self._connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE jobs_job
                SET done = %s, total = %s, message = %s, seen_at = clock_timestamp(),
                    checkpoint = coalesce(%s::jsonb, checkpoint)
                WHERE id = %s AND run = %s AND state = 'running'
                RETURNING cancel_asked_at IS NOT NULL
                """,
                [
                    self._done,
                    self._total,
                    self.message,
                    checkpoint,
                    self.job_id,
                    self._run,
                ],
            )
            found = cursor.fetchone()
        if found is None:
            raise Superseded
        if found[0]:
            raise Cancelled
        if self._stopping.is_set():
            raise Interrupted
