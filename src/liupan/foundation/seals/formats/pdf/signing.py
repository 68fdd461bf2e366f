"""Setting a PAdES signature on a PDF, seen as a seal (ETSI EN 319 142-1, level B-B).

An earlier signature stays valid: everything is added after what it covers.
"""

import io
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    enumerate_sig_fields,
)
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import BuildProps, SignatureObject

from liupan.foundation.crypto.facade import Certificate, SigningKey
from liupan.foundation.seals.formats.envelopes import DIGEST, SPARE, signed_envelope
from liupan.foundation.seals.formats.pdf.boxes import Frame, Mark, frame
from liupan.foundation.seals.formats.places import OutsidePage, is_inside
from liupan.foundation.seals.formats.signing import PROVIDER, NotSealable
from liupan.kernel.clock import CITY

_READING = (
    PdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)
"""What pyHanko says of a file that is not what it should be."""
FIELD = "Seal{}"
"""Name of the field of the signature of this number."""


class _Writer(IncrementalPdfFileWriter):
    """Adds, and leaves the document's own particulars as they are: PDF/A wants them alike in both
    places, and the moment of this machine is not the city's."""

    def _update_meta(self) -> None:
        """Nothing."""


def sign_pdf(
    content: bytes,
    *,
    certificate: Certificate,
    key: SigningKey,
    name: str,
    picture: bytes,
    marks: Sequence[Mark],
    at: datetime,
) -> bytes:
    """The PDF with one more signature.

    Args:
        certificate: that of `key`, RSA or ECDSA.
        name: of the seal, for readers to show.
        picture: what is seen, as a PDF with one image on its page.

    Raises `NotSealable`, `OutsidePage`.
    """
    try:
        writer = _Writer(io.BytesIO(content))
        field = FIELD.format(len(list(enumerate_sig_fields(writer))) + 1)
        widgets = _add_field(writer, field, _image(writer, picture), marks)
        return _filled(writer, field, widgets, certificate, key, name, at)
    except _READING as error:
        raise NotSealable(_("This PDF cannot be sealed.")) from error


def _filled(
    writer: _Writer,
    field: str,
    widgets: Sequence[generic.DictionaryObject],
    certificate: Certificate,
    key: SigningKey,
    name: str,
    at: datetime,
) -> bytes:
    dictionary = SignatureObject(
        timestamp=at.astimezone(CITY).replace(microsecond=0),
        name=name,
        subfilter=SigSeedSubFilter.PADES,
        app_build_props=BuildProps(name=PROVIDER),
        bytes_reserved=2 * (len(certificate.der) + SPARE),
    )
    embedder = PdfCMSEmbedder().write_cms(field, writer, existing_fields_only=True)
    next(embedder)
    reference = embedder.send(SigObjSetup(dictionary))
    for widget in widgets:  # poppler looks for the signature here, and not in the field
        widget[pdf_name("/V")] = reference
    prepared, output = embedder.send(SigIOSetup(md_algorithm=DIGEST))
    embedder.send(signed_envelope(prepared.document_digest, certificate, key))
    sealed: bytes = output.getvalue()
    return sealed


def _image(writer: _Writer, picture: bytes) -> generic.IndirectObject:
    page = PdfFileReader(io.BytesIO(picture)).root["/Pages"]["/Kids"][0]
    [image] = page["/Resources"]["/XObject"].values()
    return writer.import_object(image)


def _add_field(
    writer: _Writer, name: str, image: generic.IndirectObject, marks: Sequence[Mark]
) -> tuple[generic.DictionaryObject, ...]:
    """One field, seen at every mark; its widgets. Seen once, field and widget are one object: some
    readers know no other form.
    """
    frames = [_frame(writer, mark) for mark in marks]
    is_one = len(marks) == 1
    spec = SigFieldSpec(name, on_page=marks[0].page, box=(0, 0, 1, 1), combine_annotation=is_one)
    append_signature_field(writer, spec)
    [(_name, _value, field)] = enumerate_sig_fields(writer, with_name=name)
    widgets = [field] if is_one else field.get_object()["/Kids"]
    for mark in marks[1:]:
        widgets.append(_widget(writer, mark.page))
    for widget, mark, around in zip(widgets, marks, frames, strict=True):
        _show(widget.get_object(), around.to_points(mark.seen), _look(writer, image, mark))
        if not is_one:
            widget.get_object()[pdf_name("/Parent")] = field
    return tuple(widget.get_object() for widget in widgets)


def _frame(writer: _Writer, mark: Mark) -> Frame:
    count = int(writer.root["/Pages"]["/Count"])
    found = frame(_page(writer, mark.page).get_object()) if mark.page < count else None
    if found is None or not is_inside(mark.seen, found.box):
        raise OutsidePage(_("The seal would not stand wholly on a page of the document."))
    return found


def _page(writer: _Writer, number: int) -> generic.Reference:
    reference, _resources = writer.find_page_for_modification(number)
    return reference


def _show(
    widget: generic.DictionaryObject,
    rect: tuple[float, float, float, float],
    look: generic.IndirectObject,
) -> None:
    widget[pdf_name("/Rect")] = _numbers(*rect)
    widget[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): look})


def _widget(writer: _Writer, page: int) -> generic.IndirectObject:
    where = _page(writer, page)
    widget = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/F"): generic.NumberObject(0b10000100),  # printed, locked
            pdf_name("/P"): where,
        }
    )
    added = writer.add_object(widget)
    writer.register_annotation(where, added)
    return added


def _look(writer: _Writer, image: generic.IndirectObject, mark: Mark) -> generic.IndirectObject:
    """What is drawn: the whole picture, cut where only a part of it is seen."""
    _left, _top, width, height = (Frame.points(one) for one in mark.box)
    left, top, wide, high = (Frame.points(one) for one in mark.clip or (0, 0, *mark.box[2:]))
    drawn = f"q {width:.3f} 0 0 {height:.3f} {-left:.3f} {top + high - height:.3f} cm /Seal Do Q"
    form = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): _numbers(0, 0, wide, high),
            pdf_name("/Resources"): generic.DictionaryObject(
                {pdf_name("/XObject"): generic.DictionaryObject({pdf_name("/Seal"): image})}
            ),
        },
        stream_data=drawn.encode(),
    )
    return writer.add_object(form)


def _numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject(generic.FloatObject(f"{value:.3f}") for value in values)
