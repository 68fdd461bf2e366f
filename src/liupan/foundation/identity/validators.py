"""Password rules beyond Django's: a password does not contain who it belongs to."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from liupan.kernel.pinyin import syllables


class NotOneselfValidator:
    """Refuses passwords that contain the username, name (also in pinyin), phone or e-mail name."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        low = password.lower()
        if any(part in low for part in _parts(user)):
            raise ValidationError(self.get_help_text(), code="password_contains_oneself")

    def get_help_text(self) -> str:
        return _("The password must not contain your name, username, phone number or e-mail name.")


def _parts(user: AbstractBaseUser | None) -> set[str]:
    name = getattr(user, "name", "") or ""
    known = {
        getattr(user, "username", "") or "",
        getattr(user, "phone", "") or "",
        (getattr(user, "email", "") or "").partition("@")[0],
        name,
        "".join(syllables(name)),
    }
    return {part.lower() for part in known if len(part) >= (2 if not part.isascii() else 4)}
