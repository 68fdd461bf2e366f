"""What a file is refused for. Each is a sentence for whoever handed the file in."""

from django.utils.translation import gettext as _

from liupan.kernel.errors import InvalidInput


class BadPackage(InvalidInput):
    """The file cannot be read as an OFD package (GB/T 33190-2016)."""

    def __init__(self, message: str, *, next_step: str = "") -> None:
        super().__init__(
            message, next_step=next_step or _("Ask whoever made the file to export it again.")
        )


class NotAPackage(BadPackage):
    """It is no ZIP file, or one without OFD.xml."""


class PackageTooLarge(BadPackage):
    """It is larger, or holds more files, than is read."""


class PackageOverfull(BadPackage):
    """It unfolds to far more than its size (压缩炸弹)."""


class PackageDamaged(BadPackage):
    """What it holds is not what its table of contents and checksums say."""


class PackageLocked(BadPackage):
    """It is encrypted (GM/T 0099 or a ZIP password)."""


class HiddenBytes(BadPackage):
    """It has bytes that belong to no file: a comment, a gap, an overlap, something at the end."""


class UnsafeName(BadPackage):
    """A file in it has a name that leads outside or that nobody can read."""


class AmbiguousName(BadPackage):
    """Two files in it have one name, or names that differ by case alone."""


class MissingPart(BadPackage):
    """A file that the document names is not in the package."""


class UnsafeMarkup(BadPackage):
    """An XML file in it has a document type, entities, or is too deep or too large."""


class BrokenMarkup(BadPackage):
    """An XML file in it is not well formed, or not what it should be."""
