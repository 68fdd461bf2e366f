"""Entrances of `documents`, by subject."""

from liupan.foundation.documents.views import marking, taking, uploading, viewing

__all__ = ["marking", "taking", "uploading", "viewing"]
