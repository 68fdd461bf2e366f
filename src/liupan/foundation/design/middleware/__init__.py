"""What every request passes."""

from liupan.foundation.design.middleware.doors import DoorMiddleware
from liupan.foundation.design.middleware.errors import ErrorMiddleware
from liupan.foundation.design.middleware.preferences import PreferencesMiddleware
from liupan.foundation.design.middleware.public_pages import PublicPageCache

__all__ = ["DoorMiddleware", "ErrorMiddleware", "PreferencesMiddleware", "PublicPageCache"]
