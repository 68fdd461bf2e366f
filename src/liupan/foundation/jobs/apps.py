"""Configuration of `jobs`."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work: progress, leave, cancel, resume; imports and exports (后台任务)."""

    name = "liupan.foundation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
