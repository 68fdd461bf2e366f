"""Configuration of `seals`."""

from django.apps import AppConfig

from liupan.kernel import background


class SealsConfig(AppConfig):
    """Certificates, e-seals, their custody, signing and verifying (电子印章)."""

    name = "liupan.foundation.seals"
    label = "seals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.foundation.seals.tending import tend

        background.register("seals.tend", 600, tend)
