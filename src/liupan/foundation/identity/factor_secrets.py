"""Secrets of authenticator apps and recovery codes, sealed so that rotating master keys keeps them.

allauth does not say whose secret it seals, so all are sealed under one key, which `crypto` wraps
and rotates as it does a person's. Who is erased loses the rows themselves.
"""

from uuid import UUID, uuid5

from liupan.foundation.crypto.facade import open_sealed, seal

HOLDER = uuid5(UUID(int=0), "liupan.identity.second_factors")


def sealed(text: str) -> str:
    """The text as it is stored."""
    return seal(HOLDER, [text])[0]


def opened(stored: str) -> str:
    """The text again."""
    (text,) = open_sealed([(HOLDER, stored)])
    assert text is not None  # the key that all share is never destroyed
    return text
