"""The demo city has what every installation has."""

from liupan.foundation.calendar.installing import install
from liupan.kernel.demo import DemoCity


def seed(city: DemoCity) -> None:
    """Enter what comes with the program."""
    install(city.installer, city.now)
