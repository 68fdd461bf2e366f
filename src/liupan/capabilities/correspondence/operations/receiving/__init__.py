"""What is done with incoming documents (收文办理): every act its own module's."""

from liupan.capabilities.correspondence.operations.receiving.accepting import (
    register_document,
    send_back_document,
    sign_for_document,
)
from liupan.capabilities.correspondence.operations.receiving.arriving import enter_document
from liupan.capabilities.correspondence.operations.receiving.circulating import (
    circulate_document,
    read_document,
)
from liupan.capabilities.correspondence.operations.receiving.handling import (
    finish_handling,
    hand_over_handling,
    instruct_document,
    propose_handling,
    return_handling,
    urge_handling,
)
from liupan.capabilities.correspondence.operations.receiving.reviewing import review_document

__all__ = [
    "circulate_document",
    "enter_document",
    "finish_handling",
    "hand_over_handling",
    "instruct_document",
    "propose_handling",
    "read_document",
    "register_document",
    "return_handling",
    "review_document",
    "send_back_document",
    "sign_for_document",
    "urge_handling",
]
