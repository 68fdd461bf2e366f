"""The layout of GB/T 9704-2012 holds in the OFD as it holds in the PDF."""

import pytest

from liupan.foundation.documents.layout.checking import check_layout
from liupan.foundation.documents.layout.pages import read_pdf
from liupan.foundation.documents.layout.source import DocumentType, OfficialDocument
from liupan.foundation.documents.layout.typesetting import render_pdf
from liupan.foundation.documents.ofd.checking import check_package
from liupan.foundation.documents.ofd.measuring import read_ofd
from liupan.foundation.documents.ofd.package import read_package
from liupan.foundation.documents.ofd.writing import ofd_of_pdf
from liupan.foundation.documents.tests.ofd.makers import NOW, PARTICULARS
from liupan.foundation.documents.tests.official import document, joint, of_type

SOURCES = {
    **{kind.name.lower(): of_type(kind) for kind in DocumentType},
    "four_pages": document(4),
    "joint": joint(1),
}


def ofd_of(source: OfficialDocument) -> tuple[bytes, bytes]:
    pdf = render_pdf(source).pdf
    return pdf, ofd_of_pdf(pdf, particulars=PARTICULARS, now=NOW, is_own=True)


@pytest.mark.parametrize("name", SOURCES)
def test_every_check_of_the_layout_holds_in_the_ofd(name: str) -> None:
    source = SOURCES[name]
    pdf, ofd = ofd_of(source)
    printed, drawn = read_pdf(pdf), read_ofd(ofd)
    assert [page.text for page in printed] == [page.text for page in drawn]
    complaints = {
        verdict.number: (verdict.name, verdict.complaints)
        for verdict in check_layout(source, drawn)
        if not verdict.holds
    }
    assert complaints == {}
    assert [c.number for c in check_package(read_package(ofd)) if not c.is_met] == ["A1"]
