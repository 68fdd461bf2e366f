"""`make check`: everything that must hold before a change lands, then the tests."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "walls": ["lint-imports"],
    "templates": ["djlint", "src", "--lint", "--quiet"],
    "translations": ["python", "tools/messages.py", "--check"],
    "migrations": ["liupan", "django", "makemigrations", "--check", "--dry-run"],
    "tables": ["python", "tools/tables.py", "--check"],
    "dependencies": [
        "pip-audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off",
        "--requirement", "requirements/run.txt",
    ],
    "tests": ["python", "-m", "pytest", "-n", "auto", "--dist", "loadfile"],
}  # fmt: skip
UNREACHABLE = ("ConnectionError", "Max retries", "Failed to connect", "ServiceError", "timed out")


def main() -> None:
    """Run all checks, or those named; say at the end which failed."""
    chosen = sys.argv[1:] or list(CHECKS)
    failed = [name for name in chosen if not passes(name)]
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


def passes(name: str) -> bool:
    """Run one check; its output is shown."""
    program, *arguments = CHECKS[name]
    print(f"== {name}", flush=True)
    if name == "dependencies":
        return audit(program, arguments)
    return not subprocess.run([BIN / program, *arguments], cwd=ROOT, check=False).returncode


def audit(program: str, arguments: list[str]) -> bool:
    """Look for known weaknesses; without a network say so and go on."""
    done = subprocess.run(
        [BIN / program, *arguments], cwd=ROOT, check=False, capture_output=True, text=True
    )
    said = done.stdout + done.stderr
    if done.returncode and any(words in said for words in UNREACHABLE):
        print("skipped: the list of known weaknesses cannot be reached")
        return True
    print(said.strip()[-3000:])
    return not done.returncode


if __name__ == "__main__":
    main()
