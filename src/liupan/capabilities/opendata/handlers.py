"""What open data hears: a table of new data was loaded, or its file was refused."""

from liupan.capabilities.opendata.operations.loading import give_up_data, take_over_data
from liupan.capabilities.opendata.policies import EDIT
from liupan.capabilities.opendata.queries.loads import find_load_into
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.journal.facade import Heard, hears
from liupan.foundation.tables.events import LoadPublished, LoadRefused
from liupan.foundation.tables.facade import DEFINE_TABLES


@hears(LoadPublished)
def check_new_data(fact: LoadPublished, heard: Heard) -> None:
    """The check decides whether everybody sees them."""
    load_id = find_load_into(fact.table_id)
    if load_id:
        take_over_data(load_id=load_id, actor=worker_actor(EDIT, DEFINE_TABLES), now=heard.at)


@hears(LoadRefused)
def tell_refused_data(fact: LoadRefused, heard: Heard) -> None:
    """The previous data stay."""
    load_id = find_load_into(fact.table_id)
    if load_id:
        give_up_data(load_id=load_id, actor=worker_actor(EDIT), now=heard.at)
