"""How soon an incoming document must be signed for and handled, by the rules of a day."""

from datetime import date

from liupan.capabilities.correspondence.rules.limits import RULE_SET, sign_key
from liupan.capabilities.correspondence.rules.receiving import handle_key
from liupan.foundation.calendar.facade import add_working_days
from liupan.foundation.rulesets.facade import Rule, get_rule


def sign_by(urgency: str, day: date) -> date:
    """The last day to sign for what arrived on a day: that day or the next where none is given."""
    return _after(day, get_rule(RULE_SET, sign_key(urgency), on=day))


def handle_by(document_type: str, urgency: str, day: date) -> date:
    """The last day to handle what was accepted on a day and names none itself."""
    return _after(day, get_rule(RULE_SET, handle_key(document_type, urgency), on=day))


def _after(day: date, rule: Rule) -> date:
    return add_working_days(day, int(rule.value or 0))
