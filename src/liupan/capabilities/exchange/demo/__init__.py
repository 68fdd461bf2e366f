"""The exchange of the demo city: services for what is granted, systems of those who may call.

Resources, items and units are the catalogue's; divisions are real. Every row is an example and
says so: no name, number or address in it is anybody's.
"""

from liupan.capabilities.exchange.demo.filling import Filling
from liupan.capabilities.exchange.demo.traffic import seed_traffic
from liupan.kernel.demo import DemoCity


def seed(city: DemoCity) -> None:
    """Services of granted resources with their tables, systems with a key; a few paused, one
    asked of its provider's system; files and a database that fill tables; a year of calls."""
    providing = Filling(city)
    if providing.is_whole:
        providing.supervise()
        providing.serve()
        providing.register()
        providing.take()
        providing.fill()
        providing.trace()
        seed_traffic(city.now)
