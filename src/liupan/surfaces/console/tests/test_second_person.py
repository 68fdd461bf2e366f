"""Two administrators, one act: proposed, found, confirmed and carried out over the pages."""

import re

import pytest
from django.urls import reverse
from tests.permissions.city import build_city

from liupan.foundation.access.tests.factories import Proposal
from liupan.foundation.identity.tests.factories import Account
from liupan.foundation.organisations import facade as organisations
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    made = build_city()
    with clock.frozen(city.NOW):
        yield made


def carried_out(client, page):
    """Send the form that the proposal's page offers, as a browser would."""
    body = client.get(page).content.decode()
    (form,) = re.findall(r'<form method="post" action="/console/(?!prop).*?</form>', body, re.S)
    typed = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    typed.pop("csrfmiddlewaretoken", None)
    return client.post(re.search(r'action="([^"]+)"', form).group(1), typed)


def test_a_reset_link_for_the_auditor_takes_two(place):
    system, security, auditor = (place.client(p) for p in ("system", "security", "auditor"))
    who = place.accounts["auditor"]
    answer = system.post(reverse("console:account_reset_link", args=[who]))
    page = answer["Location"]
    assert page == reverse("console:proposal", args=[Proposal.objects.get().id])
    assert "password/reset/key" not in system.get(page).content.decode()
    home = reverse("console:home")
    assert page in security.get(home).content.decode()
    assert page not in auditor.get(home).content.decode()
    assert auditor.post(f"{page}confirm/").status_code == 403
    assert system.post(f"{page}confirm/").status_code == 403
    assert place.client("contact").get(page).status_code == 403
    assert security.post(f"{page}confirm/")["Location"] == page
    shown = carried_out(system, page)
    assert re.search(r"http://localhost:\d+/account/password/reset/key/", shown.content.decode())
    again = system.post(reverse("console:account_reset_link", args=[who]))
    assert again["Location"] != page


def test_what_was_typed_is_sent_as_it_was_confirmed(place):
    system, security = place.client("system"), place.client("security")
    who = Account.objects.get(id=place.accounts["auditor"])
    url = reverse("console:account_act", args=[who.id, "contact"])
    given = {"email": "new@example.org", "phone": "", "version": who.version}
    page = system.post(url, given)["Location"]
    assert "new@example.org" not in security.get(page).content.decode()
    assert "ne***@example.org" in security.get(page).content.decode()
    security.post(f"{page}confirm/")
    assert carried_out(system, page).status_code == 302
    who.refresh_from_db()
    assert who.email == "new@example.org"


def test_a_puppet_is_not_appointed_by_one(place):
    system, auditor = place.client("system"), place.client("auditor")
    puppet = city.person("木偶")
    post = next(
        p for p in organisations.list_posts([place.unit], city.TODAY) if p.title == "岗security"
    )
    url = reverse("console:appoint", args=[post.id])
    given = {"person": "木偶", "valid_from": str(city.TODAY)}
    page = system.post(url, given)["Location"]
    assert organisations.list_posts_held(puppet, city.TODAY) == []
    auditor.post(f"{page}refuse/")
    assert "/console/proposals/" in system.post(url, given)["Location"]
    assert organisations.list_posts_held(puppet, city.TODAY) == []


def test_a_name_is_text_wherever_it_is_shown(place):
    """A unit, a post and a person called like a script stay text on every page that names them."""
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    unit = city.unit(evil)
    post = city.post(unit, evil)
    who = city.person(evil)
    city.appointed(unit, who, post_id=post)
    system, security, auditor = (place.client(p) for p in ("system", "security", "auditor"))
    pages = {
        system: [
            "/console/", "/console/units/", f"/console/units/{unit}/", "/console/accounts/",
            f"/console/accounts/{who}/", f"/console/posts/{post}/change/",
            f"/console/units/{unit}/rename/", "/search/?q=script", "/work/", "/console/units/new/",
        ],
        security: [
            "/console/grants/", f"/console/people/{who}/", f"/console/grants/new/?post={post}",
        ],
        auditor: ["/console/journal/", f"/console/journal/thing/{unit}/"],
    }  # fmt: skip
    for client, urls in pages.items():
        for url in urls:
            body = client.get(url, follow=True).content.decode()
            assert "<script>alert" not in body, url
            assert "<img src=x" not in body, url
