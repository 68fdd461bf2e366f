"""The terminal speaks one language: the operator's, from the very first start on."""

import os
import subprocess
import sys

import polib
import pytest
from django.utils.translation import gettext_lazy

from liupan.config import environment, running, terminal
from liupan.config.progress import Step, _lead
from liupan.config.sentences import NotReady
from liupan.foundation.identity.facade import demo_sign_in
from tests.machinery.installations import SMALL, Installation


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
    ours = terminal.chinese(terminal.CATALOGUE)
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
    """The very first one, which has every step to tell of."""
    liupan: Installation = make(is_empty=True, environ={**SMALL, "LIUPAN_LANGUAGE": "zh"})
    liupan.run()
    assert "六盘已就绪" in liupan.text
    assert "system           系统管理员" in liupan.text
    steps = liupan.text.partition("Liupan is ready")[0].splitlines()
    assert any(line.strip().startswith("演示城市") for line in steps), steps
    ours = [line for line in steps if "PostgreSQL" not in line]
    assert not [
        line for line in ours if any(c.isascii() and c.isalpha() and c != "s" for c in line)
    ]


WALK = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "liupan.config.settings"
import django, click
django.setup()
from liupan.config import cli
cli.add_commands()
def walk(command, path):
    said = [command.help, command.short_help] + [
        p.help for p in command.params if isinstance(p, click.Option) and p.help]
    if not all(any("\u4e00" <= c <= "\u9fff" for c in one or "") for one in said):
        print(path)
    for name, inner in getattr(command, "commands", {}).items():
        walk(inner, f"{path} {name}")
walk(cli.cli, "liupan")
print(cli.cli.get_help(click.Context(cli.cli, info_name="liupan")))
"""


def test_the_help_of_every_command_is_chinese_where_the_terminal_is() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WALK], env={**os.environ, "LIUPAN_LANGUAGE": "zh"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    untranslated, _begins, page = done.stdout.partition("用法：")
    assert untranslated == ""
    for word in ("备份与保全", "显示本帮助", "恢复一份备份"):
        assert word in page
    assert "Show this" not in page


@pytest.mark.parametrize(
    ("variables", "called"),
    [
        ({"LIUPAN_LANGUAGE": "en"}, "Plan officer"),
        ({"LIUPAN_LANGUAGE": "zh"}, "规划管理员"),
        ({"LANG": "C.UTF-8"}, "Plan officer (规划管理员)"),
        ({}, "Plan officer (规划管理员)"),
        ({"LANG": "de_DE.UTF-8"}, "Plan officer"),
    ],
    ids=["english", "chinese", "posix", "nothing", "german"],
)
def test_a_role_is_called_in_both_languages_where_nobody_said_which(
    locale: pytest.MonkeyPatch, variables: dict[str, str], called: str
) -> None:
    for name, value in variables.items():
        locale.setenv(name, value)
    role = demo_sign_in.DemoRole("planner", gettext_lazy("Plan officer"), "")
    assert running._called(role) == called
