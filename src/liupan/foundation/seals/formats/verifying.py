"""Verifying an OFD: the package, the list of signatures, and each signature."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import NotACertificate
from liupan.foundation.documents.facade import BadPackage, Package, is_canonical, read_package
from liupan.foundation.seals.formats.checking import LIST, check_all
from liupan.foundation.seals.formats.examining import Examined, NotReadable
from liupan.foundation.seals.formats.packages import (
    Entry,
    SignatureList,
    find,
    is_written_here,
    pages_of,
    signature_files,
    signature_lists,
)
from liupan.foundation.seals.formats.signing import PROVIDER
from liupan.foundation.seals.formats.verdicts import (
    Answer,
    Finding,
    SignatureVerdict,
    Trust,
    Verdict,
    fails,
    holds,
    unknown,
)


def verify_ofd(data: bytes, trust: Trust) -> Verdict:
    """Everything that can be said of an OFD file and its signatures. Never raises a refusal."""
    try:
        package = read_package(data)
        lists, pages = signature_lists(package), pages_of(package)
    except BadPackage as error:
        return Verdict("ofd", (_readable(fails(error.message)),), ())
    exempt = frozenset(signature_files(package, lists))
    examined = [
        (entry.id, Examined(package, _place(package, listed, entry), pages, exempt, trust))
        for listed in lists
        for entry in listed.entries
    ]
    ours = frozenset(one.place for _id, one in examined if _is_ours(one))
    canonical = _canonical(data, bool(ours))
    findings = (
        _readable(holds(_("The file can be read, and every byte of it belongs to one part."))),
        _finding(2, "canonical", _("Packing of the file"), canonical, is_needed=False),
        _finding(3, "signature_list", _("List of signatures"), _listed(package, lists, ours)),
    )
    return Verdict("ofd", findings, tuple(_verdict(one_id, one) for one_id, one in examined))


def _verdict(one_id: str, it: Examined) -> SignatureVerdict:
    findings = check_all(it, LIST)
    try:
        value = it.value
        named = (value.seal.name, value.certificate.common_name, value.certificate.issuer)
        return SignatureVerdict(one_id, *named, value.signed_at, findings)
    except (NotReadable, NotACertificate):
        return SignatureVerdict(one_id, "", "", "", None, findings)


def _is_ours(it: Examined) -> bool:
    try:
        return it.file.provider == PROVIDER
    except NotReadable:
        return False


def _canonical(data: bytes, is_ours: bool) -> Answer:
    """Whether any byte of the file is free to be changed without changing a part of it."""
    if is_canonical(data):
        return holds(_("Not one byte of the file could be changed without changing a part of it."))
    if is_ours:
        return fails(_("Bytes of the file were altered that belong to none of its parts."))
    return unknown(
        _("The file is packed in a way that leaves bytes which no signature covers; none is shown.")
    )


def _listed(package: Package, lists: tuple[SignatureList, ...], ours: frozenset[str]) -> Answer:
    problem = next(_problems(package, lists), None)
    if problem is not None:
        return fails(problem)
    if not lists:
        return unknown(_("The file is not signed."))
    if ours and not all(is_written_here(package, listed, ours) for listed in lists):
        return fails(_("The list of signatures was altered."))
    return holds(_("The list names every signature once."))


def _problems(package: Package, lists: tuple[SignatureList, ...]) -> Iterator[str]:
    for listed in lists:
        if not listed.entries:
            yield _("The list of signatures names none.")
        ids = [entry.id for entry in listed.entries]
        places = [find(package, entry.place, base=listed.place) for entry in listed.entries]
        if None in places:
            yield _("The list names a signature that is not in the file.")
        if len(set(ids)) != len(ids) or len(set(places)) != len(places):
            yield _("The list names a signature twice.")


def _place(package: Package, listed: SignatureList, entry: Entry) -> str:
    return find(package, entry.place, base=listed.place) or entry.place.lstrip("/")


def _readable(answer: Answer) -> Finding:
    return _finding(1, "readable", _("The file itself"), answer)


def _finding(
    number: int, code: str, title: str, answer: Answer, *, is_needed: bool = True
) -> Finding:
    return Finding(number, code, title, answer.result, answer.sentence, is_needed)
