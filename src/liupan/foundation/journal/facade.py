"""The door of `journal`."""

from liupan.foundation.journal.anchoring import read_anchors, write_anchor
from liupan.foundation.journal.dispatching import dispatch_all
from liupan.foundation.journal.exporting import Manifest
from liupan.foundation.journal.hearing import Heard, hears
from liupan.foundation.journal.operations import (
    drop_delivery,
    export_journal,
    follow_thing,
    request_verification,
    retry_delivery,
    search_journal,
)
from liupan.foundation.journal.policies import (
    EXPORT_JOURNAL,
    MEND_DELIVERIES,
    READ_JOURNAL,
    READ_PERSONAL,
    VERIFY_JOURNAL,
)
from liupan.foundation.journal.queries import (
    ChainState,
    Change,
    DeliveryRef,
    EntryRef,
    Page,
    Reading,
    Search,
    Value,
    VerificationRef,
    chain_state,
    count_entries,
    history,
    list_deliveries,
    list_entries,
)
from liupan.foundation.journal.recording import (
    NotRecorded,
    Operation,
    all_or_nothing,
    nothing_changed,
    operation,
    operations,
    record,
)
from liupan.foundation.journal.sequencing import link_all, link_pending
from liupan.foundation.journal.verifying import Anchor, Finding, Report, verify

__all__ = [
    "EXPORT_JOURNAL",
    "MEND_DELIVERIES",
    "READ_JOURNAL",
    "READ_PERSONAL",
    "VERIFY_JOURNAL",
    "Anchor",
    "ChainState",
    "Change",
    "DeliveryRef",
    "EntryRef",
    "Finding",
    "Heard",
    "Manifest",
    "NotRecorded",
    "Operation",
    "Page",
    "Reading",
    "Report",
    "Search",
    "Value",
    "VerificationRef",
    "all_or_nothing",
    "chain_state",
    "count_entries",
    "dispatch_all",
    "drop_delivery",
    "export_journal",
    "follow_thing",
    "hears",
    "history",
    "link_all",
    "link_pending",
    "list_deliveries",
    "list_entries",
    "nothing_changed",
    "operation",
    "operations",
    "read_anchors",
    "record",
    "request_verification",
    "retry_delivery",
    "search_journal",
    "verify",
    "write_anchor",
]
