"""The journal in words: whose acts, which fields, what was before and what is now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from liupan.foundation.design.facade import city_day, city_moment
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import Change, EntryRef, Reading, Value
from liupan.foundation.organisations.facade import list_units
from liupan.kernel.authority import ActorKind
from liupan.kernel.facts import declared_facts
from liupan.surfaces.console.journal_fields import FIELDS

OFFICES: dict[str, str | Promise] = {
    "plan": gettext_lazy("Plan"),
    "identity": gettext_lazy("Accounts"),
    "organisations": gettext_lazy("Organisations"),
    "access": gettext_lazy("Rights"),
    "rulesets": gettext_lazy("Rule sets"),
    "numbering": gettext_lazy("Numbers"),
    "messaging": gettext_lazy("Notices"),
    "jobs": gettext_lazy("Background work"),
    "search": gettext_lazy("Search"),
    "measures": gettext_lazy("Measures"),
    "calendar": gettext_lazy("Calendar"),
    "screening": gettext_lazy("Content screening"),
    "tables": gettext_lazy("Hosted tables"),
    "journal": gettext_lazy("Journal"),
}
"""Rooms by their code, as the filter names them."""

KINDS: dict[ActorKind, str | Promise] = {
    ActorKind.STAFF: pgettext_lazy("who acted", "staff"),
    ActorKind.CITIZEN: pgettext_lazy("who acted", "citizen"),
    ActorKind.LEGAL_PERSON: pgettext_lazy("who acted", "legal person"),
    ActorKind.MACHINE: pgettext_lazy("who acted", "machine"),
    ActorKind.ANONYMOUS: pgettext_lazy("who acted", "not signed in"),
}

FINDINGS: dict[str, str | Promise] = {
    "altered": gettext_lazy("The entry is not what was linked"),
    "link_altered": gettext_lazy("The link's hash was changed"),
    "removed": gettext_lazy("The entry is gone"),
    "link_removed": gettext_lazy("The link is gone"),
    "inserted": gettext_lazy("The entry is neither linked nor waiting"),
    "anchor": gettext_lazy("The link is not the one that was anchored, or is gone"),
    "anchors": gettext_lazy("The file of anchors cannot be read"),
    "anchors_differ": gettext_lazy("Two anchors contradict each other: one is of another chain"),
    "genesis": gettext_lazy(
        "This chain was anchored here and is gone; no reset and no restore ended it"
    ),
    "check": gettext_lazy("The worker did not come to this outcome; ask for a new check"),
    "hidden": gettext_lazy("The index of things does not lead to this entry"),
    "shown": gettext_lazy("The index of things leads to an entry that does not concern the thing"),
}
"""What a check can find."""


SIGN_INS = frozenset({"identity.account.signed_in", "identity.account.first_signed_in"})
"""Acts by which somebody not signed in yet becomes the account the entry is about."""

METHODS: dict[str, str | Promise] = {
    "demo": pgettext_lazy("way to sign in", "one click in the demo"),
    "password": pgettext_lazy("way to sign in", "password"),
    "mfa": pgettext_lazy("way to sign in", "second factor"),
    "totp": pgettext_lazy("way to sign in", "one-time code"),
    "webauthn": pgettext_lazy("way to sign in", "passkey"),
    "recovery_codes": pgettext_lazy("way to sign in", "recovery code"),
}
"""How somebody signed in; several are joined by a plus sign."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the accounts and units that some entries mention."""

    known: Mapping[UUID, str]

    def of(self, id_: UUID) -> str:
        """The name, or the beginning of the id."""
        return self.known.get(id_) or str(id_)[:8]

    def actor(self, entry: EntryRef) -> str:
        """Who acted: name, or kind where there is no account; who came in, at a sign-in."""
        name = self.known.get(entry.actor_id)
        if name or entry.actor_kind is not ActorKind.ANONYMOUS:
            return name or str(KINDS[entry.actor_kind])
        account = self.known.get(entry.thing_id, "")
        if account and entry.act in SIGN_INS:
            return account
        who = str(KINDS[entry.actor_kind])
        return _("%(who)s (account: %(name)s)") % {"who": who, "name": account} if account else who


