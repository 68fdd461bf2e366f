"""Liupan (六盘): the platform on which a city carries out its e-government plan."""

__version__ = "0.1.0"
