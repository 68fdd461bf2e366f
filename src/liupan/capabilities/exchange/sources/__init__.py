"""What the exchange adds to the navigation."""

from liupan.capabilities.exchange.sources import files, log, places

__all__ = ["files", "log", "places"]
