"""A small load generator on plain sockets: users that think, and users that do not."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PATIENCE = 60.0
"""Seconds after which an answer is given up: it counts as wrong and as having taken so long."""


Headers = Callable[[str], Sequence[str]]
"""Header lines of a request for a path, made anew for each."""


@dataclass
class Result:
    """What came back: seconds per answer, and how many answers were not 200."""

    seconds: list[float] = field(default_factory=list)
    by_path: dict[str, list[float]] = field(default_factory=dict)
    wrong: int = 0
    elapsed: float = 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds below which `share` of the answers lie."""
        if not self.seconds:
            return float("nan")
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)]

    def summary(self) -> dict[str, float]:
        """Figures for a table: p50, p95, p99 in ms, answers per second, wrong answers."""
        return {
            "answers": len(self.seconds),
            "p50_ms": round(self.percentile(0.50), 1),
            "p95_ms": round(self.percentile(0.95), 1),
            "p99_ms": round(self.percentile(0.99), 1),
            "per_second": round(len(self.seconds) / self.elapsed, 1) if self.elapsed else 0.0,
            "wrong": self.wrong,
        }


def drive(
    port: int,
    paths: Sequence[str],
    *,
    cookie: str = "",
    users: int = 16,
    think: float = 1.0,
    seconds: float = 20.0,
    headers: Headers | None = None,
) -> Result:
    """`users` ask for `paths` in turn, thinking `think` seconds on average; connections are kept
    where the server keeps them, else connecting is part of an answer's time.

    Users start spread over one thinking time, so that they do not march in step.
    """
    made = headers or (lambda _path: [f"Cookie: {cookie}"] if cookie else [])
    return asyncio.run(_drive(port, paths, made, users, think, seconds))


async def _drive(
    port: int, paths: Sequence[str], headers: Headers, users: int, think: float, seconds: float
) -> Result:
    result = Result()
    started = time.perf_counter()
    await asyncio.gather(
        *(
            _user(port, paths, headers, think, started + seconds, result, random.Random(number))
            for number in range(users)
        )
    )
    result.elapsed = time.perf_counter() - started
    return result


async def _user(
    port: int,
    paths: Sequence[str],
    headers: Headers,
    think: float,
    until: float,
    result: Result,
    chance: random.Random,
) -> None:
    await asyncio.sleep(chance.uniform(0, think))
    connection = None
    while time.perf_counter() < until:
        path = chance.choice(paths)
        started = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                connection = connection or await asyncio.open_connection("127.0.0.1", port)
                status, closes = await _ask(*connection, path, headers(path))
        except TimeoutError:
            status, closes = 0, connection is not None
        took = time.perf_counter() - started
        result.seconds.append(took)
        result.by_path.setdefault(path, []).append(took)
        result.wrong += status != 200
        if closes and connection:
            connection[1].close()
            connection = None
        if think:
            await asyncio.sleep(chance.uniform(0.5 * think, 1.5 * think))
    if connection:
        connection[1].close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, more: Sequence[str]
) -> tuple[int, bool]:
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Accept-Language: zh-CN", *more]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    if "content-length:" in head:
        size = int(head.split("content-length:")[1].split("\r\n")[0])
        await reader.readexactly(size)
    elif "chunked" in head:
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status, "connection: close" in head
