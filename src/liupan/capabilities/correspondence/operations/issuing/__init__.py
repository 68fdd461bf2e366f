"""Issuing what was signed off: 编号 (number), 制版 (files), 用印 (seal), 分发 (dispatch), 作废.

Each act is one transaction; killed before its end nothing was done, killed after it the same call
finds it done. A document keeps its number for ever, also when it goes back for another text.
"""

from liupan.capabilities.correspondence.operations.issuing.dispatching import (
    NoUnits,
    ReceiversChanged,
    SealBroken,
    dispatch_document,
)
from liupan.capabilities.correspondence.operations.issuing.numbering import number_document
from liupan.capabilities.correspondence.operations.issuing.sealing import seal_document
from liupan.capabilities.correspondence.operations.issuing.typesetting import (
    RENDER,
    render_document,
    render_waiting,
)
from liupan.capabilities.correspondence.operations.issuing.voiding import void_document

__all__ = [
    "RENDER",
    "NoUnits",
    "ReceiversChanged",
    "SealBroken",
    "dispatch_document",
    "number_document",
    "render_document",
    "render_waiting",
    "seal_document",
    "void_document",
]
