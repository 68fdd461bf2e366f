"""Configuration of `exchange`."""

from django.apps import AppConfig

from liupan.kernel import background


class ExchangeConfig(AppConfig):
    """What a grant allows is delivered: queries, files, changes (信息共享交换)."""

    name = "liupan.capabilities.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.capabilities.exchange.operations.admitting import forget_nonces
        from liupan.capabilities.exchange.operations.sequencing import link_all
        from liupan.capabilities.exchange.operations.watching import watch_services

        background.register("exchange.link", 1, link_all)
        background.register("exchange.watch", 10, watch_services)
        background.register("exchange.forget_nonces", 600, forget_nonces)
