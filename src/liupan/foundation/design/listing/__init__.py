"""One list page for every list: filter, sort, page, keep, export."""

from liupan.foundation.design.listing.columns import Column, Role
from liupan.foundation.design.listing.exports import Export, install_exporter
from liupan.foundation.design.listing.page import Batch, ListPage, Preset, table_of
from liupan.foundation.design.listing.rows import ListRows, Page, QueryRows, Rows

__all__ = [
    "Batch",
    "Column",
    "Export",
    "ListPage",
    "ListRows",
    "Page",
    "Preset",
    "QueryRows",
    "Role",
    "Rows",
    "install_exporter",
    "table_of",
]
