"""DCAT-AP's shapes, and a judge of them that is not ours."""

import warnings
from pathlib import Path

import pyshacl
import rdflib

SHAPES = Path(__file__).resolve().parents[3] / "shared/data/dcat-ap"
VERSIONS = {
    "2.1.1": ("dcat-ap_2.1.1_shacl_shapes.ttl", "dcat-ap_2.1.1_shacl_range.ttl"),
    "3": ("dcat-ap_3_shacl_shapes.ttl",),
}
READ_AS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}


def violations(text: str, form: str, version: str) -> list[str]:
    """What the shapes of a version find wrong."""
    data, shapes = rdflib.Graph(), rdflib.Graph()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # rdflib's own
        data.parse(data=text, format=READ_AS[form])
    for name in VERSIONS[version]:
        shapes.parse(SHAPES / name)
    found = pyshacl.validate(data, shacl_graph=shapes, advanced=True)[1]
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    return [
        " ".join(str(found.value(one, sh[name])) for name in ("focusNode", "resultPath", "value"))
        for one in found.subjects(sh.resultSeverity, sh.Violation)
    ]
