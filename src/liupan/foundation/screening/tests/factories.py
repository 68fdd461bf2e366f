"""Words, weights and made-up numbers for tests."""

from datetime import UTC, date, datetime

from hypothesis import HealthCheck, settings

from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.rulesets.facade import install_rules
from liupan.foundation.screening.rules.kinds import Kind, Purpose, Severity, Weight, read_entry
from liupan.foundation.screening.rules.screening import Found, Lexicon, find_all
from liupan.kernel.secrecy import Secrecy

UNHURRIED = settings(
    deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
"""The same examples each time, however busy the machine is."""
DAY = date(2017, 11, 15)
NOW = datetime(2017, 11, 15, 2, 0, tzinfo=UTC)
IDENTITY = "640402198001011239"
CARD = "6222021234567890128"
CREDIT_CODE = "91350100M000100Y43"
"""The example of GB 32100."""
WORDS = {
    "机密": "涉密用语｜警告/拦截",
    "机密性": "例外",
    "内部资料": "内部用语｜提示/拦截",
    "卫生部": "过时用语｜提示｜国家卫生健康委员会",
    "卫生部门": "例外",
    "残废人": "禁用词｜警告/拦截｜残疾人",
}


def lexicon(words: dict[str, str] | None = None) -> Lexicon:
    """The words, every number to be checked."""
    weights = {kind: Weight(Severity.WARN, Severity.BLOCK) for kind in Kind}
    entries = {word: read_entry(said) for word, said in (words or WORDS).items()}
    return Lexicon(entries, weights)


def found_in(
    text: str, purpose: Purpose = Purpose.DOCUMENT, level: Secrecy = Secrecy.PUBLIC
) -> list[Found]:
    """What is found in a text by these words."""
    return find_all(text, lexicon(), purpose, DAY, level)[0]


def told(text: str, level: Secrecy = Secrecy.PUBLIC) -> list[tuple[Kind, str]]:
    """What is found in a text, as kind and the very words."""
    found = found_in(text, level=level)
    return [(one.hit.kind, text[one.hit.start : one.hit.end]) for one in found]


def rules_in_force() -> None:
    """The rules every installation gets."""
    install_rules(city.almighty(), NOW)
