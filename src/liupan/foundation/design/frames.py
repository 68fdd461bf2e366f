"""What the frame around every page shows of this installation: its city, its host, its clock.

`organisations` installs the source; below it, and before the city is set up, a plain default holds.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The city as it presents itself (固原市, 固原市政务服务平台, 固原市人民政府).

    `contact` says in one sentence whom to ask. `is_demo` puts the demo strip on every page.
    """

    city: str | Promise
    site: str | Promise
    owner: str | Promise
    contact: str | Promise
    is_demo: bool = False


_PLAIN = Installation(
    city="",
    site=_("City government services"),
    owner=_("The city government"),
    contact=_("With questions, call 12345."),
)


def _plain() -> Installation:
    return _PLAIN


def _no_post(_actor: Actor) -> str:
    return ""


_source: Callable[[], Installation] = _plain
_post_of: Callable[[Actor], str] = _no_post


def install(
    source: Callable[[], Installation], *, post_of: Callable[[Actor], str] = _no_post
) -> None:
    """Called once, at start-up, by the service that knows the city.

    Args:
        source: the installation; called for every page, so it must answer from memory.
        post_of: unit and post of an actor in a few words, shown under the name (督查室 科员).
    """
    global _source, _post_of
    _source, _post_of = source, post_of


def installation() -> Installation:
    """The installation as it stands now."""
    return _source()


def post_of(actor: Actor) -> str:
    """Unit and post of the actor in a few words, or nothing."""
    return _post_of(actor)
