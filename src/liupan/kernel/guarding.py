"""Acts that must not be one person's alone, and what goes along when somebody leaves.

Rooms declare such acts and ask before they do one; `access` installs the guard at start-up, as it
installs the judge of `kernel.authority`. It lets an act pass, refuses it, or asks for a second
person first (双人复核).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from liupan.kernel.authority import Actor
from liupan.kernel.errors import Fault, Refusal


@dataclass(frozen=True, slots=True)
class GuardedAct:
    """An act somebody is about to do.

    `account_id` is whom it is done to, `post_id` the post it changes, `grant_id` the grant.
    `ends_on` is the first day on which they hold it no longer, where the act takes something away.
    `terms` are what besides was decided; a second person agrees to exactly these.
    """

    code: str
    actor: Actor
    now: datetime
    account_id: UUID | None = None
    post_id: UUID | None = None
    grant_id: UUID | None = None
    ends_on: date | None = None
    terms: Mapping[str, str] = field(default_factory=dict)


class SecondPersonNeeded(Refusal):
    """A second person, of another duty, must agree first; `act` is what is to be agreed to."""

    status = 403

    def __init__(self, act: GuardedAct) -> None:
        super().__init__(
            _("This concerns an administrator and needs a second person."),
            next_step=_("Propose it in the administration; one of another duty confirms it."),
        )
        self.act = act


class Guard(Protocol):
    """What `access` installs."""

    def ask(self, act: GuardedAct) -> None:
        """Return to let it pass. Raises `SecondPersonNeeded` or another `Refusal`."""

    def propose(self, act: GuardedAct, *, reason: str) -> UUID:
        """Enter the act as a proposal a second person can confirm; the proposal's id."""


class _Nobody:
    def ask(self, act: GuardedAct) -> None:
        raise Fault(_("Nobody can say yet who may do what."))

    def propose(self, act: GuardedAct, *, reason: str) -> UUID:
        raise Fault(_("Nobody can say yet who may do what."))


Leaving = Callable[[UUID, bool, Actor, datetime], None]
"""Called with account, whether it is erased for ever, actor and now."""

_guard: Guard = _Nobody()
_labels: dict[str, str | Promise] = {}
_leaving: dict[str, Leaving] = {}


def declare(code: str, label: str | Promise) -> str:
    """Declare an act that is guarded, with its name for people. Raises ValueError when taken."""
    if code in _labels:
        raise ValueError(f"guarded act {code} is declared twice")
    _labels[code] = label
    return code


def label_of(code: str) -> str:
    """The act's name for people."""
    return str(_labels.get(code, code))


def install_guard(guard: Guard) -> None:
    """Called once, by `access`, at start-up."""
    global _guard
    _guard = guard


def ask(act: GuardedAct) -> None:
    """Ask before the act, within its transaction. Raises what the guard refuses."""
    _guard.ask(act)


def propose(act: GuardedAct, *, reason: str = "") -> UUID:
    """Enter what the guard held back as a proposal; the proposal's id."""
    return _guard.propose(act, reason=reason)


def on_leaving(name: str, handler: Leaving) -> None:
    """Install at start-up what ends with an account; the same name installs it once."""
    _leaving[name] = handler


def leave(account_id: UUID, *, erases: bool, actor: Actor, now: datetime) -> None:
    """End everything the account holds, within the transaction that closes it."""
    for handler in _leaving.values():
        handler(account_id, erases, actor, now)
