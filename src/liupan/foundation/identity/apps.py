"""Configuration of `identity`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from liupan.kernel import background


class IdentityConfig(AppConfig):
    """Staff, citizens, legal persons, machines; sign-in and second factor (统一身份认证)."""

    name = "liupan.foundation.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.foundation.design.facade import install_keeper
        from liupan.foundation.identity import demo_sign_in, hooks, upkeep
        from liupan.foundation.identity.saved_views import SavedViews

        install_keeper(SavedViews())
        hooks.connect()
        background.register("identity.sweep", upkeep.EVERY, upkeep.sweep)
        demo_sign_in.offer(
            "citizen", _("Citizen"), _("the public site with an account of one's own")
        )
