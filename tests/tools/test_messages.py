"""The check of translations finds each kind of gap, and finds none in this project."""

from pathlib import Path

import polib
import pytest

from liupan.config.messages import compile_all
from tools import messages

SOURCES = {
    "views.py": """
        from django.utils.translation import gettext as _, gettext_lazy as later
        from django.utils.translation import ngettext, pgettext
        later("Units")
        ngettext("%(n)s unit", "%(n)s units", 3) % {"n": 3}
        pgettext("of a list", "Open")
        f"not {_('Close')} a text"
    """,
    "templates/room/page.html": """
        <h1>{% translate "Welcome" %}</h1>
            <p title="{% translate "Hint" %}">{% blocktranslate trimmed with n=count %}
              You have {{ n }} papers
            {% endblocktranslate %}</p>
        {% translate "Open" context "of a door" %}
    """,
    "tests/test_room.py": '_("never found")',
}
ZH = {
    "Units": "单位", "%(n)s unit": "%(n)s个单位", "Open": "打开", "Close": "关闭",
    "Welcome": "欢迎",
    "Hint": "提示", "You have %(n)s papers": "您有%(n)s件公文",
}  # fmt: skip


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    made = tmp_path / "office/room"
    for name, text in SOURCES.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(line[8:] for line in text.split("\n")) or text, "utf-8")
    return made


def translate(room: Path, **changes: str) -> polib.POFile:
    catalogue = polib.pofile(str(messages.catalogue_of(room)))
    for entry in catalogue:
        words = changes.get(entry.msgid, ZH[entry.msgid])
        if entry.msgid_plural:
            entry.msgstr_plural = {0: words}
        else:
            entry.msgstr = words
    catalogue.save()
    return catalogue


@pytest.fixture
def translated(room: Path) -> Path:
    messages.update(room)
    translate(room)
    return room


def test_every_text_of_a_room_is_found(room: Path) -> None:
    keys = {(context, single) for context, single in messages.texts(room)}
    assert keys == {
        (None, "Units"), (None, "%(n)s unit"), ("of a list", "Open"), (None, "Close"),
        (None, "Welcome"), (None, "Hint"), (None, "You have %(n)s papers"), ("of a door", "Open"),
    }  # fmt: skip


def test_a_complete_room_has_no_problem(translated: Path) -> None:
    assert list(messages.check(translated)) == []


def test_updating_keeps_what_is_translated_and_drops_what_is_gone(translated: Path) -> None:
    page = translated / "templates/room/page.html"
    page.write_text(page.read_text("utf-8").replace("Welcome", "Good morning"), "utf-8")
    assert [problem.partition(": ")[2] for problem in sorted(messages.check(translated))] == [
        "no longer used: 'Welcome'",
        "not in the catalogue: 'Good morning' (office/room/templates/room/page.html:2)",
    ]
    messages.update(translated)
    kept = {e.msgid: e.msgstr for e in polib.pofile(str(messages.catalogue_of(translated)))}
    assert kept["Units"] == "单位"
    assert kept["Good morning"] == ""
    assert "Welcome" not in kept
    assert [problem.partition(": ")[2] for problem in messages.check(translated)] == [
        "not translated: 'Good morning'"
    ]


def test_updating_twice_changes_nothing(translated: Path) -> None:
    catalogue = messages.catalogue_of(translated)
    before = catalogue.read_text("utf-8")
    messages.update(translated)
    assert catalogue.read_text("utf-8") == before


def test_a_guess_is_no_translation(translated: Path) -> None:
    catalogue = polib.pofile(str(messages.catalogue_of(translated)))
    catalogue.find("Units").flags.append("fuzzy")
    catalogue.save()
    assert [problem.partition(": ")[2] for problem in messages.check(translated)] == [
        "fuzzy: 'Units'"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [("You have %(n)s papers", "您有%(m)s件公文"), ("You have %(n)s papers", "您有公文"),
     ("%(n)s unit", "许多单位")],
)  # fmt: skip
def test_placeholders_must_agree(translated: Path, text: str, words: str) -> None:
    translate(translated, **{text: words})
    (problem,) = messages.check(translated)
    assert "placeholders differ" in problem


@pytest.mark.parametrize(
    ("html", "is_bare"),
    [
        ("<p>固原市</p>", True),
        ("<p>Hello</p>", True),
        ('<a aria-label="Search">x</a>', True),
        ('<img alt="山">', True),
        ('<p class="hello">{{ hello }} · 12 / 3</p>', False),
        ('<p>{% translate "Hello" %}</p>', False),
        ("<p>{# a remark #}{% comment %}more{% endcomment %}</p>", False),
        ("<code>liupan_session</code><script>let hello;</script>", False),
        ('<button lang="en">English</button>', False),
        ("{% block body_class %}lp-portal{% endblock %}", False),
        ('{% card title="固原市" %}{% endcard %}', True),
    ],
)
def test_words_outside_a_tag_are_found(room: Path, html: str, is_bare: bool) -> None:
    page = room / "templates/room/other.html"
    page.write_text(html, "utf-8")
    assert bool(list(messages.bare_words(page))) is is_bare


def test_two_rooms_agree_on_a_text(translated: Path) -> None:
    other = translated.with_name("other")
    path = messages.catalogue_of(other)
    path.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Units", msgstr="机构"))
    catalogue.save(str(path))
    (problem,) = messages.conflicts([translated, other])
    assert "'单位' in room" in problem


def test_texts_are_compiled_once(translated: Path, tmp_path: Path) -> None:
    (compiled,) = compile_all(tmp_path)
    assert polib.mofile(str(compiled)).find("Units").msgstr == "单位"  # type: ignore[union-attr]
    assert compile_all(tmp_path) == []
    assert not list(compiled.parent.glob("*.mo.*"))
