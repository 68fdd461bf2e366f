"""What is written down of a message: by value, without a value that was delivered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from liupan.capabilities.exchange.operations import messages
from liupan.capabilities.exchange.queries.allowing import Allowed
from liupan.capabilities.exchange.queries.refusals import fault_of
from liupan.capabilities.exchange.rules.calls import Call, Fault, Message
from liupan.foundation.crypto.facade import running_sm3, sm3
from liupan.kernel import clock
from liupan.kernel.errors import LiupanError
from liupan.kernel.ids import uuid7

BROKEN_OFF = "broken_off"


@dataclass(slots=True)
class Telling:
    """A message while it happens. `allowed` is None until the call was allowed."""

    call: Call
    door: str
    method: str
    request_hash: str
    allowed: Allowed | None = None
    status: int = 200
    code: str = ""
    fault: Fault = Fault.NONE
    rows: int = 0
    sent: int = 0
    response_hash: str = ""

    def failed(self, error: BaseException) -> None:
        """It ended so."""
        if isinstance(error, LiupanError):
            self.status, self.code, self.fault = error.status, error.code, fault_of(error)
        elif isinstance(error, Exception):
            self.status, self.code, self.fault = 500, "broken", Fault.PLATFORM
        else:  # the caller hung up, somebody cancelled, or the worker is shutting down
            self.status, self.code, self.fault = 499, BROKEN_OFF, Fault.CALLER


@contextmanager
def telling(call: Call, *, door: str, method: str, asked: str = "") -> Iterator[Telling]:
    """Write one message down, however it ends. Outside a transaction: a refusal undoes that.

    `asked`: the request as it came.
    """
    told = Telling(call, door, method, sm3(asked.encode()).hex())
    begun = perf_counter()
    try:
        yield told
    except BaseException as error:
        told.failed(error)
        raise
    finally:
        messages.record_message(_message(told, int((perf_counter() - begun) * 1e6)))


def counted(chunks: Iterator[bytes], told: Telling) -> Iterator[bytes]:
    """The chunks, while their number and digest are noted."""
    digest = running_sm3()
    for chunk in chunks:
        told.sent += len(chunk)
        digest.update(chunk)
        yield chunk
    told.response_hash = digest.finalize().hex()


def _message(told: Telling, took_us: int) -> Message:
    call, allowed = told.call, told.allowed
    return Message(
        id=uuid7(),
        at_us=int(clock.now().timestamp() * 1e6),
        request_id=call.request_id,
        way=call.way,
        door=told.door,
        system_id=call.system_id,
        consumer_id=allowed.consumer_id if allowed else call.unit_id,
        provider_id=allowed.provider_id if allowed else None,
        service_id=allowed.service_id if allowed else None,
        service=call.service,
        grant_id=allowed.grant.id if allowed else None,
        grant_version=allowed.grant.version if allowed else 0,
        case=call.case,
        method=told.method,
        status=told.status,
        code=told.code,
        fault=told.fault,
        rows=told.rows,
        sent=told.sent,
        took_us=took_us,
        request_hash=told.request_hash,
        response_hash=told.response_hash,
    )
