"""Every act on a seal or a request: its words, its form, what it will cause, its operation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.seals.forms import (
    AnswerForm,
    NothingForm,
    OpinionForm,
    PassOnForm,
    ReasonForm,
    RevokeForm,
)
from liupan.foundation.seals.operations.applying import (
    approve_seal,
    make_seal,
    refuse_seal,
    take_seal,
)
from liupan.foundation.seals.operations.custody import (
    destroy_seal,
    pass_on_seal,
    resume_seal,
    revoke_seal,
    suspend_seal,
)
from liupan.foundation.seals.operations.sealing import seal_request
from liupan.foundation.seals.operations.uses import approve_use, refuse_use, withdraw_use
from liupan.foundation.seals.policies import APPROVE, APPROVE_USE, KEEP, REQUEST
from liupan.foundation.seals.queries.seals import SealView, posts_to_keep
from liupan.foundation.seals.rules.states import Act, UseAct
from liupan.kernel.authority import Permission
from liupan.kernel.work import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act. `run` gets the thing's id, what was entered, actor and now."""

    act: Act | UseAct
    permissions: tuple[Permission, ...]
    title: Text
    verb: Text
    done: Text
    run: Callable[..., object]
    says: Text = ""
    form: type[forms.Form] = NothingForm
    icon: str = ""

    @property
    def key(self) -> str:
        """Its word in addresses."""
        return str(self.act)

    def form_for(self, seal: SealView | None, *args: Any) -> forms.Form:
        """The form, with what there is to choose from."""
        if self.form is PassOnForm and seal is not None:
            posts = posts_to_keep([seal.unit_id])
            others = [post for post in posts if post[0] != str(seal.keeper_post_id)]
            return PassOnForm(*args, posts=others)
        return self.form(*args)


def _seal(operation: Callable[..., object]) -> Callable[..., object]:
    def run(thing_id: UUID, data: dict[str, Any], actor: Any, now: datetime) -> object:
        return operation(seal_id=thing_id, actor=actor, now=now, **data)

    return run


def _use(operation: Callable[..., object]) -> Callable[..., object]:
    def run(thing_id: UUID, data: dict[str, Any], actor: Any, now: datetime) -> object:
        return operation(use_id=thing_id, actor=actor, now=now, **data)

    return run


def _sealing(thing_id: UUID, data: dict[str, Any], actor: Any, now: datetime) -> object:
    return seal_request(request_id=thing_id, actor=actor, now=now, **data)


SEAL_DEEDS: Sequence[Deed] = (
    Deed(
        act=Act.APPROVE, permissions=(APPROVE,), form=OpinionForm, run=_seal(approve_seal),
        title=_("Approve this seal"), verb=pgettext_lazy("seal", "Approve"), icon="check",
        done=_("The seal was approved. Now it can be made."),
        says=_("Compare name, size and picture with the paper that establishes the unit."),
    ),
    Deed(
        act=Act.REFUSE, permissions=(APPROVE,), form=AnswerForm, run=_seal(refuse_seal),
        title=_("Refuse this seal"), verb=pgettext_lazy("seal", "Refuse"),
        done=_("The application was refused."),
        says=_("The application ends here; the unit can apply anew."),
    ),
    Deed(
        act=Act.MAKE, permissions=(APPROVE,), run=_seal(make_seal), icon="seal",
        title=_("Make this seal"), verb=pgettext_lazy("seal", "Make it"),
        done=_("The seal was made. Its keeper takes it into custody."),
        says=_("It gets a key and a certificate of its own and is signed by the maker of seals."),
    ),
    Deed(
        act=Act.TAKE, permissions=(KEEP,), run=_seal(take_seal), icon="lock",
        title=_("Take this seal into custody"), verb=_("Take into custody"),
        done=_("The seal is in your keeping."),
        says=_("From now on whoever holds your post answers for every use of it."),
    ),
    Deed(
        act=Act.PASS_ON, permissions=(APPROVE,), form=PassOnForm, run=_seal(pass_on_seal),
        title=_("Pass this seal on"), verb=_("Pass on"), icon="out",
        done=_("The seal was passed on; the new keeper takes it into custody."),
        says=_("Nothing can be sealed with it until the new keeper has taken it."),
    ),
    Deed(
        act=Act.SUSPEND, permissions=(APPROVE, KEEP), form=ReasonForm, run=_seal(suspend_seal),
        title=_("Suspend this seal"), verb=_("Suspend"), icon="pause",
        done=_("The seal is suspended."),
        says=_("Nothing can be sealed with it until it is in use again."),
    ),
    Deed(
        act=Act.RESUME, permissions=(APPROVE,), form=ReasonForm, run=_seal(resume_seal),
        title=_("Let this seal be used again"), verb=_("Use again"), icon="refresh",
        done=_("The seal is in use again."),
    ),
    Deed(
        act=Act.REVOKE, permissions=(APPROVE,), form=RevokeForm, run=_seal(revoke_seal),
        title=_("Revoke this seal"), verb=pgettext_lazy("seal", "Revoke"), icon="x",
        done=_("The seal was revoked."),
        says=_("This cannot be undone. What it sealed before stays valid, unless it was "
               "misused: then nothing it ever sealed is believed any more."),
    ),
    Deed(
        act=Act.DESTROY, permissions=(APPROVE,), form=ReasonForm, run=_seal(destroy_seal),
        title=_("Destroy this seal"), verb=_("Destroy"), icon="fall",
        done=_("The seal's private key was destroyed."),
        says=_("Its private key is destroyed for ever. What it sealed can still be verified."),
    ),
)  # fmt: skip

USE_DEEDS: Sequence[Deed] = (
    Deed(
        act=UseAct.APPROVE, permissions=(APPROVE_USE,), form=OpinionForm, run=_use(approve_use),
        title=_("Approve this use"), verb=pgettext_lazy("use of a seal", "Approve"), icon="check",
        done=_("The use was approved. The keeper can seal the document."),
        says=_("Exactly this file may then be sealed, once."),
    ),
    Deed(
        act=UseAct.REFUSE, permissions=(APPROVE_USE,), form=AnswerForm, run=_use(refuse_use),
        title=_("Refuse this use"), verb=pgettext_lazy("use of a seal", "Refuse"),
        done=_("The request was refused."),
        says=_("The document will not be sealed under this request."),
    ),
    Deed(
        act=UseAct.USE, permissions=(KEEP,), run=_sealing, icon="seal",
        title=_("Seal this document"), verb=_("Seal it"),
        done=_("The document was sealed and the use entered in the log."),
        says=_("The seal is used once. The sealed file is kept with the request."),
    ),
    Deed(
        act=UseAct.WITHDRAW, permissions=(REQUEST,), form=ReasonForm, run=_use(withdraw_use),
        title=_("Withdraw this request"), verb=_("Withdraw"), icon="back",
        done=_("The request was withdrawn."),
    ),
)  # fmt: skip
