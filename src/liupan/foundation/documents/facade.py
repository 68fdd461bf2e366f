"""The door of `documents`."""

from liupan.foundation.documents.comparing import Row, compared
from liupan.foundation.documents.disks import DiskFull, StorageRefuses, StorageSilent
from liupan.foundation.documents.forms import Attached, FilesField
from liupan.foundation.documents.gateways import NoPreview, ScannerSilent, copied, scanner_version
from liupan.foundation.documents.gateways import words as words_of_file
from liupan.foundation.documents.guarding import FileGuard, Unguarded, guards
from liupan.foundation.documents.kinds import ACCEPT, COPIED, PICTURED
from liupan.foundation.documents.layout.checking import LayoutVerdict, check_layout
from liupan.foundation.documents.layout.faces import MissingGlyph
from liupan.foundation.documents.layout.pages import Glyph, Page, Rule, read_pdf
from liupan.foundation.documents.layout.paper import PaperPage, paper_of
from liupan.foundation.documents.layout.reading import NotASource, read_source, write_source
from liupan.foundation.documents.layout.source import (
    DocumentType,
    Form,
    Level,
    Number,
    OfficialDocument,
    SecretMark,
    Signature,
    Urgency,
)
from liupan.foundation.documents.layout.texts import lines_of_text, text_of
from liupan.foundation.documents.layout.typesetting import (
    NotTypeset,
    Rendered,
    SealPlace,
    TooLong,
    Unprintable,
    missing_in,
    render_pdf,
)
from liupan.foundation.documents.layout.validating import Lack, validate
from liupan.foundation.documents.moving import count_on_disk
from liupan.foundation.documents.notices import Notice, notice_docx, notice_pdf
from liupan.foundation.documents.ofd.checking import Check, check_package
from liupan.foundation.documents.ofd.drawing import Drawing, Stamp
from liupan.foundation.documents.ofd.measuring import read_ofd, signs_of
from liupan.foundation.documents.ofd.package import Package, is_canonical, read_package
from liupan.foundation.documents.ofd.picturing import picture_sheet
from liupan.foundation.documents.ofd.reading import read_drawing
from liupan.foundation.documents.ofd.refusals import BadPackage, MissingPart
from liupan.foundation.documents.ofd.sealing import seals_of
from liupan.foundation.documents.ofd.telling import text_of_drawing
from liupan.foundation.documents.ofd.writing import Particulars, ofd_of_pdf
from liupan.foundation.documents.operations.keeping import (
    AboveCeiling,
    AlreadyWithdrawn,
    HoldsVirus,
    TooLarge,
    keep_file,
    withdraw_file,
)
from liupan.foundation.documents.operations.marking import MarkedByItsThing, follow_mark
from liupan.foundation.documents.operations.opening import (
    BeingChecked,
    OpenedFile,
    open_file,
    open_files,
    read_words,
)
from liupan.foundation.documents.policies import CHANGE_MARKS, DECIDE_MARKS
from liupan.foundation.documents.queries import (
    FileRef,
    count_contents,
    list_altered,
    list_files,
    list_lost,
)
from liupan.foundation.documents.showing import (
    PrintGuard,
    all_url,
    print_guard,
    reader_line,
    shown,
    watermark,
)
from liupan.foundation.documents.sniffing import (
    DamagedFile,
    EmptyFile,
    HoldsProgram,
    KindNotTaken,
    LockedFile,
    Mislabelled,
    Overfull,
)
from liupan.foundation.documents.stores import OUTGOING, bucket_place, try_bucket

__all__ = [
    "ACCEPT",
    "CHANGE_MARKS",
    "COPIED",
    "DECIDE_MARKS",
    "OUTGOING",
    "PICTURED",
    "AboveCeiling",
    "AlreadyWithdrawn",
    "Attached",
    "BadPackage",
    "BeingChecked",
    "Check",
    "DamagedFile",
    "DiskFull",
    "DocumentType",
    "Drawing",
    "EmptyFile",
    "FileGuard",
    "FileRef",
    "FilesField",
    "Form",
    "Glyph",
    "HoldsProgram",
    "HoldsVirus",
    "KindNotTaken",
    "Lack",
    "LayoutVerdict",
    "Level",
    "LockedFile",
    "MarkedByItsThing",
    "Mislabelled",
    "MissingGlyph",
    "MissingPart",
    "NoPreview",
    "NotASource",
    "NotTypeset",
    "Notice",
    "Number",
    "OfficialDocument",
    "OpenedFile",
    "Overfull",
    "Package",
    "Page",
    "PaperPage",
    "Particulars",
    "PrintGuard",
    "Rendered",
    "Row",
    "Rule",
    "ScannerSilent",
    "SealPlace",
    "SecretMark",
    "Signature",
    "Stamp",
    "StorageRefuses",
    "StorageSilent",
    "TooLarge",
    "TooLong",
    "Unguarded",
    "Unprintable",
    "Urgency",
    "all_url",
    "bucket_place",
    "check_layout",
    "check_package",
    "compared",
    "copied",
    "count_contents",
    "count_on_disk",
    "follow_mark",
    "guards",
    "is_canonical",
    "keep_file",
    "lines_of_text",
    "list_altered",
    "list_files",
    "list_lost",
    "missing_in",
    "notice_docx",
    "notice_pdf",
    "ofd_of_pdf",
    "open_file",
    "open_files",
    "paper_of",
    "picture_sheet",
    "print_guard",
    "read_drawing",
    "read_ofd",
    "read_package",
    "read_pdf",
    "read_source",
    "read_words",
    "reader_line",
    "render_pdf",
    "scanner_version",
    "seals_of",
    "shown",
    "signs_of",
    "text_of",
    "text_of_drawing",
    "try_bucket",
    "validate",
    "watermark",
    "withdraw_file",
    "words_of_file",
    "write_source",
]
