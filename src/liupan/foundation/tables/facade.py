"""The door of `tables`. Who may read what is the caller's to say: it gives a `View`."""

from liupan.foundation.tables.at_once import load_at_once
from liupan.foundation.tables.bounds import TooSlow, Value
from liupan.foundation.tables.exporting import (
    ENCODINGS,
    Export,
    TooLong,
    export_csv,
    export_parquet,
    export_xlsx,
    ranged,
)
from liupan.foundation.tables.feeds import Change, ChangeKind, Changes, read_changes
from liupan.foundation.tables.filling import fill_table
from liupan.foundation.tables.grouping import Coarse, Groups, coarser, content_of, count_groups
from liupan.foundation.tables.opening import DELIMITERS, Form, UnreadableFile
from liupan.foundation.tables.operations import (
    AboveCeiling,
    ContentShown,
    FileTooLarge,
    NoKey,
    StructureChanged,
    TooManyWrong,
    UnfitColumns,
    close_table,
    define_table,
    index_column,
    redefine_table,
    start_load,
)
from liupan.foundation.tables.policies import DEFINE_TABLES, LOAD_TABLES
from liupan.foundation.tables.proposing import Proposal, ProposedColumn, propose
from liupan.foundation.tables.queries import (
    LoadRef,
    QualityRef,
    TableRef,
    get_load,
    get_table,
    list_loads,
    list_tables,
    list_titles,
)
from liupan.foundation.tables.reading import (
    Count,
    Facet,
    Page,
    count_rows,
    get_page,
    list_facet,
)
from liupan.foundation.tables.rules.columns import Column, Flaw, Type
from liupan.foundation.tables.rules.marks import Mark as RowMark
from liupan.foundation.tables.rules.marks import count_made, marks_in
from liupan.foundation.tables.rules.reading import (
    Filter,
    Mask,
    MaskKind,
    Operator,
    Question,
    View,
)
from liupan.foundation.tables.searching import Search, count_found, search_rows
from liupan.foundation.tables.selecting import (
    BadCursor,
    BadFilter,
    ContentReplaced,
    NoContent,
    UnknownColumn,
)
from liupan.foundation.tables.wording import FLAWS, MODES, TYPES
from liupan.foundation.tables.written import csv_of, parquet_of, xlsx_of

__all__ = [
    "DEFINE_TABLES",
    "DELIMITERS",
    "ENCODINGS",
    "FLAWS",
    "LOAD_TABLES",
    "MODES",
    "TYPES",
    "AboveCeiling",
    "BadCursor",
    "BadFilter",
    "Change",
    "ChangeKind",
    "Changes",
    "Coarse",
    "Column",
    "ContentReplaced",
    "ContentShown",
    "Count",
    "Export",
    "Facet",
    "FileTooLarge",
    "Filter",
    "Flaw",
    "Form",
    "Groups",
    "LoadRef",
    "Mask",
    "MaskKind",
    "NoContent",
    "NoKey",
    "Operator",
    "Page",
    "Proposal",
    "ProposedColumn",
    "QualityRef",
    "Question",
    "RowMark",
    "Search",
    "StructureChanged",
    "TableRef",
    "TooLong",
    "TooManyWrong",
    "TooSlow",
    "Type",
    "UnfitColumns",
    "UnknownColumn",
    "UnreadableFile",
    "Value",
    "View",
    "close_table",
    "coarser",
    "content_of",
    "count_found",
    "count_groups",
    "count_made",
    "count_rows",
    "csv_of",
    "define_table",
    "export_csv",
    "export_parquet",
    "export_xlsx",
    "fill_table",
    "get_load",
    "get_page",
    "get_table",
    "index_column",
    "list_facet",
    "list_loads",
    "list_tables",
    "list_titles",
    "load_at_once",
    "marks_in",
    "parquet_of",
    "propose",
    "ranged",
    "read_changes",
    "redefine_table",
    "search_rows",
    "start_load",
    "xlsx_of",
]
