"""Checks of a signature with a seal, each on its own (GB/T 38540-2020 clause 7.3 and more)."""

import re
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liupan.foundation.crypto.facade import (
    Algorithm,
    kind_of_key,
    sm3,
)
from liupan.foundation.seals.formats.examining import Examined, SealSigned
from liupan.foundation.seals.formats.packages import find
from liupan.foundation.seals.formats.places import is_inside
from liupan.foundation.seals.formats.structures import (
    SM2_WITH_SM3,
    SM3,
)
from liupan.foundation.seals.formats.timestamps import SLACK, check_token
from liupan.foundation.seals.formats.verdicts import (
    Answer,
    Trust,
    fails,
    holds,
    unknown,
)
from liupan.foundation.seals.formats.wording import day, minute, some
from liupan.kernel.clock import CITY

SAID_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T ]?(\d\d):?(\d\d):?(\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?"
)


def check_description(it: Examined) -> Answer:
    """Signature.xml can be read."""
    if not it.file.references:
        return fails(_("The signature says of no file that it covers it."))
    return holds(_("The description of the signature is complete."))


def check_structure(it: SealSigned) -> Answer:
    if it.value.seal.read["info"]["header"]["version"].native < 4:
        return unknown(_("The seal is written after an older edition of the standard."))
    return holds(_("Signature and seal are written as GB/T 38540-2020 asks."))


def check_algorithms(it: Examined) -> Answer:
    said = (it.file.method, it.value.algorithm, it.seal.algorithm, it.file.check_method)
    key = kind_of_key(it.value.certificate.public_key)
    if said == (SM2_WITH_SM3, SM2_WITH_SM3, SM2_WITH_SM3, SM3) and key is Algorithm.SM2:
        return holds(_("Everything is signed with SM2 and SM3."))
    if len({*said[:3]}) > 1:
        return fails(_("Description, signature and seal name different algorithms."))
    return unknown(_("An algorithm is used that is not SM2 with SM3."))


def check_place(it: Examined) -> Answer:
    said = it.value.place.lstrip("/")
    if said == it.place:
        return holds(_("The signature names the description it belongs to."))
    return fails(_("The signature was made for another description: %s.") % said)


def check_digest(it: Examined) -> Answer:
    if sm3(it.package.read("/" + it.place)) == it.value.digest:
        return holds(_("The description of the signature was not altered."))
    return fails(_("The description of the signature was altered after signing."))


def check_files(it: Examined) -> Answer:
    """Every covered file is there with the digest it had."""
    if it.file.check_method != SM3:
        return unknown(_("The files are covered by another algorithm than SM3."))
    wrong = [place for place, digest in it.file.references if not _is_same(it, place, digest)]
    if wrong:
        return fails(_("These files were altered after signing or are gone: %s.") % some(wrong))
    count = len(it.file.references)
    return holds(
        ngettext(
            "%(count)d file was covered by the signature and is unaltered.",
            "%(count)d files were covered by the signature and are unaltered.",
            count,
        )
        % {"count": count}
    )


def _is_same(it: Examined, place: str, digest: bytes) -> bool:
    name = find(it.package, place, base=it.place)
    return name is not None and sm3(it.package.files[name]) == digest


def check_coverage(it: Examined) -> Answer:
    """Every file that is not a signature's is covered, none twice."""
    names = [find(it.package, place, base=it.place) for place, _digest in it.file.references]
    if len(set(names)) != len(names):
        return fails(_("The signature names a file twice."))
    bare = sorted(set(it.package.files) - set(names) - it.exempt)
    if bare:
        return fails(_("These files are not covered by the signature: %s.") % some(bare))
    return holds(_("No file of the document is left uncovered."))


def check_value(it: SealSigned) -> Answer:
    if it.value.is_signed():
        return holds(
            _("The signature was made with the key of %s.") % it.value.certificate.common_name
        )
    return fails(_("The signature was not made with the key of the certificate beside it."))


def check_admitted(it: SealSigned) -> Answer:
    said = {"seal": it.seal.name, "signer": it.value.certificate.common_name}
    if it.seal.admits(it.value.certificate):
        return holds(_("%(signer)s is one of those who may use the seal “%(seal)s”.") % said)
    return fails(_("%(signer)s is not one of those who may use the seal “%(seal)s”.") % said)


def check_same_seal(it: Examined) -> Answer:
    if it.file.seal_place is None:
        return holds(_("The seal lies within the signature only."))
    if it.package.read(it.file.seal_place, base=it.place) == it.seal.der:
        return holds(_("The seal in the file is the one that was signed with."))
    return fails(_("The seal in the file is not the one that was signed with."))


def check_maker(it: SealSigned) -> Answer:
    maker = it.seal.maker.common_name
    if it.seal.is_signed_by_maker():
        return holds(_("The seal was made by %s and not altered since.") % maker)
    return fails(_("The seal was altered after %s made it, or was made by somebody else.") % maker)


def check_seal_validity(it: SealSigned) -> Answer:
    seal, at = it.seal, it.value.signed_at
    said = {"since": day(seal.valid_from), "until": day(seal.valid_until)}
    if not seal.valid_from <= at <= seal.valid_until:
        return fails(
            _("The seal was not valid when signing: it is valid from %(since)s to %(until)s.")
            % said
        )
    return holds(
        _("The seal was valid when signing: it is valid from %(since)s to %(until)s.") % said
    )


def check_register(it: SealSigned) -> Answer:
    """The register of seals kept here, for those of this house."""
    since, said = it.trust.revoked_at(it.seal.id), it.seal.name
    if since is None:
        return holds(_("The seal “%s” was not revoked by this house.") % said)
    words = {"seal": said, "day": day(since)}
    if since <= it.value.signed_at:
        return fails(_("The seal “%(seal)s” was revoked on %(day)s, before signing.") % words)
    return holds(_("The seal “%(seal)s” was revoked on %(day)s, after signing.") % words)


def check_time(it: Examined) -> Answer:
    at = it.value.signed_at
    if is_future(at, it.trust):
        return fails(_("The moment of signing, %s, is in the future.") % minute(at))
    said = _said_time(it.file.said_at)
    if said is None:
        return unknown(_("The description gives no moment of signing that can be read."))
    if abs(said - at) > SLACK:
        return fails(_("Description and signature give different moments of signing."))
    return holds(_("Description and signature give the same moment: %s.") % minute(at))


def is_future(at: datetime, trust: Trust) -> bool:
    """Whether nothing can have been signed at this moment yet."""
    return at > (trust.latest or trust.now) + SLACK


def check_stamp(it: SealSigned) -> Answer:
    return check_token(it.value.time_stamp, it.value.signature, it.value.signed_at, it.trust)


def check_position(it: Examined) -> Answer:
    if not it.file.stamps:
        return unknown(_("The seal stands on no page: the signature cannot be seen on paper."))
    boxes = {page.id: page.box for page in it.pages}
    for stamp in it.file.stamps:
        if stamp.page_id not in boxes:
            return fails(_("The seal stands on a page that does not exist."))
        if not is_inside(stamp.seen, boxes[stamp.page_id]):
            return fails(_("The seal stands wholly or partly outside its page."))
    return holds(_("The seal stands inside the page, wherever it stands."))


def _said_time(text: str) -> datetime | None:
    """Makers write the moment in several ways; without a zone it is the city's time."""
    found = SAID_TIME.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        moment = datetime.fromisoformat(
            f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone or ''}"
        )
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or CITY)
