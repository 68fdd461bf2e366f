"""Configuration of `calendar`."""

from django.apps import AppConfig

from liupan.kernel import background


class CalendarConfig(AppConfig):
    """Official working days and clocks that pause and warn (工作日历与时限)."""

    name = "liupan.foundation.calendar"
    label = "calendar"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.foundation.calendar import kinds, transfers  # noqa: F401  declare themselves
        from liupan.foundation.calendar.tending import tend

        background.register("calendar.tend", 20, tend)
