"""Three months of correspondence in the demo city: documents sent and received in every state, by
calling operations on the day on which it happened. People, numbers and events are invented, also
what the region's offices are made to say.
"""

from liupan.capabilities.correspondence.demo.agenda import Agenda
from liupan.capabilities.correspondence.demo.archiving import Archiving
from liupan.capabilities.correspondence.demo.receiving import Receiving
from liupan.capabilities.correspondence.demo.sending import Sending
from liupan.capabilities.correspondence.demo.staff import Staff
from liupan.kernel.demo import DemoCity


def seed(city: DemoCity) -> None:
    """Roles, codes and circles, then the three months."""
    staff = Staff(city)
    if not staff.is_whole:
        return
    staff.settle_in()
    agenda = Agenda(city.now)
    receiving = Receiving(staff, agenda)
    receiving.plan()
    Sending(staff, agenda, receiving).plan()
    Archiving(staff, agenda).plan()
    agenda.live()
