"""Which grounds cite a law, or one article of it."""

import re

PEOPLE = "中华人民共和国"
DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[0-9零〇一二两三四五六七八九十百千]+"
ARTICLE = re.compile(rf"第?({NUMERAL})条(?:之{NUMERAL})?")
OTHER = "实施|施行|司法解释"
"""So another law goes on that begins with this one's name."""
REACH = 30
"""An article is the law's own when it stands within so many characters behind its name."""


def bare(law: str) -> str:
    """A law's name as it is compared: without title marks, the state's name and spaces."""
    return re.sub(r"[《》〈〉\s]", "", law).removeprefix(PEOPLE)


def number_of(text: str) -> int:
    """73 of 73, 七十三 and 第七十三条; 0 where there is none."""
    found = re.search(NUMERAL, text)
    if found is None:
        return 0
    if found[0].isdecimal():
        return int(found[0])
    total, digit = 0, 0
    for character in found[0]:
        if character in TENS:
            total += (digit or 1) * TENS[character]
            digit = 0
        else:
            digit = DIGITS.get(character, 0)
    return total + digit


def cites(text: str, law: str, article: str = "") -> bool:
    """Whether a text names the law; with an article, whether it names this one of it."""
    flat, name = re.sub(r"\s", "", text), bare(law)
    if not name:
        return False
    wanted = number_of(article)
    for found in re.finditer(f"{re.escape(name)}(?!{OTHER})", flat):
        if not _is_whole(flat[: found.start()]):
            continue
        if not article or wanted in _articles(flat[found.end() :]):
            return True
    return False


def _is_whole(before: str) -> bool:
    """Whether the name begins here: within title marks nothing but the state's name precedes."""
    opened = before.rfind("《")
    return opened <= before.rfind("》") or before[opened + 1 :] in ("", PEOPLE)


def _articles(rest: str) -> set[int]:
    """Articles that follow a law's name before another law is named."""
    own = rest.split("《", 1)[0]
    found, end = set(), 0
    for one in ARTICLE.finditer(own):
        if one.start() - end > REACH:
            break
        found.add(number_of(one[1]))
        end = one.end()
    return found
