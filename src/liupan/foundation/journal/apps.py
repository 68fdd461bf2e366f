"""Configuration of `journal`."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The one permanent record (总账): every operation's fact, chained and heard."""

    name = "liupan.foundation.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
