"""bpmn.io's tools say nothing that our Chinese table does not know."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[5]
TABLE = ROOT / "assets/js/diagrams/chinese.js"
PACKAGES = ("bpmn-js", "diagram-js", "dmn-js-decision-table", "dmn-js-shared", "table-js")
SAID = re.compile(r"""translate\(\s*(?:'((?:[^'\\]|\\.)+)'|"([^"]+)")\s*[,)]""")
LABEL = re.compile(r"""(?:label|explanation):\s*'([A-Z][^']+)'""")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NAMED = ("ReplaceOptions.js", "HitPolicies.js")


def said(package: Path) -> set[str]:
    found: set[str] = set()
    for file in package.rglob("*.js"):
        code = COMMENT.sub("", file.read_text("utf-8"))
        found |= {one or other for one, other in SAID.findall(code)}
        if "translate" in code or file.name in NAMED:
            found |= set(LABEL.findall(code))
    return found


def test_every_word_of_the_tools_is_in_the_table() -> None:
    folders = [ROOT / "node_modules" / name / "lib" for name in PACKAGES]
    if not shutil.which("node") or not all(folder.exists() for folder in folders):
        pytest.skip("Node and the packages of bpmn.io are needed to compare their words.")
    show = f"import('{TABLE}').then(one => console.log(JSON.stringify(one.CHINESE)))"
    command = ["node", "--no-warnings", "-e", show]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    table: dict[str, str] = json.loads(printed)
    wanted = set[str]().union(*(said(folder) for folder in folders))
    assert len(wanted) > 190
    assert sorted(wanted - table.keys()) == []
    assert [word for word, chinese in table.items() if not chinese] == []
