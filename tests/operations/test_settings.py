"""Mail, text messages, log and https by environment."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from liupan.config import servers
from liupan.config.environment import Environment, MailServer, ObjectStore, environment
from liupan.config.sentences import NotReady
from liupan.config.servers import LONG_CALL_THREADS, pooled

read = environment.__wrapped__


def with_(monkeypatch: pytest.MonkeyPatch, **given: str) -> Environment:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return read()


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "smtps://liupan:a%40b@mail.gov.cn?from=x@gov.cn",
            MailServer("mail.gov.cn", 465, "liupan", "a@b", "x@gov.cn", True, False),
        ),
        (
            "smtp://liupan:secret@mail.gov.cn?from=x@gov.cn",
            MailServer("mail.gov.cn", 587, "liupan", "secret", "x@gov.cn", False, True),
        ),
        (
            "smtp://10.1.1.1:2525?from=x@gov.cn",
            MailServer("10.1.1.1", 2525, "", "", "x@gov.cn", False, False),
        ),
    ],
)
def test_a_mail_server_is_one_address(monkeypatch, url: str, server: MailServer) -> None:
    assert with_(monkeypatch, LIUPAN_MAIL_URL=url).mail == server


@pytest.mark.parametrize(
    "url",
    [
        "mail.gov.cn", "smtp://mail.gov.cn", "smtp://u:geheim@h:port?from=a@b", "http://h?from=a@b",
        "smtp://h?from=nobody", "smtp://h?from=a@b&tls=1",
    ],
)  # fmt: skip
def test_what_is_no_mail_server_is_refused_without_its_password(monkeypatch, url: str) -> None:
    with pytest.raises(NotReady) as refused:
        with_(monkeypatch, LIUPAN_MAIL_URL=url)
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    "given",
    [{"LIUPAN_SMS_ADAPTER": "adapter"}, {"LIUPAN_LOG": "loud"}, {"LIUPAN_HTTPS": "1"}],
)
def test_what_makes_no_sense_is_refused(monkeypatch, given: dict[str, str]) -> None:
    monkeypatch.delenv("LIUPAN_PROXIES", raising=False)
    with pytest.raises(NotReady):
        with_(monkeypatch, **given)


def test_each_thread_of_the_long_calls_has_a_connection() -> None:
    assert pooled("long-calls") == {"LIUPAN_POOL": str(LONG_CALL_THREADS)}


def test_django_finds_nothing_to_say_of_a_real_service(tmp_path) -> None:
    environ = {
        **os.environ, "LIUPAN_HOME": str(tmp_path), "LIUPAN_HTTPS": "1", "LIUPAN_PROXIES": "1",
        "LIUPAN_MAIL_URL": "smtp://127.0.0.1:25?from=liupan@gov.cn",
        "DJANGO_SETTINGS_MODULE": "liupan.config.settings",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    }  # fmt: skip
    code = (
        "import django, logging; django.setup()\n"
        "from django.conf import settings\n"
        "from django.core.checks import run_checks\n"
        "found = run_checks(tags=['security'], include_deployment_checks=True)\n"
        "print(sorted(each.id for each in found), settings.EMAIL_HOST)\n"
        "logging.getLogger('liupan.trial').warning('heard'); logging.info('unheard')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True
    )
    # subdomains and browsers' lists are the city's own decision
    assert done.stdout.strip() == "['security.W005', 'security.W021'] 127.0.0.1"
    assert "liupan.trial heard" in done.stderr
    assert "unheard" not in done.stderr


def test_a_bucket_is_an_address_and_two_keys(monkeypatch) -> None:
    keys = {"LIUPAN_S3_KEY_ID": "id", "LIUPAN_S3_SECRET": "geheim/+="}
    url = "https://s3.gov.cn:9000/files/a/b?region=cn-north-1&style=virtual"
    found = with_(monkeypatch, LIUPAN_S3_URL=url, **keys).objects
    assert found == ObjectStore(
        "https://s3.gov.cn:9000", "files", "a/b/", "cn-north-1", True, "id", "geheim/+="
    )
    assert found.place == "https://s3.gov.cn:9000/files/a/b"
    assert "geheim" not in repr(found)
    plain = with_(monkeypatch, LIUPAN_S3_URL="http://10.1.1.1/files").objects
    assert plain
    assert (plain.prefix, plain.region, plain.is_virtual) == ("", "us-east-1", False)
    monkeypatch.delenv("LIUPAN_S3_SECRET")
    with pytest.raises(NotReady, match="not both"):
        read()


@pytest.mark.parametrize(
    "url",
    ["s3.gov.cn/files", "https://s3.gov.cn", "https://id:geheim@s3.gov.cn/files",
     "https://s3.gov.cn/files?tier=cold", "https://s3.gov.cn:x/files", "ftp://s3.gov.cn/files"],
)  # fmt: skip
def test_what_is_no_bucket_is_refused_without_its_key(monkeypatch, url: str) -> None:
    keys = {"LIUPAN_S3_KEY_ID": "id", "LIUPAN_S3_SECRET": "geheim"}
    with pytest.raises(NotReady) as refused:
        with_(monkeypatch, LIUPAN_S3_URL=url, **keys)
    assert "geheim" not in str(refused.value) + refused.value.next_step


def test_who_goes_on_keeps_its_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {"default": {"OPTIONS": {"prepare_threshold": 2}}}
    monkeypatch.setattr(servers, "connections", SimpleNamespace(settings=kept))
    monkeypatch.setattr(servers, "_WORKS", {"long-calls": lambda _ours, _port: None})
    monkeypatch.setenv("LIUPAN_POOL", "")
    servers.going_on(environment(), "long-calls", 1)()
    pool = {"min_size": 1, "max_size": LONG_CALL_THREADS}
    assert kept["default"]["OPTIONS"] == {"prepare_threshold": 2, "pool": pool}
