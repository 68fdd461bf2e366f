"""How long a long text takes against many words: `python -m benchmarks.screening`."""

import json
import random
import time
from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

SIGNS, WORDS = 100_000, 5_000
BAR_MS = 50
DAY = date(2017, 11, 15)
COMMON = "".join(chr(0x4E00 + number) for number in range(3_000))
SENTENCE = "请各县（区）人民政府于2017年11月30日前报送，联系电话0954-2031234，手机138 1234 5678。"


def milliseconds(work: Callable[[], Any], times: int = 11) -> float:
    """Of processor time, the median of some runs."""
    took = []
    for _ in range(times):
        began = time.process_time()
        work()
        took.append((time.process_time() - began) * 1000)
    return round(median(took), 1)


def made_up_words(chance: random.Random) -> list[str]:
    """Words of two to six signs."""
    return ["".join(chance.choices(COMMON, k=chance.randint(2, 6))) for _ in range(WORDS)]


def made_up_text(chance: random.Random) -> str:
    """Signs of the same kind, and every thousand of them a sentence with numbers."""
    parts = ("".join(chance.choices(COMMON, k=950)) + SENTENCE for _ in range(SIGNS // 950))
    return "".join(parts)[:SIGNS]


def run() -> dict[str, float]:
    """A text against the words, and what it takes to get ready for them."""
    from liupan.foundation.screening.rules.kinds import Kind, Purpose, Severity, Weight, read_entry
    from liupan.foundation.screening.rules.screening import Lexicon, find_all
    from liupan.kernel.secrecy import Secrecy

    chance = random.Random(11643)
    weights = {kind: Weight(Severity.WARN, Severity.BLOCK) for kind in Kind}
    entries = {word: read_entry("过时用语｜提示") for word in made_up_words(chance)}
    text, lexicon = made_up_text(chance), Lexicon(entries, weights)
    return {
        "text_ms": milliseconds(
            lambda: find_all(text, lexicon, Purpose.DOCUMENT, DAY, Secrecy.PUBLIC)
        ),
        "words_ready_ms": milliseconds(lambda: Lexicon(entries, weights), 3),
    }


def main() -> None:
    found = run()
    print(json.dumps(found, indent=2))
    print(f"100,000 signs against 5,000 words: {found['text_ms']} ms, bar {BAR_MS} ms")


if __name__ == "__main__":
    main()
