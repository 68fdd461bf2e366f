"""Configuration of `catalogue`."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Information resources: registered, reviewed twice, published (信息资源目录)."""

    name = "liupan.capabilities.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.capabilities.catalogue import transfers  # noqa: F401  declares itself
