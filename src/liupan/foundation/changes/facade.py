"""The door of `changes`."""

from liupan.foundation.changes.remembering import of_the_moment, one_moment, remembered
from liupan.foundation.changes.watching import unwatch, watch

__all__ = ["of_the_moment", "one_moment", "remembered", "unwatch", "watch"]
