"""Every view carries one of four marks that says who may enter.

The marks are read by the permission matrix and by the page made of it for auditors
(docs/reference/permissions.md); a view without one fails both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from liupan.foundation.design.problems import is_for_programs
from liupan.kernel import authority
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.errors import NotAuthorised

OPEN = ("public", "system")
"""Kinds whose views let everybody in: pages for all, and those that look at a proof themselves."""

View = TypeVar("View", bound=Callable[..., Any])
"""A page answers with a response, an endpoint of the API with data; the marks keep its type."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """Who may enter: everybody, whoever is signed in, holders of any of the permissions, or systems
    that prove each request by themselves."""

    kind: str
    permissions: tuple[Permission, ...] = ()


def public(view: View) -> View:
    """Everybody may enter, signed in or not."""
    return _mark(view, Entrance("public"))


def signed_in(view: View) -> View:
    """Whoever is signed in may enter; others are sent to the sign-in page."""
    return _mark(view, Entrance("signed_in"))


def for_systems(view: View) -> View:
    """Systems that prove each request by a signature or a certificate: what the view itself looks
    at. Accounts and their tokens are worth nothing there."""
    return _mark(view, Entrance("system"))


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Holders of any of `permissions`, over whatever unit, may enter.

    The operation behind the view asks again for the very unit; this keeps strangers out of pages.
    """

    def mark(view: View) -> View:
        return _mark(view, Entrance("requires", permissions))

    return mark


def allows_style_attributes(*, reason: str) -> Callable[[View], View]:
    """The one exception to the content policy: style attributes, on this page alone, for a reason.

    Scripts, stylesheets, pictures and connections stay as everywhere.
    """
    if not reason:
        raise ValueError("say why this page may have style attributes")

    def allow(view: View) -> View:
        allowed = csp_update({"style-src-attr": [UNSAFE_INLINE]})(view)
        allowed.liupan_style_attributes = reason  # type: ignore[attr-defined]
        return cast(View, allowed)

    return allow


def entrance_of(view: Any) -> Entrance | None:
    """The mark of a view, or None."""
    found: Entrance | None = getattr(view, "liupan_entrance", None)
    return found


def is_closed_to(actor: Actor, page: str) -> bool:
    """Whether `page`, a route's name without arguments, would refuse `actor`.

    Nobody is refused for not being signed in: the way leads through the sign-in page.
    """
    entrance = entrance_of(resolve(reverse(page)).func)
    return (
        entrance is not None
        and not actor.is_anonymous
        and bool(entrance.permissions)
        and not any(authority.may(actor, permission) for permission in entrance.permissions)
    )


def _mark(view: View, entrance: Entrance) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if entrance.kind not in OPEN and actor.is_anonymous:
            return _to_sign_in(request)
        if entrance.permissions and not any(
            authority.may(actor, permission) for permission in entrance.permissions
        ):
            # Built by `require`, so that the refusal is worded in one place.
            authority.require(actor, entrance.permissions[0])
        return view(request, *args, **kwargs)

    guarded.liupan_entrance = entrance  # type: ignore[attr-defined]
    return cast(View, guarded)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if is_for_programs(request):
        raise NotAuthorised(_("Sign in or send a token."))
    return HttpResponseRedirect(
        f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
    )
