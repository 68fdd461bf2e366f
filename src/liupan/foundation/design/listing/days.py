"""A filter that lists of several offices have."""

from django_filters import DateFilter

from liupan.foundation.design.forms import DateField


class DayFilter(DateFilter):
    """A day; none that nobody means, where calendars end and have no day after."""

    field_class = DateField
