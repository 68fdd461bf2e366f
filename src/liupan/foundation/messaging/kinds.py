"""What people are told about: rooms declare kinds, people choose channels for each.

    LATE = declare_kind("plan.target_late", _("A target is late"), urgent=True)

A kind nobody declared is still told, under its code.
"""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice. An urgent one cannot be muted and heeds no quiet hours."""

    code: str
    label: str | Promise = field(compare=False)
    urgent: bool = False


_kinds: dict[str, Kind] = {}


def declare_kind(code: str, label: str | Promise, *, urgent: bool = False) -> Kind:
    """Declare a kind. Raises ValueError when another declared the code differently."""
    made = Kind(code, label, urgent)
    if _kinds.get(code, made) != made:
        raise ValueError(f"notice kind {code} is declared twice")
    _kinds[code] = made
    return made


def kind_of(code: str) -> Kind:
    """The kind with this code."""
    return _kinds.get(code) or Kind(code, code)


def kinds() -> list[Kind]:
    """All declared kinds, by code."""
    return [kind for _code, kind in sorted(_kinds.items())]


JOB_FINISHED = declare_kind("jobs.finished", _("A job of yours is over"))
WEBHOOK_TRIAL = declare_kind("messaging.trial", _("Trial call"))
DUTY_RECOVERED = declare_kind(
    "access.duty_recovered", _("The operator replaced an administrator"), urgent=True
)
WORKER_SILENT = declare_kind("jobs.worker_silent", _("The worker is silent"), urgent=True)
