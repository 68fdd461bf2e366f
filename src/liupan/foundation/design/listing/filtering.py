"""Filters of a list, cheaply bound: a page binds some, one set for each tab."""

from copy import copy
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django_filters import Filter


class FilterSet(django_filters.FilterSet):
    """Of one request. The package copies all of every filter, with each name of each choice, which
    was a fifth of a list page; what differs between requests is only whose filters they are."""

    def __init__(
        self,
        data: QueryDict | None = None,
        queryset: QuerySet[Any] | None = None,
        *,
        request: Any = None,
        prefix: str | None = None,
    ) -> None:
        self.is_bound = data is not None
        self.data = data or QueryDict()
        self.queryset = self._meta.model._default_manager.all() if queryset is None else queryset
        self.request = request
        self.form_prefix = prefix
        self.filters = {name: self._own(one) for name, one in self.base_filters.items()}

    def _own(self, one: Filter) -> Filter:
        made = copy(one)
        made.extra = dict(one.extra)
        if one.method is not None:
            made.method = one.method  # the package binds it to the filter that it is set on
        made.model, made.parent = self.queryset.model, self
        return made
