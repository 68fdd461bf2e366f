"""Configuration of `jobs`."""

from django.apps import AppConfig

from liupan.foundation.design.facade import install_exporter


class JobsConfig(AppConfig):
    """Long work: progress, leave, cancel, resume; imports and exports (后台任务)."""

    name = "liupan.foundation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.foundation.jobs.listing import start_list_export

        install_exporter(start_list_export)
