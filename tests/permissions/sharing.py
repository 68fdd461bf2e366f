"""Real things of catalogue, exchange and open data in the matrix's city.

What nobody may see without a right bears `PRIVATE`.
"""

from datetime import timedelta
from uuid import UUID

from liupan.capabilities.catalogue.facade import Mode
from liupan.capabilities.catalogue.installing import install as install_series
from liupan.capabilities.catalogue.models import Edition, Grant
from liupan.capabilities.catalogue.tests import factories as catalogue
from liupan.capabilities.exchange.models import (
    Hold,
    Message,
    PullSource,
    Service,
    SharedFile,
    Subscription,
)
from liupan.capabilities.exchange.operations.messages import record_message
from liupan.capabilities.exchange.operations.uploads import keep_upload
from liupan.capabilities.exchange.tests import factories as exchange
from liupan.capabilities.exchange.tests.messages import message
from liupan.capabilities.opendata.demo.pictures import bars
from liupan.capabilities.opendata.models import Submission
from liupan.capabilities.opendata.operations.applying import apply_for_data, set_agreement
from liupan.capabilities.opendata.operations.pictures import (
    PictureDrawn,
    PictureSaid,
    draw_picture,
)
from liupan.capabilities.opendata.operations.submitting import Words, show_submission, submit
from liupan.capabilities.opendata.rules.acts import Kind
from liupan.capabilities.opendata.tests import factories as opendata
from liupan.foundation.calendar.installing import install as install_days
from liupan.foundation.crypto.facade import seal
from liupan.foundation.organisations.facade import establish_unit
from liupan.foundation.organisations.tests import factories as city
from tests.permissions.city import City

NOW = catalogue.NOW
PRIVATE = "不得外泄"
CODE = "homes-of-matrix"


def share(made: City) -> None:
    """Fill the city with them; their ids are among its things."""
    place = _peopled(made)
    made.things |= _exchanged(place) | _opened(place)


def _peopled(made: City) -> catalogue.Town:
    for install in (install_days, install_series):
        install(city.almighty(), NOW)
    units = {
        "root": made.root, "office": city.unit("固原市人民政府办公室", category="office"),
        "bureau": _bureau(made), "police": city.unit("固原市公安局"),
        "third": city.unit("固原市图书馆"),
    }  # fmt: skip
    return catalogue.peopled(made.root, units)


def _bureau(made: City) -> UUID:
    """Who provides has a code of its own."""
    return establish_unit(
        code="bureau", name="固原市婚姻登记中心", category="department", uscc=catalogue.USCC,
        division_id=city.division(), parent_id=made.root, valid_from=city.BEGINNING,
        actor=city.almighty(), now=city.NOW,
    )  # fmt: skip


def _exchanged(place: catalogue.Town) -> dict[str, object]:
    """A service with its grant, a system that was let in, and what goes between them."""
    resource_id = exchange.resource(place)
    service = exchange.service(place, resource_id)
    grant = exchange.grant(place, resource_id, modes=frozenset({Mode.FILE}))
    system = exchange.system(place)
    of = {"service": service, "consumer_id": place.units["police"]}
    let = {"grant_id": grant.id, "grant_number": grant.number, "case": exchange.CASE}
    who = {"made_by": place.editor.id, "made_at": NOW}
    subscription = Subscription.objects.create(
        **of, **let, **who, system=system, address=f"https://example.invalid/{PRIVATE}",
        sealed_secret=PRIVATE, due_at=NOW,
    )  # fmt: skip
    file = SharedFile.objects.create(
        **of, **let, grant_version=1, request_id="matrix", form="csv", state="ready", rows=3,
        size=100, content_id=resource_id, sealed_key="-", asked_by=place.asker.id, asked_at=NOW,
        made_at=NOW,
        asked_by_name=PRIVATE, kept_until=NOW + timedelta(days=365),
    )  # fmt: skip
    upload_id = keep_upload(
        service_id=service.id, file_name=f"{PRIVATE}.csv", actor=city.almighty(), now=NOW,
        content=[f"nan_fang,nv_fang\n{PRIVATE},乙\n".encode()],
    )  # fmt: skip
    _source(service)
    hold = Hold.objects.create(
        first_on=NOW, last_on=NOW, reason=PRIVATE, set_by=place.editor.id, set_at=NOW
    )
    return {
        "service_id": service.id, "system_id": system.id, "subscription_id": subscription.id,
        "credential_id": exchange.credential(system, fingerprint="0" * 64, kind="certificate").id,
        "file_id": file.id, "upload_id": upload_id, "hold_id": hold.id, "grant_id": grant.id,
        "message_id": _message(place, service.id, grant.id), "resource_id": resource_id,
        "edition_id": Edition.objects.get(resource_id=resource_id).id,
        "request_id": Grant.objects.get(id=grant.id).request_id, "service_code": service.code,
    }  # fmt: skip


def _source(service: Service) -> None:
    made = PullSource(
        service=service, host="db.example.invalid", database=PRIVATE, username="reader",
        relation=PRIVATE, minute=150, made_at=NOW,
    )  # fmt: skip
    (made.sealed_password,) = seal(made.id, [PRIVATE])
    made.save()


def _message(place: catalogue.Town, service_id: UUID, grant_id: UUID) -> UUID:
    record_message(
        message(
            service_id=service_id, grant_id=grant_id, case=PRIVATE,
            provider_id=place.units["bureau"], consumer_id=place.units["police"],
        )
    )  # fmt: skip
    return Message.objects.get(case_number=PRIVATE).id


def _opened(base: catalogue.Town) -> dict[str, object]:
    """A dataset, one for those who applied, and what the public said: shown and not yet."""
    place = opendata.town(base)
    dataset = opendata.released(place, CODE)
    set_agreement(text="只用于申请所述用途，不得再提供他人。", actor=place.chief, now=NOW)
    asked = apply_for_data(
        dataset_id=opendata.conditional(place).id, purpose=f"课题研究，{PRIVATE}。", agreement=1,
        actor=place.citizen, now=NOW,
    )  # fmt: skip
    waiting = submit(
        kind=Kind.QUESTION, words=Words(title=f"问题，{PRIVATE}", text=f"{PRIVATE}。"),
        dataset_id=dataset.id, actor=place.citizen, now=NOW,
    )  # fmt: skip
    reuse = Words(
        title="养老地图", text="在地图上查养老院。", address="https://example.invalid/map",
        uses=(dataset.id,),
    )  # fmt: skip
    picture = draw_picture(PictureSaid(content=bars([10, 60, 90]), words="床位数的柱状图"))
    wish = Words(title="需要公交站点数据", text="用于无障碍出行。")
    return {
        "dataset_id": dataset.id, "application_id": asked, "submission_id": waiting,
        "gallery_number": _shown(place, Kind.REUSE, reuse, picture),
        "request_number": _shown(place, Kind.REQUEST, wish),
    }  # fmt: skip


def _shown(
    place: opendata.Town, kind: Kind, words: Words, picture: PictureDrawn | None = None
) -> str:
    made = submit(kind=kind, words=words, picture=picture, actor=place.citizen, now=NOW)
    show_submission(submission_id=made, actor=place.chief, now=NOW)
    return Submission.objects.get(id=made).number
