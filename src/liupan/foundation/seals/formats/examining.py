"""One signature under examination: what its checks look at, read when it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol

from liupan.foundation.crypto.facade import (
    Certificate,
    Path,
    find_path,
)
from liupan.foundation.documents.facade import BadPackage, Package
from liupan.foundation.seals.formats.packages import (
    BrokenSignatureFile,
    Page,
    SignatureFile,
    read_signature_file,
)
from liupan.foundation.seals.formats.structures import (
    NotASeal,
    Seal,
    SealSignature,
    read_signature,
)
from liupan.foundation.seals.formats.verdicts import (
    Trust,
)
from liupan.kernel.errors import Refusal


class NotReadable(Refusal):
    """What a check needs cannot be read; another check says so."""


class Value(Protocol):
    """A signature's own data: who signed, and when by their own word."""

    @property
    def certificate(self) -> Certificate: ...

    @property
    def signed_at(self) -> datetime: ...


class Signed(Protocol):
    """Anything that was signed, as checks of the signer's certificate see it."""

    @property
    def value(self) -> Value: ...

    @property
    def signer(self) -> Path: ...

    @property
    def trust(self) -> Trust: ...


class SealSigned(Protocol):
    """Anything that was signed with a seal of GB/T 38540, wherever the signature lies."""

    @property
    def value(self) -> SealSignature: ...

    @property
    def seal(self) -> Seal: ...

    @property
    def signer(self) -> Path: ...

    @property
    def maker(self) -> Path: ...

    @property
    def trust(self) -> Trust: ...


@dataclass(frozen=True)
class Examined:
    """One signature under examination, with all that its checks look at."""

    package: Package
    place: str
    """Of Signature.xml, in the package."""
    pages: Sequence[Page]
    exempt: frozenset[str]
    """Files that belong to signatures."""
    trust: Trust

    @cached_property
    def file(self) -> SignatureFile:
        """Signature.xml. Raises `NotReadable`."""
        try:
            return read_signature_file(self.package, self.place)
        except (BadPackage, BrokenSignatureFile) as error:
            raise NotReadable(error.message) from error

    @cached_property
    def value(self) -> SealSignature:
        """SignedValue.dat. Raises `NotReadable`."""
        try:
            return read_signature(self.package.read(self.file.value_place, base=self.place))
        except (BadPackage, NotASeal) as error:
            raise NotReadable(error.message) from error

    @property
    def seal(self) -> Seal:
        return self.value.seal

    @cached_property
    def signer(self) -> Path:
        """Path of the signer's certificate."""
        return path_of(self.value.certificate, self.trust)

    @cached_property
    def maker(self) -> Path:
        """Path of the seal maker's certificate."""
        return path_of(self.seal.maker, self.trust)


def path_of(leaf: Certificate, trust: Trust) -> Path:
    """The path of a certificate to those who are believed."""
    return find_path(leaf, others=trust.others, trusted=trust.roots)
