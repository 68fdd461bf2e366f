"""Which datasets everybody sees, and whose rows: the one place that says so."""

from django.db.models import Q

from liupan.capabilities.opendata.rules.opening import Openness, State

_RELEASED = Q(state=State.PUBLISHED.value)


def listed() -> Q:
    """Datasets that are shown: opened, with or without conditions."""
    return _RELEASED & Q(openness__in=[Openness.OPEN.value, Openness.CONDITIONAL.value])


def opened() -> Q:
    """Datasets whose rows everybody may have."""
    return _RELEASED & Q(openness=Openness.OPEN.value, table_id__isnull=False)


def withheld() -> Q:
    """What is not opened and says why."""
    return _RELEASED & Q(openness=Openness.NOT.value)
