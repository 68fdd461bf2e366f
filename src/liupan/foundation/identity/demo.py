"""Citizens, enterprises and a machine of the demo city; its staff come with their posts."""

from functools import partial

from django.contrib.auth.hashers import make_password

from liupan.foundation.identity.operations.accounts import open_account
from liupan.kernel.authority import ActorKind
from liupan.kernel.demo import DemoCity

CITIZENS = (
    ("citizen", "演示·禹海燕"),
    ("citizen2", "演示·虎登科"),
    ("citizen3", "演示·苏晓梅"),
    ("citizen4", "演示·者建军"),
)
ENTERPRISES = (
    ("enterprise", "演示·六盘山冷凉蔬菜合作社"),
    ("enterprise2", "演示·须弥山旅行社"),
)
MACHINES = (("exchange-robot", "演示·部门业务系统"),)


def seed(city: DemoCity) -> None:
    """Open their accounts; all people share the demo's password, hashed once."""
    ready = make_password(city.password)
    opened = partial(open_account, password=None, actor=city.installer, now=city.now)
    for username, name in CITIZENS:
        opened(kind=ActorKind.CITIZEN, username=username, name=name, password_hash=ready)
    for username, name in ENTERPRISES:
        opened(kind=ActorKind.LEGAL_PERSON, username=username, name=name, password_hash=ready)
    for username, name in MACHINES:
        opened(kind=ActorKind.MACHINE, username=username, name=name)
