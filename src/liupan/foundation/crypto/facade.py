"""The door of `crypto`."""

from liupan.foundation.crypto.folders import FileLost, SealedFolder, SealedWriter, new_file_key
from liupan.foundation.crypto.keys import (
    PersonErased,
    destroy_key,
    open_sealed,
    rotate_master,
    seal,
)
from liupan.foundation.crypto.masters import MasterKeyMissing, fingerprint
from liupan.foundation.crypto.primitives import Undecipherable, decrypt, encrypt, running_sm3, sm3

__all__ = [
    "FileLost",
    "MasterKeyMissing",
    "PersonErased",
    "SealedFolder",
    "SealedWriter",
    "Undecipherable",
    "decrypt",
    "destroy_key",
    "encrypt",
    "fingerprint",
    "new_file_key",
    "open_sealed",
    "rotate_master",
    "running_sm3",
    "seal",
    "sm3",
]
