"""What Liupan is built of, read from the two lock files: names, versions, licences."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any

from liupan.config.sentences import NotReady
from liupan.kernel.ids import uuid7

CHECKOUT = Path(__file__).resolve().parents[3]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
LICENCE_FILES = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One package of others."""

    kind: str  # "pypi" or "npm"
    name: str
    version: str
    licence: str
    sha512: str = ""

    @property
    def purl(self) -> str:
        """Its package URL (purl-spec)."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def parts() -> list[Part]:
    """All parts of a running Liupan. Raises NotReady outside a checkout."""
    if not (CHECKOUT / "requirements" / "run.txt").exists():
        raise NotReady(
            "The lock files are not here.", next_step="Call this command in a checkout of Liupan."
        )
    return sorted([*_python(), *_front_end()], key=lambda p: (p.kind, p.name.lower()))


def bill_of_materials() -> str:
    """The parts as CycloneDX 1.6 JSON."""
    ours = version("liupan")
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": f"urn:uuid:{uuid7()}",
            "version": 1,
            "metadata": {
                "component": {
                    "type": "application",
                    "bom-ref": "liupan",
                    "name": "liupan",
                    "version": ours,
                    "licenses": [{"license": {"id": "MulanPSL-2.0"}}],
                }
            },
            "components": [_component(part) for part in parts()],
        },
        ensure_ascii=False,
        indent=1,
    )


def licences() -> str:
    """Names, versions, licences and the licences' texts, as Markdown."""
    found = parts()
    lines = [
        "# Third-party licences",
        "",
        "Written by `liupan licences` from the lock files. Liupan itself: MulanPSL-2.0 (LICENSE).",
        "",
        "| part | version | licence |",
        "|---|---|---|",
        *(f"| {part.name} | {part.version} | {part.licence} |" for part in found),
    ]
    for part in found:
        for name, text in _texts(part):
            lines += [
                "",
                f"## {part.name} {part.version}: {name}",
                "",
                "```text",
                text.strip(),
                "```",
            ]
    return "\n".join(lines) + "\n"


def _python() -> Iterator[Part]:
    for line in (CHECKOUT / "requirements" / "run.txt").read_text().splitlines():
        if pinned := PINNED.match(line):
            name, locked = pinned.groups()
            found = _distribution(name)
            yield Part("pypi", name.lower(), locked, _licence(found) if found else "unknown")


def _front_end() -> Iterator[Part]:
    lock = CHECKOUT / "package-lock.json"
    packages: dict[str, Any] = json.loads(lock.read_text())["packages"] if lock.exists() else {}
    for path, package in packages.items():
        name = path.rpartition("node_modules/")[2]
        if name and not package.get("dev"):
            digest = str(package.get("integrity", "")).removeprefix("sha512-")
            sha512 = base64.b64decode(digest).hex() if digest else ""
            yield Part("npm", name, package["version"], package.get("license", "unknown"), sha512)


def _component(part: Part) -> dict[str, Any]:
    named = re.fullmatch(r"[A-Za-z0-9.+-]+", part.licence)
    expression = {"license": {"name": part.licence}} if not named else {"expression": part.licence}
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": [expression if part.licence != "unknown" else {"license": {"name": "unknown"}}],
    }
    if part.sha512:
        component["hashes"] = [{"alg": "SHA-512", "content": part.sha512}]
    return component


def _distribution(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:  # locked for another system
        return None


def _licence(found: Distribution) -> str:
    classifiers = [
        c for c in found.metadata.get_all("Classifier") or [] if c.startswith("License ::")
    ]
    short = _field(found, "License")
    named = short if short and "\n" not in short and len(short) < 60 else ""
    return (
        _field(found, "License-Expression")
        or named
        or "; ".join(c.rpartition(" :: ")[2] for c in classifiers)
        or "unknown"
    )


def _field(found: Distribution, name: str) -> str:
    return str((found.metadata.get_all(name) or [""])[0]).strip()


def _texts(part: Part) -> Iterator[tuple[str, str]]:
    if part.kind == "pypi":
        found = _distribution(part.name)
        for file in (found.files if found else None) or []:
            if ".dist-info" in str(file) and LICENCE_FILES.search(file.name):
                yield file.name, file.read_text(encoding="utf-8")
    else:
        for path in sorted((CHECKOUT / "node_modules" / part.name).glob("*")):
            if path.is_file() and LICENCE_FILES.match(path.name):
                yield path.name, path.read_text(encoding="utf-8", errors="replace")
