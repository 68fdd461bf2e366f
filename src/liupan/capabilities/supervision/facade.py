"""The door of `supervision`."""

from liupan.capabilities.supervision.queries.public import list_public_tasks
from liupan.capabilities.supervision.queries.shapes import PublicTask

__all__ = ["PublicTask", "list_public_tasks"]
