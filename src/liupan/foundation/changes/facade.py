"""The door of `changes`."""

from liupan.foundation.changes.remembering import remembered
from liupan.foundation.changes.watching import unwatch, watch

__all__ = ["remembered", "unwatch", "watch"]
