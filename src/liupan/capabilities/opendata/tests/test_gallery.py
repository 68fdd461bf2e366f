"""Pictures of the gallery: drawn anew, shown after a look; addresses elsewhere are watched."""

import struct
import zlib
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from liupan.capabilities.opendata.demo.pictures import bars
from liupan.capabilities.opendata.gateways import pictures
from liupan.capabilities.opendata.gateways.links import what_is_wrong
from liupan.capabilities.opendata.gateways.pictures import drawn_anew
from liupan.capabilities.opendata.models import Link, Picture, Submission
from liupan.capabilities.opendata.operations.linking import look_at_links
from liupan.capabilities.opendata.operations.pictures import (
    PictureDrawn,
    PictureSaid,
    draw_picture,
)
from liupan.capabilities.opendata.operations.public_keeping import NotShowable
from liupan.capabilities.opendata.operations.submitting import (
    Words,
    hide_submission,
    show_submission,
    submit,
)
from liupan.capabilities.opendata.policies import WATCH
from liupan.capabilities.opendata.rules.acts import Kind
from liupan.capabilities.opendata.rules.links import Standing, after_look
from liupan.capabilities.opendata.rules.pictures import NoPicture, Size, TooLarge, size_of
from liupan.capabilities.opendata.tests.factories import NOW, Town, released
from liupan.foundation.identity.limits import LIMITS, Limit
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.messaging.facade import Undelivered
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput

PICTURE = bars([10, 60, 90])
CANARY = b"CANARY-36.004N-106.285E"
ADDRESS = "https://elsewhere.example/map"


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def noted(picture: bytes) -> bytes:
    """The same PNG with a note of where it was taken."""
    body = b"tEXtLocation\0" + CANARY
    note = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:33] + note + picture[33:]


def jpeg_head(width: int, height: int) -> bytes:
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\x00\x11\x08"
        + struct.pack(">HH", height, width)
        + b"\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"
    )


def head_of(width: int, height: int) -> bytes:
    return PICTURE[:16] + struct.pack(">II", width, height) + PICTURE[24:]


def test_size_is_read_of_the_first_bytes() -> None:
    assert size_of(PICTURE) == Size("png", 480, 270)
    assert size_of(jpeg_head(640, 480)) == Size("jpg", 640, 480)


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 40, PICTURE[:20],
     b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\0\0" * 9, b"\xff\xd8" + b"\xff" * 99, b"%PDF-1.7\n",
     head_of(0, 9)],
)  # fmt: skip
def test_what_is_no_picture(content: bytes) -> None:
    with pytest.raises(NoPicture):
        size_of(content)


@pytest.mark.parametrize("size", [(60_000, 60_000), (12_001, 2), (6_000, 6_000), (12_000, 50)])
def test_what_would_unfold_is_refused_before_it_is_read(size: tuple[int, int]) -> None:
    for content in (head_of(*size), jpeg_head(*size)):
        with pytest.raises(TooLarge):
            size_of(content)


def test_a_picture_is_drawn_anew_without_its_notes() -> None:
    drawn = drawn_anew(noted(PICTURE))
    assert (drawn.width, drawn.height) == (480, 270)
    assert CANARY not in drawn.content
    assert drawn.content.count(b"tEXt") == 0


