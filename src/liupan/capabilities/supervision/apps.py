"""Configuration of `supervision`."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Items of supervision: decomposed, handed over, tracked, verified, closed (督查督办)."""

    name = "liupan.capabilities.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.capabilities.supervision import transfers  # noqa: F401  declares itself
