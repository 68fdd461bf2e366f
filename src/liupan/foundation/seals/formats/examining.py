"""One signature under examination: what its checks look at, read when it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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
        return self._path(self.value.certificate)

    @cached_property
    def maker(self) -> Path:
        """Path of the seal maker's certificate."""
        return self._path(self.seal.maker)

    def _path(self, leaf: Certificate) -> Path:
        return find_path(leaf, others=self.trust.others, trusted=self.trust.roots)
