"""The door of `search`."""

from liupan.foundation.search.indexing import index, index_all, unindex
from liupan.foundation.search.operations import Compared, compare_index, rebuild_index
from liupan.foundation.search.policies import REBUILD_INDEX
from liupan.foundation.search.queries import (
    Found,
    Results,
    list_suggestions,
    search,
    suggest,
)
from liupan.foundation.search.registry import IndexEntry, label_of, source, sources

__all__ = [
    "REBUILD_INDEX",
    "Compared",
    "Found",
    "IndexEntry",
    "Results",
    "compare_index",
    "index",
    "index_all",
    "label_of",
    "list_suggestions",
    "rebuild_index",
    "search",
    "source",
    "sources",
    "suggest",
    "unindex",
]
