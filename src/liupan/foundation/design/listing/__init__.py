"""One list page for every list: filter, sort, page, keep, export."""

from liupan.foundation.design.listing.columns import Column, Role
from liupan.foundation.design.listing.exports import KINDS, Export, install_exporter, write_table
from liupan.foundation.design.listing.page import (
    Batch,
    ListPage,
    Preset,
    before_asked,
    page_asked,
    picked,
    table_of,
)
from liupan.foundation.design.listing.rows import ListRows, Page, QueryRows, Rows

__all__ = [
    "KINDS",
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
    "before_asked",
    "install_exporter",
    "page_asked",
    "picked",
    "table_of",
    "write_table",
]
