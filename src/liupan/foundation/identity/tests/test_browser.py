"""Account pages in a real browser: passkey and app, without script, axe, the content policy."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page
from tests.machinery.browser import overflow, violations

from liupan.foundation.identity.tests.factories import PASSWORD, demo, make_account
from liupan.kernel.authority import ActorKind

pytestmark = pytest.mark.browser


@pytest.fixture
def known(site: str) -> str:
    """A person who can sign in; the site's address."""
    make_account(username="known", name="马小明", email="ma@example.org")
    return site


@contextmanager
def opened(chromium: Browser, **options: object) -> Iterator[Page]:
    """A page that fails the test when the browser complains about anything."""
    context = chromium.new_context(
        **{"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", **options}
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def send(page: Page, selector: str) -> None:
    """Send a form and wait for the page that comes of it."""
    with page.expect_navigation():
        page.click(selector)


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/account/login/")
    page.fill("#id_login", "known")
    page.fill("#id_password", PASSWORD)
    send(page, "form[action='/account/login/'] button[type=submit]")


def confirm(page: Page) -> None:
    page.fill("#id_password", PASSWORD)
    send(page, "main form button[type=submit]")


def sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/account/logout/")
    send(page, "main form button[type=submit]")


def assert_clean(page: Page) -> None:
    """No axe violation at either width, and no sideways scroll."""
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], (page.url, width)
        assert overflow(page) <= 0, (page.url, width)
        _photograph(page, width)
    page.set_viewport_size({"width": 1440, "height": 900})


def _photograph(page: Page, width: int) -> None:
    """Pictures for looking at, where LIUPAN_SHOTS names a folder."""
    folder = os.environ.get("LIUPAN_SHOTS")
    if folder:
        name = page.url.split("/", 3)[3].partition("?")[0].strip("/").replace("/", "-") or "home"
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_an_app_and_its_recovery_codes(known: str, chromium: Browser) -> None:
    with opened(chromium) as page:
        sign_in(page, known)
        page.goto(f"{known}/account/2fa/")
        assert_clean(page)
        page.goto(f"{known}/account/2fa/totp/activate/")
        assert_clean(page)  # the page that asks for the password again
        confirm(page)
        secret = page.inner_text("code")
        assert page.locator("svg.lp-qr path").count() == 1
        assert_clean(page)
        now = int(time.time()) // 30
        page.fill("#id_code", format_hotp_value(hotp_value(secret, now - 1)))
        send(page, "form[action='/account/2fa/totp/activate/'] button[type=submit]")
        page.wait_for_url("**/recovery-codes/")
        assert page.locator("main li code").count() == 10
        assert_clean(page)
        for path in ("2fa/totp/deactivate/", "2fa/recovery-codes/generate/", "logout/"):
            page.goto(f"{known}/account/{path}")
            assert_clean(page)
        sign_out(page, known)
        sign_in(page, known)
        page.wait_for_url("**/2fa/authenticate/")
        assert_clean(page)
        page.fill("#id_code", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
        send(page, "form[action='/account/2fa/authenticate/'] button[type=submit]")
        page.goto(f"{known}/account/")
        assert page.url == f"{known}/account/"


def test_a_passkey_signs_in_alone(known: str, chromium: Browser) -> None:
    with opened(chromium) as page:
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        sign_in(page, known)
        page.goto(f"{known}/account/2fa/passkeys/add/")
        confirm(page)
        assert_clean(page)
        page.check("#id_passwordless")
        page.click("#mfa_webauthn_add")
        page.wait_for_url("**/recovery-codes/")
        page.goto(f"{known}/account/2fa/passkeys/")
        assert_clean(page)
        page.click("main tbody a >> nth=0")
        assert_clean(page)
        page.goto(f"{known}/account/2fa/passkeys/")
        page.click("main tbody a >> nth=1")
        assert_clean(page)
        sign_out(page, known)
        page.goto(f"{known}/account/login/?next=/account/sessions/")
        page.click("#passkey_login")
        page.wait_for_url(f"{known}/account/sessions/")
        sign_out(page, known)
        sign_in(page, known)  # beside the password it is the second step
        page.wait_for_url("**/2fa/authenticate/")
        page.click("#mfa_webauthn_authenticate")
        page.wait_for_url(lambda url: "authenticate" not in url)
        page.goto(f"{known}/account/")
        assert page.url == f"{known}/account/"


def test_everything_but_passkeys_works_without_script(known: str, chromium: Browser) -> None:
    with opened(chromium, java_script_enabled=False) as page:
        page.goto(f"{known}/account/sessions/")
        assert "next=%2Faccount%2Fsessions%2F" in page.url
        page.fill("#id_login", "known")
        page.fill("#id_password", "not-the-hill-at-all")
        send(page, "form[action='/account/login/'] button[type=submit]")
        assert page.locator(".lp-refusal").count() == 1
        page.fill("#id_password", PASSWORD)
        send(page, "form[action='/account/login/'] button[type=submit]")
        assert page.url == f"{known}/account/sessions/"
        page.goto(f"{known}/account/2fa/totp/activate/")
        confirm(page)
        secret = page.inner_text("code")
        page.fill("#id_code", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
        send(page, "form[action='/account/2fa/totp/activate/'] button[type=submit]")
        assert page.url.endswith("/recovery-codes/")
        sign_out(page, known)
        assert page.url == f"{known}/"


def test_every_other_page_is_clean(known: str, chromium: Browser) -> None:
    make_account(ActorKind.CITIZEN, username="citizen")
    with opened(chromium) as page, demo(roles=("citizen", "known")):
        for path in ("login/", "signup/", "password/reset/", "password/reset/done/",
                     "password/reset/key/done/", "password/reset/key/abc-def/"):  # fmt: skip
            page.goto(f"{known}/account/{path}")
            assert_clean(page)
        page.goto(f"{known}/account/login/")
        page.fill("#id_login", "nobody")
        page.fill("#id_password", "x")
        send(page, "form[action='/account/login/'] button[type=submit]")
        assert_clean(page)
        sign_in(page, known)
        for path in ("", "sessions/", "email/", "phone/change/", "password/change/"):
            page.goto(f"{known}/account/{path}")
            assert_clean(page)
        sign_out(page, known)
        page.goto(f"{known}/account/login/?next=/account/")
        page.click("form[action='/account/demo/'] button >> nth=0")
        assert page.url == f"{known}/account/"
        assert_clean(page)
