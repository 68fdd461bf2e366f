#!/usr/bin/env python3
"""Checks an export of Liupan's journal without Liupan: standard library only, any Python >= 3.8.

    python3 verify_journal.py EXPORT.zip [--anchor ANCHORS.jsonl] [--part]
    python3 verify_journal.py FOLDER     [--anchor ANCHORS.jsonl] [--part]

Proves that the entries follow each other in one SM3 chain (GB/T 32905) from the manifest's
previous hash to its last hash, that none is missing, altered, moved or added, and, with anchors
written down earlier, that this is the chain that was anchored. A withheld entry comes as its
digest, which proves its link; links older than these digests are UNPROVEN: see --unproven.
Exit code 0 when everything fits, 1 when not, 2 when the files cannot be read.
"""

import argparse
import hashlib
import io
import json
import struct
import sys
import zipfile
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional, Set, Tuple  # noqa: UP035

START = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
    0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip
MASK = 0xFFFFFFFF


def rotated(word: int, by: int) -> int:
    by %= 32
    return (word << by | word >> (32 - by)) & MASK


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


def plain_sm3(data: bytes) -> bytes:
    """SM3 without OpenSSL; slow."""
    padded = data + b"\x80" + b"\0" * ((55 - len(data)) % 64) + struct.pack(">Q", 8 * len(data))
    state: Tuple[int, ...] = START  # noqa: UP006
    for start in range(0, len(padded), 64):
        state = compress(state, padded[start : start + 64])
    return struct.pack(">8I", *state)


def fast_sm3(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def choose() -> Callable[[bytes], bytes]:
    """The fast one where this Python has it."""
    try:
        fast_sm3(b"")
    except ValueError:
        return plain_sm3
    return fast_sm3


class Export:
    """A zip or a folder with `entries.jsonl` and `manifest.json`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def manifest(self) -> Dict[str, object]:  # noqa: UP006
        found: Dict[str, object] = json.loads(b"".join(self.lines("manifest.json")))  # noqa: UP006
        return found

    def lines(self, name: str) -> Iterator[bytes]:
        if self.path.is_dir():
            with (self.path / name).open("rb") as file:
                yield from file
        else:
            with zipfile.ZipFile(self.path) as archive, archive.open(name) as file:
                yield from io.BufferedReader(file)  # type: ignore[type-var]


def check(
    export: Export,
    anchors: Dict[str, Dict[int, Set[str]]],  # noqa: UP006
    sm3: Callable[[bytes], bytes],
    is_part: bool = False,
    allowed: int = 0,
) -> Tuple[List[str], str]:  # noqa: UP006
    """What does not fit, and a sentence on what was seen."""
    claim = export.manifest()
    first, last = int(str(claim["first"])), int(str(claim["last"]))
    previous = str(claim["previous_hash"])
    wrong, unproven, count, withheld, used = [], [], 0, 0, 0
    own = anchors.get(str(claim["genesis"]), {})
    for seq, hashes in sorted(own.items()):
        if len(hashes) > 1:
            wrong.append(f"entry {seq}: its anchors contradict each other")
        if seq > last and not is_part:
            wrong.append(f"entry {seq}: was anchored, but the export ends before (see --part)")
    if anchors and not own:
        wrong.append("entry 0: not the chain that was anchored")

    def compare(seq: int, digest: str) -> None:
        nonlocal used
        if seq in own:
            used += 1
            if digest not in own[seq]:
                wrong.append(f"entry {seq}: not the chain that was anchored")

    compare(0, str(claim["genesis"]))
    compare(first - 1, previous) if first > 1 else None
    for expected, line in enumerate(export.lines("entries.jsonl"), first):
        row = json.loads(line)
        seq, digest = row["seq"], row["hash"]
        if seq != expected:
            wrong.append(f"entry {expected}: missing or out of order (found {seq})")
            break
        count += 1
        before = bytes.fromhex(previous)
        if row["entry"] is None:
            withheld += 1
            if sm3(before + bytes.fromhex(row.get("digest", ""))).hex() != digest:
                unproven.append(f"entry {seq}: UNPROVEN, withheld without a digest that fits")
        else:
            head = b'{"seq": %d, "hash": "%s", "entry": ' % (seq, digest.encode())
            text = line[len(head) : line.rindex(b"}")] if line.startswith(head) else b""
            if digest not in (sm3(before + sm3(text)).hex(), sm3(before + text).hex()):
                wrong.append(f"entry {seq}: altered ({row['entry'][0]}, {row['entry'][1]})")
        compare(seq, digest)
        previous = digest
    if first == 1 and claim["previous_hash"] != claim["genesis"]:
        wrong.append("entry 1: does not stand on the beginning of the chain")
    for name, seen in (("entries", count), ("withheld", withheld), ("last_hash", previous)):
        if claim[name] != seen:
            wrong.append(f"manifest: {name} is said to be {claim[name]}, but is {seen}")
    if last - first + 1 != count:
        wrong.append(f"manifest: entries {first} to {last} are {last - first + 1}, found {count}")
    wrong += unproven if len(unproven) > allowed else []
    seen = f"{count} entries ({first} to {last}), {withheld} withheld, {used} anchors compared"
    seen += f", {len(unproven)} UNPROVEN" if unproven else ""
    if outside := sum(1 for seq in own if seq > last or 0 < seq < first - 1):
        seen += f", {outside} outside the export not compared"
    if others := sum(len(chain) - 1 for chain in anchors.values() if chain is not own):
        seen += f", {others} of other chains left out"
    return wrong, f"{seen}, last hash {previous}"


def read_anchors(path: Optional[Path]) -> Dict[str, Dict[int, Set[str]]]:  # noqa: UP006, UP045
    """Hashes by link, by the beginning of the chain they belong to."""
    anchors: Dict[str, Dict[int, Set[str]]] = {}  # noqa: UP006
    for line in path.read_text("utf-8").splitlines() if path else []:
        if not line.endswith("}"):  # empty, or broken off when the disk was full
            continue
        row = json.loads(line)
        chain = anchors.setdefault(row["genesis"], {0: {row["genesis"]}})
        chain.setdefault(int(row["seq"]), set()).add(row["hash"])
    return anchors


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks an export of Liupan's journal.")
    parser.add_argument("export", type=Path, nargs="?", default=Path(__file__).parent)
    parser.add_argument("--anchor", type=Path, help="file of `liupan journal anchor`")
    parser.add_argument("--part", action="store_true", help="later anchors may be left out")
    parser.add_argument("--unproven", type=int, default=0, help="so many links may be unproven")
    arguments = parser.parse_args()
    try:
        anchors = read_anchors(arguments.anchor)
        sm3, part, allowed = choose(), arguments.part, arguments.unproven
        wrong, seen = check(Export(arguments.export), anchors, sm3, part, allowed)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        sys.stderr.write(f"cannot be read: {error!r}\n")
        return 2
    for line in wrong:
        sys.stdout.write(f"WRONG  {line}\n")
    sys.stdout.write(f"{'WRONG' if wrong else 'RIGHT'}  {seen}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
