"""Write docs/reference/permissions.md anew: `python tools/permissions.py`.

The page says for an auditor who may enter where, made of the marks the program itself obeys.
A test fails when it is not current.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/reference/permissions.md"


def main() -> None:
    """Settings are read in a folder of their own: no installation is touched."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "LIUPAN_HOME": home,
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
            "DJANGO_SETTINGS_MODULE": "liupan.config.settings",
        }
        import django

        django.setup()
        from tests.permissions.page import written

        PAGE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