def turned(width: int, height: int, form: str) -> bytes:
    """A grey picture with a note that it is to be turned by a quarter (EXIF orientation 6)."""
    note = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    if form == "png":
        head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
        rows = zlib.compress((b"\0" + b"\x80" * width) * height)
        parts = ((b"IHDR", head), (b"eXIf", note), (b"IDAT", rows), (b"IEND", b""))
        return PICTURE[:8] + b"".join(
            struct.pack(">I", len(body)) + kind + body
            + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in parts
        )  # fmt: skip
    exif, blocks = b"Exif\0\0" + note, -(-width // 8) * -(-height // 8)
    one_code = b"\x01" + b"\0" * 15 + b"\0"  # the code 0: no difference, end of the block
    parts_of_jpeg = (
        (0xE1, exif), (0xDB, b"\0" + b"\x01" * 64),
        (0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0"),
        (0xC4, b"\0" + one_code), (0xC4, b"\x10" + one_code), (0xDA, b"\x01\x01\0\0\x3f\0"),
    )  # fmt: skip
    heads = b"".join(
        struct.pack(">BBH", 0xFF, mark, len(body) + 2) + body for mark, body in parts_of_jpeg
    )
    return b"\xff\xd8" + heads + b"\0" * -(-blocks // 4) + b"\xff\xd9"


@pytest.mark.parametrize("form", ["png", "jpg"])
def test_a_picture_that_is_turned_is_bounded_too(form: str) -> None:
    drawn = drawn_anew(turned(1_200, 20, form))
    assert max(drawn.width, drawn.height) == 960
    assert drawn.width * drawn.height <= 960 * 20


def test_what_breaks_down_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """As PyO3 tells that what it calls broke down."""

    def broken(*_args: Any, **_more: Any) -> bytes:
        raise PanicException

    monkeypatch.setattr(pictures.typst, "compile", broken)
    with pytest.raises(NoPicture):
        drawn_anew(PICTURE)
    assert not pictures.ONE.locked()


@pytest.mark.parametrize("content", [PICTURE[:-400], head_of(480, 9_000), jpeg_head(64, 64)])
def test_a_picture_that_breaks_off_is_refused(content: bytes) -> None:
    with pytest.raises(NoPicture):
        drawn_anew(content)


def sent(place: Town, **more: Any) -> UUID:
    made = released(place)
    words = Words(title="养老地图", text="按县区看床位。", address=ADDRESS, uses=(made.id,))
    return submit(kind=Kind.REUSE, words=words, actor=place.citizen, now=NOW, **more)


def said(words: str = "床位数的柱状图") -> PictureDrawn:
    return draw_picture(PictureSaid(content=noted(PICTURE), words=words))


@pytest.mark.django_db
def test_a_picture_shows_only_after_the_review(place: Town) -> None:
    made = sent(place, picture=said())
    number = Submission.objects.get(id=made).number
    url = reverse("opendata:gallery-picture", args=[number])
    own = reverse("opendata:submission-picture", args=[made])
    assert Client().get(url).status_code == 404
    assert client_of(place.citizen).get(url).status_code == 404
    assert client_of(place.foreign).get(own).status_code == 404
    answer = client_of(place.chief).get(own)
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "private, no-store"
    show_submission(submission_id=made, actor=place.chief, now=NOW)
    answer = Client().get(url)
    assert answer.content == bytes(Picture.objects.get().content)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, no-cache"
    for page in ("gallery", "gallery-one"):
        args = [number] if page == "gallery-one" else []
        told = Client().get(reverse(f"opendata:{page}", args=args)).content.decode()
        assert url in told
        assert 'alt="床位数的柱状图"' in told
    hide_submission(submission_id=made, reason="无关", actor=place.chief, now=NOW)
    assert Client().get(url).status_code == 404


@pytest.mark.django_db
def test_hostile_files_are_refused_at_the_form(place: Town) -> None:
    client, uses = client_of(place.citizen), released(place).id
    form = {"title": "图", "text": "说明", "address": "", "uses": str(uses)}
    for content, words, status in (
        (b"<script>", "图", 422), (PICTURE[:-400], "图", 422), (PICTURE, "", 422),
        (head_of(60_000, 60_000), "图", 422), (b"\0" * (5 * 1024 * 1024 + 1), "图", 422),
        (PICTURE, "图", 302),
    ):  # fmt: skip
        file = SimpleUploadedFile("a.png", content, "image/png")
        answer = client.post(
            reverse("opendata:gallery-submit"), {**form, "picture": file, "picture_words": words}
        )
        assert answer.status_code == status, words
    assert Picture.objects.count() == Submission.objects.count() == 1


def send_picture(place: Town, uses: UUID, **more: Any) -> Any:
    form = {"title": "图", "text": "说明", "address": "", "uses": str(uses),
            "picture": SimpleUploadedFile("a.png", PICTURE, "image/png"),
            "picture_words": "图", **more}  # fmt: skip
    return client_of(place.citizen).post(reverse("opendata:gallery-submit"), form)


@pytest.mark.django_db
def test_tries_are_counted_refused_ones_too(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "picture.account", Limit(2, 86_400))
    uses = released(place).id
    bad = [SimpleUploadedFile("a.png", b"<script>", "image/png") for _n in range(2)]
    assert [send_picture(place, uses, picture=one).status_code for one in bad] == [422, 422]
    assert send_picture(place, uses).status_code == 429
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_nobody_waits_for_others_pictures_for_ever(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    uses = released(place).id
    with pictures.ONE:
        assert send_picture(place, uses).status_code == 409
    assert not Submission.objects.exists()
    assert send_picture(place, uses).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["https://[", "https://", "http://elsewhere.example/"])
def test_no_address_is_told_at_its_field(place: Town, address: str) -> None:
    uses = released(place).id
    answer = send_picture(place, uses, address=address)
    assert answer.status_code == 422
    assert answer.context["form"].errors["address"]


@pytest.mark.django_db
def test_what_the_picture_shows_is_looked_through_too(place: Town) -> None:
    made = sent(place, picture=said("请联系13909540001"))
    with pytest.raises(NotShowable):
        show_submission(submission_id=made, actor=place.chief, now=NOW)


@pytest.mark.django_db
def test_without_words_no_picture_is_kept(place: Town) -> None:
    with pytest.raises(InvalidInput):
        sent(place, picture=said(""))


def client_of(actor: Actor) -> Client:
    client = Client()
    enter(client, actor.id)
    return client


def test_dead_after_some_failures_well_at_one_answer() -> None:
    standing = Standing()
    for n in range(1, 5):
        at = NOW + timedelta(days=n)
        standing = after_look(standing, answers=False, at=at, patience=3)
        assert (standing.dead_since is not None) == (n >= 3)
    assert standing.dead_since == NOW + timedelta(days=1)
    assert after_look(standing, answers=True, at=NOW, patience=3) == Standing()


def night(n: int, wrong: str) -> int:
    return look_at_links(
        actor=worker_actor(WATCH), moment=NOW + timedelta(days=n),
        look=lambda address: wrong if address == ADDRESS else "",
    )  # fmt: skip


@pytest.mark.django_db
def test_a_dead_address_is_told_once_and_when_it_is_well(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "liupan.capabilities.opendata.operations.linking.tell",
        lambda people, kind, by, title, **more: told.append(title) if people else None,
    )
    made = sent(place)
    assert night(0, "HTTP 404") == 0
    assert not Link.objects.filter(address=ADDRESS)  # it is not shown yet
    show_submission(submission_id=made, actor=place.chief, now=NOW)
    assert [night(n, "HTTP 404") for n in (1, 2, 3, 4)] == [0, 0, 1, 1]
    assert len(told) == 1
    number = Submission.objects.get(id=made).number
    page = reverse("opendata:gallery-one", args=[number])
    assert "lp-state" in Client().get(page).content.decode()
    links = client_of(place.chief).get(reverse("opendata:links"), {"dead": "true"})
    assert ADDRESS in links.content.decode()
    assert client_of(place.drawer).get(reverse("opendata:links")).status_code == 403
    shut = look_at_links(
        actor=worker_actor(WATCH), moment=NOW + timedelta(days=4, hours=9), look=lambda _one: "no"
    )
    assert shut == 1  # nobody answers: it is our own way out, nothing is concluded
    assert night(5, "") == 0
    assert len(told) == 2
    hide_submission(submission_id=made, reason="无关", actor=place.chief, now=NOW)
    night(6, "")
    assert not Link.objects.filter(address=ADDRESS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/",
        "https://169.254.169.254/latest",
        "https://10.0.0.8/",
        "https://[::1]/",
        "http://192.0.2.7/",
        "https://10.1.2.3/",
        "https://a..b/",
        "https://[",
    ],
)
def test_inner_addresses_are_not_asked(
    address: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.LIUPAN_WEBHOOK_NETWORKS = [ip_network("10.1.0.0/16")]  # for calls, not for strangers

    def never(*_args: Any, **_more: Any) -> None:
        raise AssertionError("asked")

    gateways = "liupan.foundation.messaging.gateways"
    for opener in ("_opener", "_public_opener"):
        monkeypatch.setattr(f"{gateways}.{opener}.open", never)
    monkeypatch.setattr(f"{gateways}.getaddrinfo", lambda host, _port: host.encode("idna"))
    assert what_is_wrong(address)


@pytest.mark.django_db
def test_one_address_that_nobody_foresaw_ends_no_night(place: Town) -> None:
    show_submission(submission_id=sent(place), actor=place.chief, now=NOW)
    Link.objects.bulk_create([Link(address="https://[")])

    def look(address: str) -> str:
        if address == ADDRESS:
            raise LookupError
        return ""

    look_at_links(actor=worker_actor(WATCH), moment=NOW, look=look)
    assert Link.objects.get(address=ADDRESS).failures == 1
    assert not Link.objects.filter(looked_at=None)


@pytest.mark.parametrize(
    ("status", "is_well"), [(403, True), (429, True), (404, False), (0, False)]
)
def test_a_site_that_bars_programs_is_there(
    status: int, is_well: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(*_args: Any, **_more: Any) -> None:
        raise Undelivered("no", status=status)

    monkeypatch.setattr("liupan.capabilities.opendata.gateways.links.fetch", answer)
    assert (what_is_wrong(ADDRESS) == "") is is_well
