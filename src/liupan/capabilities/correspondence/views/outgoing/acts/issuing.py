"""Acts of the registry and of keepers: number, seal, dispatch; and the end without an issue."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from liupan.capabilities.correspondence.forms.outgoing import (
    DispatchForm,
    NumberForm,
    ReasonForm,
    SealForm,
)
from liupan.capabilities.correspondence.operations.drafting import withdraw_document
from liupan.capabilities.correspondence.operations.issuing import (
    dispatch_document,
    number_document,
    seal_document,
    void_document,
)
from liupan.capabilities.correspondence.policies import REGISTRY, is_over
from liupan.capabilities.correspondence.queries.outgoing_issuing import CodeView, list_codes
from liupan.capabilities.correspondence.queries.outgoing_page import PartyView
from liupan.capabilities.correspondence.queries.receivers import (
    Receivers,
    change_in_words,
    receivers_of,
)
from liupan.capabilities.correspondence.rules.sending import OVER, State
from liupan.capabilities.correspondence.views.outgoing.acts.deed import Deed
from liupan.foundation.organisations.facade import list_posts_held
from liupan.foundation.seals.facade import UnitSeal, seals_in_use
from liupan.kernel import clock
from liupan.kernel.work import Text

NAMED = 12
ENDED = (State.VOID, State.WITHDRAWN, State.ARCHIVED)
"""So many units are named before they are only counted."""


class AtStep(Deed):
    """An act that is one step of the process."""

    element = ""

    @property
    def is_possible(self) -> bool:
        return self.step is not None and self.step.element == self.element


class Number(AtStep):
    """编号."""

    key = "number"
    element = "number"
    title = pgettext_lazy("step", "Give it a number")
    verb = pgettext_lazy("act", "Number it")
    done = gettext_lazy("It has its number; PDF and OFD are being typeset.")
    form_class = NumberForm
    acts = frozenset({"outgoing.numbered"})

    @cached_property
    def codes(self) -> list[CodeView]:
        """Codes of the issuing unit."""
        return list_codes(self.document.issuing_unit_id, clock.on(self.now))

    def initial(self) -> dict[str, Any]:
        return {"code_id": self.document.code_id}

    def arguments(self) -> dict[str, Any]:
        codes = [
            (
                one.id,
                _("%(code)s, next: %(number)s") % {"code": one.text, "number": one.next_number},
            )
            for one in self.codes
        ]
        reserved = [(n.id, n.text) for one in self.codes for n in one.reserved]
        return {"codes": codes, "reserved": reserved}

    def consequence(self) -> Text:
        return _(
            "The number is taken for good: if the document is made void later, the number is void"
            " too. PDF and OFD are typeset in the background."
        )

    def perform(self, said: dict[str, Any], go: str) -> None:
        number_document(
            document_id=self.document.id, item_id=said["item_id"] or self.item_id,
            code_id=said["code_id"], reserved_id=said.get("reserved_id"), actor=self.actor,
            now=self.now,
        )  # fmt: skip


class Seal(AtStep):
    """用印: each issuer's keeper sets its own seal."""

    key = "seal"
    element = "seal"
    title = pgettext_lazy("step", "Seal it")
    verb = pgettext_lazy("act", "Set the seal")
    done = gettext_lazy("The seal is set.")
    form_class = SealForm
    acts = frozenset({"outgoing.sealed"})

    @property
    def is_possible(self) -> bool:
        return super().is_possible and bool(self.seals)

    @cached_property
    def seals(self) -> Sequence[UnitSeal]:
        """Seals of issuers that have not sealed and whose keeper the actor is."""
        waiting = [one.unit_id for one in self.document.issuers if one.sealed_at is None]
        posts = {one.post_id for one in list_posts_held(self.actor.id, clock.on(self.now))}
        found = seals_in_use(waiting)
        return [
            seal for unit in waiting for seal in found.get(unit, ()) if seal.keeper_post_id in posts
        ]

    def arguments(self) -> dict[str, Any]:
        return {"seals": [(one.id, one.name) for one in self.seals]}

    def initial(self) -> dict[str, Any]:
        return {"seal_id": self.seals[0].id} if self.seals else {}

    def consequence(self) -> Text:
        others = [
            one.unit for one in self.document.issuers
            if one.sealed_at is None and one.unit_id not in {s.unit_id for s in self.seals}
        ]  # fmt: skip
        words = _("The seal is used once, under this approval, and its use is kept.")
        if not others:
            return words
        units = pgettext("between chosen values", ", ").join(others)
        return words + _(" Still to seal: %(units)s.") % {"units": units}

    @property
    def issuers(self) -> Sequence[PartyView]:
        """All issuers, with what each has done."""
        return self.document.issuers

    def perform(self, said: dict[str, Any], go: str) -> None:
        unit = next(one.unit_id for one in self.seals if one.id == said["seal_id"])
        seal_document(
            document_id=self.document.id, item_id=said["item_id"] or self.item_id, unit_id=unit,
            seal_id=said["seal_id"], actor=self.actor, now=self.now,
        )  # fmt: skip


