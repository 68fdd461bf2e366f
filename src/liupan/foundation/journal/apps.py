"""Configuration of `journal`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from liupan.kernel import background


class JournalConfig(AppConfig):
    """The one permanent record (总账): every operation's fact, chained and heard."""

    name = "liupan.foundation.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.foundation.journal.anchoring import anchor_head
        from liupan.foundation.journal.checking import check_when_due
        from liupan.foundation.journal.dispatching import dispatch_all
        from liupan.foundation.journal.sequencing import link_all

        autodiscover_modules("events", "labels", "handlers")
        background.register("journal.link", 1, link_all)
        background.register("journal.dispatch", 1, dispatch_all)
        background.register("journal.verify", 5, check_when_due)
        background.register("journal.anchor", 3600, anchor_head)
