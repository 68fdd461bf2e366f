#!/usr/bin/env python3
"""Checks an export of Liupan's message log without Liupan: standard library only, Python >= 3.9.

    python3 verify_exchange_log.py EXPORT [--key FINGERPRINT] [--root NUMBER:HASH]

Proves that the messages follow each other in one SM3 chain (GB/T 32905), that each second's root
is signed with SM2 (GB/T 32918) by a key of the export's head, and that no byte of the file is
another one. `--key` names the fingerprint of the key that you trust, kept elsewhere; `--root` one
root written down earlier. Exit code 0 when all fits, 1 when not, 2 when it cannot be read.

A file is lines of JSON: a head; for each root its messages, then the root; an end with the SM3 of
all lines before it, signed.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Optional

START: tuple[int, ...] = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
    0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip
MASK = 0xFFFFFFFF
P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
USER_ID = b"1234567812345678"
SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")


def rotated(word: int, by: int) -> int:
    by %= 32
    return (word << by | word >> (32 - by)) & MASK


class Sm3:
    """SM3 without OpenSSL; slow. The interface is hashlib's."""

    def __init__(self, data: bytes = b"") -> None:
        self.state, self.rest, self.size = START, b"", 0
        self.update(data)

    def update(self, data: bytes) -> None:
        self.size += len(data)
        self.rest += data
        whole = len(self.rest) // 64 * 64
        for start in range(0, whole, 64):
            self.state = compress(self.state, self.rest[start : start + 64])
        self.rest = self.rest[whole:]

    def digest(self) -> bytes:
        padding = b"\x80" + b"\0" * ((55 - self.size) % 64) + struct.pack(">Q", 8 * self.size)
        state, rest = self.state, self.rest + padding
        for start in range(0, len(rest), 64):
            state = compress(state, rest[start : start + 64])
        return struct.pack(">8I", *state)


def compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    """SM3's compression function, as the standard writes it."""
    w = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ rotated(w[j - 3], 15)
        w.append(x ^ rotated(x, 15) ^ rotated(x, 23) ^ rotated(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        constant = 0x79CC4519 if j < 16 else 0x7A879D8A
        ss1 = rotated((rotated(a, 12) + e + rotated(constant, j)) & MASK, 7)
        ss2 = ss1 ^ rotated(a, 12)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & MASK & g)
        tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & MASK
        tt2 = (gg + h + ss1 + w[j]) & MASK
        d, c, b, a = c, rotated(b, 9), a, tt1
        h, g, f, e = g, rotated(f, 19), e, tt2 ^ rotated(tt2, 9) ^ rotated(tt2, 17)
    return tuple(x ^ y for x, y in zip((a, b, c, d, e, f, g, h), state))  # noqa: B905


def choose() -> Callable[[], Any]:
    """What makes a running SM3: OpenSSL's where this Python has it."""
    try:
        fresh = hashlib.new("sm3")
    except ValueError:
        return Sm3
    return fresh.copy


new_sm3 = choose()


def sm3(data: bytes) -> bytes:
    worker = new_sm3()
    worker.update(data)
    return bytes(worker.digest())


Point = Optional[tuple[int, int]]  # noqa: UP045  older Pythons read it


def plus(one: Point, other: Point) -> Point:
    """Sum of two points of the curve; None is the point at infinity."""
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if (one[1] + other[1]) % P == 0:
            return None
        slope = (3 * one[0] * one[0] + A) * pow(2 * one[1], -1, P) % P
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P) % P
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(number: int, point: Point) -> Point:
    found: Point = None
    while number:
        if number & 1:
            found = plus(found, point)
        point, number = plus(point, point), number >> 1
    return found


def point_of(spki: bytes) -> tuple[int, int]:
    """The point of a public key; ValueError where it is none of SM2."""
    x, y = int.from_bytes(spki[27:59], "big"), int.from_bytes(spki[59:], "big")
    if len(spki) != 91 or spki[:27] != SPKI or (y * y - x * x * x - A * x - B) % P:
        raise ValueError("not an SM2 public key")
    return x, y


def numbers_of(signature: bytes) -> tuple[int, int]:
    """r and s of a signature in DER, which has one form only."""
    body, found = signature[2:], []
    while body and body[0] == 2 and len(body) > 2:
        found.append(int.from_bytes(body[2 : 2 + body[1]], "big", signed=True))
        body = body[2 + body[1] :]
    if body or len(found) != 2 or signature != der(found):
        raise ValueError("not a signature in DER")
    return found[0], found[1]


