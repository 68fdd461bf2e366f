"""The door of `catalogue`: what is published, for the offices that stand on it."""

from liupan.capabilities.catalogue.queries.published import Published, list_published

__all__ = ["Published", "list_published"]
