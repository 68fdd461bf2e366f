"""What every act of the public may meet: who may, how often, plain text of bounded length."""

from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from liupan.capabilities.opendata.models import Dataset
from liupan.capabilities.opendata.policies import PUBLIC_KINDS
from liupan.capabilities.opendata.queries.lists import figure
from liupan.capabilities.opendata.rules import lists
from liupan.capabilities.opendata.rules.acts import LONGEST, is_plain
from liupan.capabilities.opendata.rules.opening import Openness, State
from liupan.foundation.organisations.facade import By
from liupan.foundation.screening.facade import Purpose, Severity, screen
from liupan.kernel import clock
from liupan.kernel.authority import Actor, own
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, Refusal, TooMany
from liupan.kernel.said import require_said


class NotShowable(Refusal):
    """It cannot be shown: what stands in it, or what it is."""


def require_person(actor: Actor) -> None:
    """Raises `NotAuthorised` unless a citizen, a legal person or staff is signed in."""
    own(actor, actor.id)
    if actor.kind not in PUBLIC_KINDS:
        raise NotAuthorised(_("Sign in first."))


def require_plain(**texts: str) -> None:
    """Raises `InvalidInput` where something is missing, too long, or no plain text."""
    require_said(**texts)
    wrong: dict[str, list[str]] = {}
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            wrong[name] = [_("At most %(most)s characters.") % {"most": LONGEST[name]}]
        elif not is_plain(text):
            wrong[name] = [_("Plain text only, without < and >.")]
    if wrong:
        raise InvalidInput(_("This cannot be sent like this."), fields=wrong)


def require_showable(text: str, by: By, *, next_step: str) -> None:
    """Raises `NotShowable` where a text holds what everybody must not read."""
    screened = screen(text, for_=Purpose.PUBLICATION, day=by.today)
    hard = [one for one in screened.findings if one.severity >= Severity.WARN]
    if hard:
        raise NotShowable(
            _("It holds what must not be shown: %(what)s.")
            % {"what": "、".join(dict.fromkeys(one.shown for one in hard))},
            next_step=next_step,
        )


def require_rate(model: type[Model], of: dict[str, object], at: str, key: str, by: By) -> None:
    """Raises `TooMany` when the account did so as often as may be today. Two at once wait for one
    another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(by.actor.id)])
    most = figure(lists.RATES, key, by.today, 5)
    begin = clock.start_of(by.today)
    done = model._default_manager.filter(**of, **{f"{at}__gte": begin}).count()
    if done >= most:
        raise TooMany(
            _("At most %(most)s a day.") % {"most": most}, next_step=_("Come back tomorrow.")
        )


def released_dataset(dataset_id: UUID, *openness: Openness) -> Dataset:
    """A dataset that everybody knows of. Raises `Missing`."""
    wanted = [one.value for one in openness or (Openness.OPEN, Openness.CONDITIONAL)]
    found = Dataset.objects.filter(
        id=dataset_id, state=State.PUBLISHED.value, openness__in=wanted
    ).first()
    if found is None:
        raise Missing(_("There is no such dataset."))
    return found
