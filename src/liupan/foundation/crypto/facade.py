"""The door of `crypto`."""

from liupan.foundation.crypto.keys import (
    PersonErased,
    destroy_key,
    open_sealed,
    rotate_master,
    seal,
)
from liupan.foundation.crypto.masters import MasterKeyMissing, fingerprint
from liupan.foundation.crypto.primitives import Undecipherable, decrypt, encrypt, sm3

__all__ = [
    "MasterKeyMissing",
    "PersonErased",
    "Undecipherable",
    "decrypt",
    "destroy_key",
    "encrypt",
    "fingerprint",
    "open_sealed",
    "rotate_master",
    "seal",
    "sm3",
]
