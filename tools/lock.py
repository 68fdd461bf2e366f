"""Locks the requirements: exact versions and hashes, no address of any registry."""

import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements"
COMPILE = [
    str(Path(sys.executable).with_name("uv")), "pip", "compile", "--universal",
    "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate",
    "--python-version", "3.11",
]  # fmt: skip


def main() -> None:
    """Lock each list; richer ones keep the versions of `run`. Arguments go to uv (--upgrade)."""
    for name in ("bootstrap", "node", "run", "test", "bench"):
        target = REQUIREMENTS / f"{name}.txt"
        bound = ["--constraint", str(REQUIREMENTS / "run.txt")] if name in ("test", "bench") else []
        source = str(target.with_suffix(".in"))
        subprocess.run(
            [*COMPILE, source, "--output-file", str(target), *bound, *sys.argv[1:]],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        if "://" in target.read_text():
            sys.exit(f"{target} names an address")
        print(f"locked {target.name}")
    front_end()


def front_end() -> None:
    """Lock the npm packages of package.json; npm writes no address when told so."""
    root = REQUIREMENTS.parent
    npm = ["npm", "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run([*npm, "--omit-lockfile-registry-resolved"], cwd=root, check=True)
    if '"resolved"' in (root / "package-lock.json").read_text():
        sys.exit("package-lock.json names an address")
    print("locked package-lock.json")


if __name__ == "__main__":
    main()
