"""Every write of `rulesets`. Nothing is overwritten: a change is a new row from a day on."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.facade import find_installation, list_units
from liupan.foundation.rulesets.events import (
    RuleChanged,
    RuleEnded,
    RuleSetEntered,
    ShippedRulesLoaded,
)
from liupan.foundation.rulesets.models import Rule, RuleSet
from liupan.foundation.rulesets.policies import CHANGE_RULES, LOAD_RULES
from liupan.foundation.rulesets.queries import as_rule, touch
from liupan.foundation.rulesets.rules import Deviation, permits, scopes, winner
from liupan.foundation.rulesets.shipping import Shipped
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Actor, require
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal, StaleVersion

SHIPMENT = uuid5(UUID(int=0), "liupan.rulesets.shipment")
"""The thing that facts about loading are about."""

COMPARED = ("text", "scope", "law", "article", "source", "reason")
"""What somebody who was slower is shown of the last change."""

WORDS = {"", "label", "month_day", "time"}
"""Units whose value is no number."""


class BadRule(InvalidInput):
    """The rule cannot be entered as it is."""


class NotFromThere(Refusal):
    """A rule changes from today or a later day on, and after it began; the past stands."""


class AgainstHigherRule(Refusal):
    """A more local rule may not say this: the higher one forbids it."""


@operation
def enter_rule_set(*, code: str, title: str, actor: Actor, now: datetime, note: str = "") -> UUID:
    """Enter an empty rule set."""
    require(actor, CHANGE_RULES)
    _require_reach(actor, "")
    if RuleSet.objects.filter(code=code).exists():
        raise BadRule(fields={"code": [_("There is a rule set with this code already.")]})
    row = RuleSet.objects.create(code=code, title=title, note=note)
    record(RuleSetEntered(thing_id=row.id, set_code=code, title=title), actor=actor, now=now)
    return row.id


@operation
def change_rule(
    *,
    set_code: str,
    key: str,
    scope: str,
    from_on: date,
    text: str,
    unit: str,
    source: str,
    reason: str,
    version: int,
    actor: Actor,
    now: datetime,
    title: str = "",
    law: str = "",
    edition: str = "",
    article: str = "",
    sureness: str = Rule.Sureness.READ,
    note: str = "",
    deviation: Deviation | None = None,
) -> UUID:
    """Let a key say something else from a day on, or say it for the first time.

    `scope` is a division code or "" for the nation. What holds until that day is kept.
    `version` is the key's that was read (`version_of`; 0 before it said anything anywhere).
    Raises `StaleVersion`, `BadRule`, `NotFromThere`, `AgainstHigherRule`, `Missing`.
    """
    require(actor, CHANGE_RULES)
    _require_reach(actor, scope)
    rule_set = _locked_set(set_code)
    same_key = Rule.objects.filter(rule_set=rule_set, key=key)
    here = same_key.filter(scope=scope)
    _require_read(same_key, version)
    current = here.filter(_holding(from_on)).first()
    later = here.filter(valid_from__gt=from_on).order_by("valid_from").first()
    _require_future(current, from_on, now)
    row = Rule(
        rule_set=rule_set,
        key=key,
        title=title or (current.title if current else key),
        scope=scope,
        text=text,
        value=number_of(text, unit),
        unit=unit,
        law=law,
        edition=edition,
        article=article,
        source=source,
        sureness=sureness,
        note=note,
        reason=reason,
        deviation=deviation or (current.deviation if current else Deviation.FIXED),
        valid_from=from_on,
        valid_to=later.valid_from if later else None,
    )
    _require_reasons(source=source, reason=reason)
    _require_permitted(row, same_key, set_code)
    if current:
        _close(current, from_on)
    row.save(force_insert=True)
    touch()
    fact = RuleChanged(
        thing_id=row.id,
        concerned=(rule_set.id, *((current.id,) if current else ())),
        set_code=set_code,
        key=key,
        scope=scope,
        valid_from=from_on,
        value=text,
        unit=unit,
        was=current.text if current else None,
        source=source,
        reason=reason,
    )
    record(fact, actor=actor, now=now)
    return row.id


@operation
def end_rule(
    *, rule_id: UUID, ends_on: date, reason: str, version: int, actor: Actor, now: datetime
) -> None:
    """From `ends_on` the rule holds no more. Raises `Missing`, `NotFromThere`, `StaleVersion`."""
    rule = Rule.objects.select_for_update().filter(id=rule_id).select_related("rule_set").first()
    if rule is None:
        raise Missing(_("There is no such rule."))
    require(actor, CHANGE_RULES)
    _require_reach(actor, rule.scope)
    _require_reasons(reason=reason)
    _require_future(rule, ends_on, now)
    if rule.valid_to and rule.valid_to <= ends_on:
        nothing_changed()
        return
    if rule.version != version:
        raise _stale({"ends_on": rule.valid_to, "version": rule.version})
    _close(rule, ends_on)
    touch()
    fact = RuleEnded(
        thing_id=rule.id,
        concerned=(rule.rule_set_id,),
        set_code=rule.rule_set.code,
        key=rule.key,
        scope=rule.scope,
        ends_on=ends_on,
        reason=reason,
    )
    record(fact, actor=actor, now=now)


@operation
def load_rules(*, shipped: Iterable[Shipped], actor: Actor, now: datetime) -> int:
    """Enter what came with the program and is not there yet; returns how many rows are new.

    Repeatable. Where an administrator has said something for those days, his word stands and the
    fact names the key.
    """
    require(actor, LOAD_RULES)
    sets = {row.code: row for row in RuleSet.objects.select_for_update()}
    known: dict[tuple[str, str, str], list[Rule]] = {}
    for row in Rule.objects.select_related("rule_set"):
        known.setdefault((row.rule_set.code, row.scope, row.key), []).append(row)
    loaded, kept = 0, set()
    for planned in shipped:
        if planned.set_code not in sets:
            sets[planned.set_code] = RuleSet.objects.create(
                code=planned.set_code, title=planned.set_title
            )
        same = known.setdefault((planned.set_code, planned.scope, planned.key), [])
        if any(r.is_shipped and r.valid_from == planned.valid_from for r in same):
            continue
        if _make_room(same, planned):
            same.append(_shipped_row(sets[planned.set_code], planned))
            same[-1].save(force_insert=True)
            loaded += 1
        else:
            kept.add(f"{planned.set_code}/{planned.key}")
    if not loaded:
        nothing_changed()
        return 0
    touch()
    fact = ShippedRulesLoaded(thing_id=SHIPMENT, loaded=loaded, kept=tuple(sorted(kept)))
    record(fact, actor=actor, now=now)
    return loaded


def may_change_in(actor: Actor, scope: str) -> bool:
    """Whether the actor answers for rules of the scope.

    Holding the permission over a government's unit reaches that division and those below; over the
    city's, also the texts of nation and region, which the city records but does not make.
    """
    tops = actor.rights.get(CHANGE_RULES.code, frozenset())
    if ANYWHERE in tops:
        return True
    found = find_installation()
    city = found.city_code if found else ""
    governments = [u for u in list_units(tops).values() if u.category == "government"]
    reach = {unit.division_code for unit in governments}
    return bool(reach & set(scopes(scope))) or (city in reach and scope in scopes(city))


def number_of(text: str, unit: str) -> Decimal | None:
    """The number a value says, None for words. Raises `BadRule`."""
    if unit in WORDS:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise BadRule(fields={"text": [_("Enter a number that is not below zero.")]})
    return value


def _make_room(same: list[Rule], planned: Shipped) -> bool:
    """End what was shipped before for the planned days; False where an administrator's word or a
    later edition stands."""
    clashing = [r for r in same if _overlap(r, planned)]
    if any(not r.is_shipped or r.valid_from >= planned.valid_from for r in clashing):
        return False
    for older in clashing:
        _close(older, planned.valid_from)
    return True


def _overlap(row: Rule, planned: Shipped) -> bool:
    ends, until = (row.valid_to or date.max), (planned.valid_to or date.max)
    return row.valid_from < until and planned.valid_from < ends


def _shipped_row(rule_set: RuleSet, planned: Shipped) -> Rule:
    return Rule(
        rule_set=rule_set,
        key=planned.key,
        title=planned.title,
        scope=planned.scope,
        text=planned.text,
        value=number_of(planned.text, planned.unit),
        unit=planned.unit,
        law=planned.law,
        edition=planned.edition,
        article=planned.article,
        source=planned.source,
        sureness=planned.sureness,
        note=planned.note,
        deviation=planned.deviation,
        is_shipped=True,
        valid_from=planned.valid_from,
        valid_to=planned.valid_to,
    )


def _locked_set(code: str) -> RuleSet:
    row = RuleSet.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise Missing(_("There is no such rule set."))
    return row


def _close(rule: Rule, day: date) -> None:
    rule.valid_to = day
    rule.version += 1
    rule.save(update_fields=["valid_to", "version"])


def _require_read(same_key: QuerySet[Rule], version: int) -> None:
    """Whoever changes a key has read all it says: each change and each end makes it another."""
    stored = same_key.aggregate(version=Sum("version"))["version"] or 0
    if stored != version:
        last = same_key.order_by("-id").first()
        theirs = {name: getattr(last, name) for name in COMPARED} if last else {}
        raise _stale({**theirs, "from_on": last and last.valid_from, "version": stored})


def _stale(theirs: dict[str, object]) -> StaleVersion:
    return StaleVersion(
        _("Somebody changed this rule meanwhile."),
        theirs=theirs,
        labels={
            "text": pgettext("rule", "Value"),
            "scope": _("Holds in"),
            "from_on": _("From"),
            "ends_on": _("The first day without it"),
            "law": _("Law"),
            "article": _("Article"),
            "source": _("Source"),
            "reason": _("Reason"),
        },
        next_step=_("Compare both, then save again."),
    )


def _holding(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def _require_reach(actor: Actor, scope: str) -> None:
    if not may_change_in(actor, scope):
        raise NotAuthorised(
            _("These rules are not yours to change."),
            next_step=_("Ask the government whose division they hold in."),
        )


def _require_future(current: Rule | None, day: date, now: datetime) -> None:
    if current and day < clock.on(now):
        raise NotFromThere(
            _("A rule in force changes from today or a later day on."),
            next_step=_("Choose today or a later day; what held until then is kept."),
        )
    if current and day <= current.valid_from:
        raise NotFromThere(
            _("This rule begins on that very day."), next_step=_("Choose a later day.")
        )


def _require_reasons(**texts: str) -> None:
    missing = {name: [_("Please say.")] for name, text in texts.items() if not text.strip()}
    if missing:
        raise BadRule(_("A rule is changed with its source and a reason."), fields=missing)


def _require_permitted(row: Rule, same_key: QuerySet[Rule], set_code: str) -> None:
    above = scopes(row.scope)[:-1] if row.scope else ()
    rows = same_key.filter(_holding(row.valid_from), scope__in=above)
    higher = winner([as_rule(r, set_code) for r in rows], above)
    if higher and not permits(higher, as_rule(row, set_code)):
        raise AgainstHigherRule(
            _("%(citation)s says %(value)s and does not allow this.")
            % {"citation": higher.citation, "value": higher.text},
            next_step=_("A city may bind itself more strictly than the law, never less."),
        )
