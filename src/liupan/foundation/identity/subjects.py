"""Whom somebody means who types a name: one key for all spellings, known or not.

Two counters keep guessing off. One counts what was typed, in its tidy form, and may say that it
is locked: it knows nothing of accounts. The other counts the person behind it, by whatever name;
it answers like a wrong password, so that nobody learns which names are one person's.
"""

from liupan.foundation.identity import rules
from liupan.foundation.identity.models import Account

TYPED = "sign_in.typed"
PERSON = "sign_in.name"


def typed_key(login: str) -> str:
    """The tidy form of what was typed: a number in digits only, everything else in lower case."""
    name = rules.tidy_username(login)
    phone = "" if any(c.isalpha() or c == "@" for c in name) else rules.tidy_phone(name)
    return phone if rules.is_mobile(phone) else name


def person_key(login: str, known: Account | None) -> str:
    """The person's key; of nobody we know, the typed form's."""
    return str(known.id) if known else typed_key(login)


def keys_of(account: Account) -> list[tuple[str, str]]:
    """Every counter under which attempts on this person stand."""
    typed = {typed_key(name) for name in (account.username, account.email, account.phone) if name}
    return [(PERSON, str(account.id)), *((TYPED, key) for key in sorted(typed))]
