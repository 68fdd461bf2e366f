"""Open data of the demo city: forty datasets with content, and what people did with them.

Entries are those of the catalogue, divisions are real; names of institutions, figures, people and
words are invented, and say so. The one table about persons holds invented people in groups.
"""

from datetime import timedelta

from liupan.capabilities.opendata.demo.acts import Acts
from liupan.capabilities.opendata.demo.opening import Opening
from liupan.capabilities.opendata.demo.uses import use
from liupan.capabilities.opendata.operations.linking import look_at_links
from liupan.capabilities.opendata.operations.watching import watch_datasets
from liupan.capabilities.opendata.policies import WATCH
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.messaging.facade import quietly
from liupan.kernel.demo import DemoCity

DEAD = "/guyuan/2"
"""An address of the gallery that does not answer any more; nothing is asked while seeding."""


def seed(city: DemoCity) -> None:
    """Datasets in every state, then applications and what was sent in, the watch at the end."""
    with quietly():
        opening = Opening(city)
        if not opening.is_whole:
            return
        opening.open()
        Acts(opening).live()
        use(opening)
        watch_datasets(actor=worker_actor(WATCH), now=city.now)
        for nights in (3, 2, 1):
            look_at_links(
                actor=worker_actor(WATCH), moment=city.now - timedelta(hours=nights),
                look=lambda address: "HTTP 404" if address.endswith(DEAD) else "",
            )  # fmt: skip