def names_in(entries: Iterable[EntryRef]) -> Names:
    """Two queries, however many entries."""
    ids: set[UUID] = set()
    for entry in entries:
        ids |= {entry.actor_id, entry.thing_id, *entry.concerned}
        for change in entry.changes:
            ids |= {u for u in map(_as_uuid, _values(change)) if u}
    accounts = {id_: account.name for id_, account in list_accounts(ids).items()}
    units = {id_: unit.name for id_, unit in list_units(ids).items()}
    return Names({**accounts, **units})


def field_name(field: str) -> str:
    """A field as people call it."""
    return str(FIELDS.get(field, field.replace("_", " ")))


def office_name(act: str) -> str:
    """The room an act belongs to."""
    room = act.partition(".")[0]
    return str(OFFICES.get(room, room))


def value_words(value: Value, names: Names) -> str:
    """A value as people read it."""
    if value.reading is Reading.SEALED:
        return _("(personal, sealed)")
    if value.reading is Reading.ERASED:
        return _("(personal, erased)")
    return _plain(value.value, names)


def change_words(change: Change, names: Names) -> str:
    """What a fact says of a field, with what was before when it differs."""
    if change.field == "method":
        return _method(str(change.after.value))
    if change.field == "kind" and change.after.value in list(ActorKind):
        return str(KINDS[ActorKind(change.after.value)])
    now = value_words(change.after, names)
    if change.before is None or change.before == change.after:
        return now
    return _("%(before)s → %(now)s") % {"before": value_words(change.before, names), "now": now}


def summary(entry: EntryRef, names: Names) -> str:
    """All fields that say something, in one line."""
    said = [
        _("%(field)s: %(value)s") % {"field": field_name(c.field), "value": change_words(c, names)}
        for c in entry.changes
        if is_said(c)
    ]
    return pgettext("between the fields of a fact", "; ").join(said)


def _method(value: str) -> str:
    return " + ".join(str(METHODS.get(part, part)) for part in value.split("+"))


def is_said(change: Change) -> bool:
    """Whether the field says anything: empty ones that were empty before do not."""
    values = [change.after, change.before] if change.before else [change.after]
    hidden = (Reading.SEALED, Reading.ERASED)
    return any(v.value not in (None, "", []) or v.reading in hidden for v in values)


def acts_like(words: str) -> tuple[str, ...]:
    """Codes of the acts whose name in the reader's language holds the words."""
    wanted = words.casefold()
    facts = declared_facts()
    return tuple(code for code, fact in facts.items() if wanted in str(fact.label).casefold())


def acts_by_office() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every act in words, by office, for a list to choose from."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, fact in declared_facts().items():
        found.setdefault(office_name(code), []).append((code, str(fact.label)))
    return [(office, sorted(acts, key=lambda act: act[1])) for office, acts in found.items()]


def _plain(value: Any, names: Names) -> str:
    if value is None or value == "" or value == []:
        return _("(nothing)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return pgettext("between chosen values", ", ").join(_plain(v, names) for v in value)
    if isinstance(value, dict):
        pairs = {field_name(k): _plain(v, names) for k, v in value.items()}
        return pgettext("between the fields of a fact", "; ").join(map(": ".join, pairs.items()))
    if isinstance(value, str):
        return _text(value, names)
    return str(value)


def _text(value: str, names: Names) -> str:
    if found := _as_uuid(value):
        return names.of(found)
    if len(value) >= 10 and value[4:5] == value[7:8] == "-":
        try:
            is_day = len(value) == 10
            return city_day(date.fromisoformat(value)) if is_day else city_moment(_moment(value))
        except ValueError:
            return value
    return value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def _values(change: Change) -> list[Any]:
    value = change.after.value
    return value if isinstance(value, list) else [value]


def _as_uuid(value: Any) -> UUID | None:
    if not isinstance(value, str) or len(value) != 36:
        return None
    try:
        return UUID(value)
    except ValueError:
        return None
