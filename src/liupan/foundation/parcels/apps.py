"""Configuration of `parcels`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from liupan.kernel import background


class ParcelsConfig(AppConfig):
    """Signed, encrypted packages between two Liupans or two network zones (跨网摆渡)."""

    name = "liupan.foundation.parcels"
    label = "parcels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.foundation.parcels.tending import tend

        autodiscover_modules("parcels")
        background.register("parcels.tend", 3600, tend)
