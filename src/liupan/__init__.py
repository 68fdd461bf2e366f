"""Liupan (六盘): the platform on which a city carries out its e-government plan."""

from liupan.kernel import late

__version__ = "0.1.0"

late.install()
