"""The door of `crypto`."""

from liupan.foundation.crypto.keys import PersonErased, destroy_key, open_sealed, seal
from liupan.foundation.crypto.primitives import Undecipherable, decrypt, encrypt, sm3

__all__ = [
    "PersonErased",
    "Undecipherable",
    "decrypt",
    "destroy_key",
    "encrypt",
    "open_sealed",
    "seal",
    "sm3",
]