def der(numbers: list[int]) -> bytes:
    parts = b""
    for one in numbers:
        raw = one.to_bytes(max(one, 0).bit_length() // 8 + 1, "big") if one >= 0 else b""
        parts += b"\x02" + bytes([len(raw)]) + raw
    return b"\x30" + bytes([len(parts)]) + parts


def is_signed(spki: bytes, message: bytes, signature: bytes) -> bool:
    """Whether SM2 with SM3 signed the message under the default ID."""
    try:
        key, (r, s) = point_of(spki), numbers_of(signature)
    except (ValueError, OverflowError):
        return False
    if not (0 < r < N and 0 < s < N) or (r + s) % N == 0:
        return False
    words = b"".join(n.to_bytes(32, "big") for n in (A, B, *G, *key))
    za = sm3(struct.pack(">H", 8 * len(USER_ID)) + USER_ID + words)
    e = int.from_bytes(sm3(za + message), "big")
    found = plus(times(s, G), times((r + s) % N, key))
    return found is not None and (e + found[0]) % N == r


def written(value: object) -> bytes:
    """The one way in which a line of the file is written."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def root_text(root: dict[str, Any]) -> bytes:
    names = ("root", "first", "last", "previous", "hash", "at_us", "key")
    return ("liupan.exchange.root.1\n" + "\n".join(str(root[n]) for n in names)).encode()


def end_text(end: dict[str, Any]) -> bytes:
    names = ("lines", "messages", "roots", "sm3", "key")
    return ("liupan.exchange.export.1\n" + "\n".join(str(end[n]) for n in names)).encode()


@dataclass
class Verdict:
    """What was found; `wrong` is empty when everything fits."""

    wrong: list[str] = field(default_factory=list)
    messages: int = 0
    roots: int = 0
    first_root: int = 0
    last_root: int = 0
    head: str = ""
    keys: list[str] = field(default_factory=list)
    more: int = 0

    def note(self, what: str) -> None:
        """Kept up to a hundred; the others are counted."""
        if len(self.wrong) < 100:
            self.wrong.append(what)
        else:
            self.more += 1


class Broken(Exception):
    """A line that cannot be what it should be: nothing behind it can be judged."""


class Checker:
    """Reads the lines of an export one by one; flat memory."""

    def __init__(
        self,
        trusted: Iterable[str] = (),
        roots: dict[int, str] | None = None,
        signed: Callable[[bytes, bytes, bytes], bool] = is_signed,
    ) -> None:
        self.verdict = Verdict()
        self.trusted, self.known, self.signed = set(trusted), roots or {}, signed
        self.keys: dict[str, bytes] = {}
        self.previous = self.hash = b""
        self.seq = self.number = self.in_batch = self.lines = self.wrong_in_batch = 0
        self.whole = new_sm3()
        self.is_ended = False
        self.where = "head"

    def check(self, lines: Iterable[bytes]) -> Verdict:
        try:
            for line in lines:
                self.lines += 1
                self.take(line)
            if not self.is_ended:
                raise Broken("the file ends before its end")
        except Broken as broken:
            self.verdict.note(f"line {max(self.lines, 1)} ({self.where}): {broken}")
        except (KeyError, TypeError, ValueError, UnicodeDecodeError, RecursionError) as error:
            self.verdict.note(f"line {self.lines} ({self.where}): cannot be read: {error!r:.80}")
        self.verdict.head = self.hash.hex()
        return self.verdict

    def take(self, line: bytes) -> None:
        if self.is_ended:
            raise Broken("something stands behind the end")
        if self.lines == 1:
            self.take_head(self.parsed(line))
        elif line.startswith(b'{"seq":'):
            self.take_message(line)
        elif line.startswith(b'{"root":'):
            self.take_root(self.parsed(line))
        elif line.startswith(b'{"lines":'):
            self.take_end(self.parsed(line))
            return
        else:
            raise Broken("no line of this kind is known")
        self.whole.update(line)

    def parsed(self, line: bytes) -> dict[str, Any]:
        """A line that is not a message: in the one way of writing it."""
        found = json.loads(line.decode("utf-8"))
        if not isinstance(found, dict) or written(found) != line:
            raise Broken("not written as it should be")
        for name in ("previous", "hash", "signature", "sm3", "genesis"):
            if name in found and bytes.fromhex(found[name]).hex() != found[name]:
                raise Broken(f"{name} is not written as it should be")
        return found

    def take_head(self, head: dict[str, Any]) -> None:
        if head["liupan"] != "exchange-log" or head["version"] != 1:
            raise Broken("not an export of a message log")
        for name, spki in head["keys"].items():
            self.keys[name] = bytes.fromhex(spki)
            point_of(self.keys[name])
            self.verdict.keys.append(sm3(self.keys[name]).hex())
            if self.trusted and self.verdict.keys[-1] not in self.trusted:
                self.verdict.note(f"key {name}: not one that you trust")
        self.seq, self.number = int(head["after"]), int(head["after_root"])
        self.previous = self.hash = bytes.fromhex(head["previous"])
        self.verdict.first_root = self.number + 1
        if self.number == 0 and head["genesis"] != head["previous"]:
            self.verdict.note("root 1: does not stand on the beginning of the chain")

    def take_message(self, line: bytes) -> None:
        self.seq, self.in_batch = self.seq + 1, self.in_batch + 1
        self.where = f"message {self.seq}"
        start = b'{"seq":%d,"digest":"' % self.seq
        told, middle = line[len(start) : len(start) + 64], line[len(start) + 64 :][:11]
        if not line.startswith(start):
            raise Broken("missing, or not in its place")
        digest = bytes.fromhex(told.decode("ascii"))
        if middle != b'","entry":[' or not line.endswith(b"]}\n") or digest.hex() != told.decode():
            if middle == b'","entry":n' and line.endswith(b'"entry":null}\n'):
                self.wrong_in_batch += 1
                self.verdict.note(f"message {self.seq}: removed")
            else:
                raise Broken("not written as it should be")
        elif sm3(line[len(start) + 74 : -2]) != digest:
            self.wrong_in_batch += 1
            self.verdict.note(f"message {self.seq}: altered ({self.named(line, len(start) + 74)})")
        self.hash = sm3(self.hash + digest)
        self.verdict.messages += 1

    def named(self, line: bytes, start: int) -> str:
        try:
            entry = json.loads(line[start:-2])
            return f"position {entry[0]}, id {entry[1]}"
        except (ValueError, LookupError):
            return "no JSON any more"

    def take_root(self, root: dict[str, Any]) -> None:
        self.number += 1
        self.where = f"root {self.number}"
        first = self.seq - self.in_batch + 1
        if root["root"] != self.number:
            raise Broken("missing, or not in its place")
        if (root["first"], root["last"]) != (first, self.seq):
            raise Broken(f"is over {root['first']} to {root['last']}, found {first} to {self.seq}")
        if bytes.fromhex(root["previous"]) != self.previous:
            self.verdict.note(f"root {self.number}: does not follow the root before it")
        if bytes.fromhex(root["hash"]) != self.hash:
            where = f"messages {first} to {self.seq}"
            self.verdict.note(f"root {self.number}: does not fit {where}: a digest or the root")
        key = self.keys.get(root["key"])
        if not key or not self.signed(key, root_text(root), bytes.fromhex(root["signature"])):
            self.verdict.note(f"root {self.number}: is not signed by a key of this log")
        if self.known.get(self.number, root["hash"]) != root["hash"]:
            self.verdict.note(f"root {self.number}: not the one that was written down")
        self.previous = self.hash = bytes.fromhex(root["hash"])
        self.in_batch = self.wrong_in_batch = 0
        self.verdict.roots, self.verdict.last_root = self.verdict.roots + 1, self.number

    def take_end(self, end: dict[str, Any]) -> None:
        self.where, self.is_ended = "end", True
        seen = {
            "lines": self.lines - 1, "messages": self.verdict.messages,
            "roots": self.verdict.roots, "sm3": self.whole.digest().hex(),
        }  # fmt: skip
        for name, value in seen.items():
            if end[name] != value:
                self.verdict.note(f"end: {name} is said to be {end[name]}, but is {value}")
        if self.in_batch:
            self.verdict.note(f"message {self.seq}: stands behind the last root")
        key = self.keys.get(end["key"])
        if not key or not self.signed(key, end_text(end), bytes.fromhex(end["signature"])):
            self.verdict.note("end: is not signed by a key of this log")


def lines_of(path: str) -> Iterator[bytes]:
    """Lines, none longer than a megabyte."""
    with open(path, "rb") as file:  # noqa: PTH123
        yield from iter(functools.partial(file.readline, 1 << 20), b"")


def told(verdict: Verdict) -> Iterator[str]:
    """The verdict in words."""
    for line in verdict.wrong:
        yield f"WRONG  {line}"
    if verdict.more:
        yield f"WRONG  and {verdict.more} more"
    word = "WRONG" if verdict.wrong else "RIGHT"
    yield (
        f"{word}  {verdict.messages} messages, {verdict.roots} roots"
        f" ({verdict.first_root} to {verdict.last_root}), last hash {verdict.head}"
    )
    for key in verdict.keys:
        yield f"Signed by the key with SM3 {key}; compare it with the one kept elsewhere."


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks an export of Liupan's message log.")
    parser.add_argument("export")
    parser.add_argument("--key", action="append", default=[], help="SM3 of a key that you trust")
    parser.add_argument("--root", action="append", default=[], help="NUMBER:HASH written down")
    arguments = parser.parse_args()
    try:
        roots = {int(n): h for n, h in (one.split(":", 1) for one in arguments.root)}
        verdict = Checker(arguments.key, roots).check(lines_of(arguments.export))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"cannot be read: {error!r}\n")
        return 2
    sys.stdout.writelines(f"{line}\n" for line in told(verdict))
    return 1 if verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
