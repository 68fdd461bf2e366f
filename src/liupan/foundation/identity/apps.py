"""Configuration of `identity`."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Staff, citizens, legal persons, machines; sign-in and second factor (统一身份认证)."""

    name = "liupan.foundation.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.foundation.identity import hooks

        hooks.connect()