class Dispatch(AtStep):
    """分发."""

    key = "dispatch"
    element = "dispatch"
    title = pgettext_lazy("step", "Dispatch it")
    verb = pgettext_lazy("act", "Dispatch")
    done = gettext_lazy("It is dispatched; each unit finds it among what it has to sign for.")
    acts = frozenset({"outgoing.dispatched"})
    form_class = DispatchForm

    @cached_property
    def receivers(self) -> Receivers:
        """Whom it reaches."""
        return receivers_of(self.document.id)

    def initial(self) -> dict[str, Any]:
        return {"seen": self.receivers.sign}

    def seen_now(self) -> dict[str, str]:
        return {"seen": self.receivers.sign}

    def told(self) -> Text:
        """What is other than it was signed off."""
        change = change_in_words(self.receivers.added, self.receivers.removed)
        if not change:
            return ""
        return f"{_('It goes to other units than when it was signed off.')} {change}"

    @property
    def shown(self) -> Sequence[tuple[Text, int, str]]:
        """Who gets it and who does not: name of the group, how many, who."""
        comma = pgettext("between chosen values", ", ")
        groups = (
            (pgettext("dispatch", "Main addressees"), self.receivers.named("main")),
            (pgettext("dispatch", "Copies"), self.receivers.named("copy")),
            (pgettext("dispatch", "Closed since, get nothing"), self.receivers.closed),
            (pgettext("dispatch", "Not here, to be sent otherwise"), self.receivers.outside),
        )
        return [
            (name, len(units), comma.join(units[:NAMED]) + ("…" if len(units) > NAMED else ""))
            for name, units in groups
            if units
        ]

    def consequence(self) -> Text:
        count = self.receivers.count
        words = ngettext(
            "%(n)s unit gets it at once and has to sign for it. This cannot be undone.",
            "%(n)s units get it at once and have to sign for it. This cannot be undone.",
            count,
        ) % {"n": count}  # fmt: skip
        if not self.receivers.outside:
            return words
        return words + _(" Whoever is named but not here gets nothing from this system.")

    def perform(self, said: dict[str, Any], go: str) -> None:
        dispatch_document(
            document_id=self.document.id, item_id=said["item_id"] or self.item_id,
            actor=self.actor, now=self.now, seen=said["seen"],
        )  # fmt: skip


class _Ending(Deed):
    form_class = ReasonForm

    @property
    def is_registrar(self) -> bool:
        """Whether the actor keeps the registry of the issuing unit."""
        return is_over(self.actor, REGISTRY, self.document.issuing_unit_id, self.document.secrecy)


class Void(_Ending):
    """作废, once it has a number."""

    key = "void"
    title = pgettext_lazy("act", "Make it void")
    verb = pgettext_lazy("act", "Make void")
    done = gettext_lazy("The document and its number are void.")
    acts = frozenset({"outgoing.voided"})

    @property
    def is_possible(self) -> bool:
        line = self.document.line
        return bool(line.number) and line.state not in ENDED and self.is_registrar

    def consequence(self) -> Text:
        words = _("%(number)s becomes void and is never given out again.")
        told = _(" Every unit that received it is told.") if self.document.deliveries else ""
        return words % {"number": self.document.line.number} + told

    def perform(self, said: dict[str, Any], go: str) -> None:
        void_document(
            document_id=self.document.id, reason=said["reason"], actor=self.actor, now=self.now
        )


class Withdraw(_Ending):
    """撤回不办, before it has a number."""

    key = "withdraw"
    title = pgettext_lazy("act", "Do not issue it")
    verb = pgettext_lazy("act", "Withdraw it")
    done = gettext_lazy("It is withdrawn and will not be issued.")
    acts = frozenset({"outgoing.withdrawn"})

    @property
    def is_possible(self) -> bool:
        state = self.document.line.state
        is_own = self.document.drafter_id == self.actor.id
        is_early = not self.document.line.number and state not in OVER
        return is_early and (is_own or self.is_registrar)

    def consequence(self) -> Text:
        return _("Its process ends. Drafts and opinions stay where they are.")

    def perform(self, said: dict[str, Any], go: str) -> None:
        withdraw_document(
            document_id=self.document.id, reason=said["reason"], actor=self.actor, now=self.now
        )


ISSUING_ACTS: tuple[type[Deed], ...] = (Number, Seal, Dispatch, Withdraw, Void)
