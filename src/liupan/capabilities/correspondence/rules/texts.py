"""The text of a draft as it is kept and compared."""

import json
from collections.abc import Mapping
from typing import Any

FINAL = frozenset({"number", "copy_number", "signers", "date", "printed_on"})
"""Places of a source that are filled in after it was signed off."""


def canonical(source: Mapping[str, Any]) -> bytes:
    """The one way a source is written when it is compared: keys in order, no white space."""
    return json.dumps(source, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
