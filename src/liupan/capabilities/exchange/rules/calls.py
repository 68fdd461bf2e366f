"""What a call is, by value: who calls what, for which grant and case, in which way."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Way(StrEnum):
    """How data leave (使用方式). `META` asks what there is, and gets no data."""

    QUERY = "query"  # 接口查询
    FILE = "file"  # 文件下载
    FEED = "feed"  # 变更推送
    META = "meta"  # 元数据查询


class Fault(StrEnum):
    """Whose fault it is that a call failed; never confused."""

    NONE = "none"
    CALLER = "caller"  # 调用方
    PROVIDER = "provider"  # 提供方
    PLATFORM = "platform"  # 平台


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a caller says. `request_id` is the caller's; `case` the number of the matter handled.

    `grant` is an id or a number; empty: the system's unit's grant for the service, if it is alone.
    A person of a unit calls without a system; `unit_id` is theirs.
    """

    request_id: str
    system_id: UUID | None
    service: str
    way: Way
    grant: str = ""
    case: str = ""
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One exchanged message as the log keeps it. No value that was delivered stands in it.

    `at_us`: microseconds since 1970 by the city's clock; `took_us`: of the whole call. `code` is
    empty or the refusal's. Hashes are hexadecimal: of the request as it came, of what was sent.
    """

    id: UUID
    at_us: int
    request_id: str
    way: Way
    door: str  # "r1", "v1", "page", "job"
    system_id: UUID | None
    consumer_id: UUID | None
    provider_id: UUID | None
    service_id: UUID | None
    service: str
    grant_id: UUID | None
    grant_version: int
    case: str
    method: str
    status: int
    code: str
    fault: Fault
    rows: int
    sent: int
    took_us: int
    request_hash: str
    response_hash: str
