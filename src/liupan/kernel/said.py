"""What must be said with an act and was not."""

from django.utils.translation import gettext as _

from liupan.kernel.errors import InvalidInput


def require_said(**texts: str) -> None:
    """Raises `InvalidInput` naming what was left empty."""
    missing = {name: [_("Please say.")] for name, text in texts.items() if not text.strip()}
    if missing:
        raise InvalidInput(_("Something is missing."), fields=missing)
