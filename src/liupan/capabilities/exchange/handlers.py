"""What the exchange hears: rows of a provider's database were published, or refused; a grant gives
less, or nothing."""

from liupan.capabilities.catalogue.events import (
    GrantNarrowed,
    GrantResumed,
    GrantRevoked,
    GrantSuspended,
)
from liupan.capabilities.exchange.operations.keeping_answers import forget_of_grant
from liupan.capabilities.exchange.operations.reading import end_pull, fail_load
from liupan.capabilities.exchange.policies import PULL
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.journal.facade import Heard, hears
from liupan.foundation.tables.events import LoadPublished, LoadRefused


@hears(LoadPublished)
def end_reading(fact: LoadPublished, heard: Heard) -> None:
    """The reading is over, and the source well."""
    end_pull(load_id=fact.thing_id, actor=worker_actor(PULL), now=heard.at)


@hears(LoadRefused)
def fail_reading(fact: LoadRefused, heard: Heard) -> None:
    """The rows of before stay; the provider's people hear of it."""
    fail_load(load_id=fact.thing_id, reason=fact.reason, actor=worker_actor(PULL), now=heard.at)


@hears(GrantNarrowed, GrantSuspended, GrantResumed, GrantRevoked, past=False)
def forget_answers(
    fact: GrantNarrowed | GrantSuspended | GrantResumed | GrantRevoked, _heard: Heard
) -> None:
    """Answers of before an act are not given after it; here they only go."""
    forget_of_grant(fact.thing_id)
