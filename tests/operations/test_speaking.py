"""The terminal speaks one language: the operator's, from the very first start on."""

import polib
import pytest

from liupan.config import environment, terminal
from liupan.config.progress import Step, _lead
from liupan.config.sentences import NotReady
from tests.machinery.installations import Installation


@pytest.fixture
def locale(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A terminal without any locale."""
    for name in ("LIUPAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LIUPAN_LANGUAGE": "zh-Hans"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "LIUPAN_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_language_is_the_operators(
    locale: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name, value in variables.items():
        locale.setenv(name, value)
    assert terminal.language() == language


def test_the_catalogue_is_read_as_others_read_it() -> None:
    ours = terminal._chinese()
    assert ours == {e.msgid: e.msgstr for e in polib.pofile(str(terminal.CATALOGUE))}


def test_refusals_are_said_in_chinese(locale: pytest.MonkeyPatch) -> None:
    locale.setenv("LANG", "zh_CN.UTF-8")
    locale.setenv("PORT", "eighty")
    with pytest.raises(NotReady, match="PORT=eighty 不是端口号。"):
        environment.environment.__wrapped__()


def test_columns_stand_under_each_other_in_both_scripts() -> None:
    leads = [_lead(Step(name, 0.0)) for name in ("Database", "数据库", "依赖包（run）")]
    wide = [sum(2 if ord(c) > 0x2E80 else 1 for c in lead) for lead in leads]
    assert len(set(wide)) == 1


@pytest.mark.slow
def test_a_start_in_chinese_says_all_in_chinese(make) -> None:
    liupan: Installation = make(environ={"LIUPAN_LANGUAGE": "zh", "LIUPAN_DEMO": "1"})
    liupan.run()
    assert "六盘已就绪" in liupan.text
    assert "system           系统管理员" in liupan.text
    steps = liupan.text.partition("Liupan is ready")[0].splitlines()
    ours = [line for line in steps if "PostgreSQL" not in line]
    assert not [
        line for line in ours if any(c.isascii() and c.isalpha() and c != "s" for c in line)
    ]
