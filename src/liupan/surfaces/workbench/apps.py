"""Configuration of `workbench`."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """Staff: work list, search, my units' boards (工作台)."""

    name = "liupan.surfaces.workbench"
    label = "workbench"
    default_auto_field = "django.db.models.BigAutoField"
