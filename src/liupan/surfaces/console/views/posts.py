"""Posts of a unit and who holds them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from liupan.foundation.organisations.facade import (
    Holder,
    PostRef,
    abolish_post,
    appoint,
    change_post,
    create_post,
    end_appointment,
    find_appointment,
    list_holders,
    list_posts_by_id,
    require_over_posts,
    set_primary_post,
)
from liupan.kernel import clock
from liupan.kernel.errors import Missing
from liupan.surfaces.console import marks
from liupan.surfaces.console.acts import Act, Crumb, Text
from liupan.surfaces.console.forms import (
    AppointForm,
    ChangePostForm,
    EffectiveForm,
    EndForm,
    PostForm,
)
from liupan.surfaces.console.views.shown import actor_of, get_unit, unit_crumbs
from liupan.surfaces.console.views.units import UnitAct


class Create(UnitAct):
    title = gettext_lazy("Create a post")
    verb = gettext_lazy("Create")
    done = gettext_lazy("The post was created.")
    form_class = PostForm

    def entitled(self) -> None:
        require_over_posts(self.actor, self.unit.id)

    def act(self, data: dict[str, Any]) -> str:
        create_post(
            post_id=data["new_id"],
            unit_id=self.unit.id,
            title=data["title"],
            kind=data["kind"],
            order=data["order"],
            valid_from=data["valid_from"],
            actor=self.actor,
            now=clock.now(),
        )
        return self.here()


class PostAct(Act):
    """An act on one post."""

    @cached_property
    def post_ref(self) -> PostRef:
        """The post it is about."""
        found = list_posts_by_id([self.kwargs["post_id"]]).get(self.kwargs["post_id"])
        if found is None:
            raise Missing(_("There is no such post."))
        return found

    def entitled(self) -> None:
        require_over_posts(self.actor, self.post_ref.unit_id)

    def crumbs(self) -> list[Crumb]:
        return unit_crumbs(get_unit(self.post_ref.unit_id))

    def line(self) -> list[Text]:
        return [self.post_ref.unit_name, self.post_ref.title]

    def here(self) -> str:
        """The page of the post's unit."""
        return reverse("console:unit", args=[self.post_ref.unit_id])


class Change(PostAct):
    title = gettext_lazy("Change the post")
    verb = gettext_lazy("Save")
    done = gettext_lazy("The post was changed.")
    form_class = ChangePostForm

    def initial(self) -> dict[str, Any]:
        post = self.post_ref
        return {
            "version": post.version,
            "title": post.title,
            "kind": post.kind,
            "order": post.order,
        }

    def act(self, data: dict[str, Any]) -> str:
        change_post(post_id=self.post_ref.id, **data, actor=self.actor, now=clock.now())
        return self.here()


class Abolish(PostAct):
    title = gettext_lazy("Abolish the post")
    verb = gettext_lazy("Abolish")
    done = gettext_lazy("The post has ended.")
    form_class = EffectiveForm

    def what_follows(self) -> Text:
        holders = list_holders([self.post_ref.id], clock.today())
        if not holders:
            return _("Nobody holds it. Roles bound to it reach nobody from that day on.")
        return _("%(names)s no longer hold it from that day on, nor the roles bound to it.") % {
            "names": ", ".join(holder.name for holder in holders)
        }

    def act(self, data: dict[str, Any]) -> str:
        abolish_post(
            post_id=self.post_ref.id,
            effective_on=data["effective_on"],
            actor=self.actor,
            now=clock.now(),
        )
        return self.here()


class Appoint(PostAct):
    title = gettext_lazy("Appoint")
    verb = gettext_lazy("Appoint")
    done = gettext_lazy("The appointment is entered.")
    consequence = gettext_lazy(
        "The person has the roles bound to the post as long as the appointment holds."
    )
    form_class = AppointForm

    def act(self, data: dict[str, Any]) -> str:
        appoint(
            post_id=self.post_ref.id,
            account_id=data["person"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            is_primary=data["is_primary"] or None,
            is_acting=data["is_acting"],
            actor=self.actor,
            now=clock.now(),
        )
        return self.here()


class End(Act):
    title = gettext_lazy("End the appointment")
    verb = gettext_lazy("End the appointment")
    done = gettext_lazy("The end is entered.")
    consequence = gettext_lazy("The roles bound to the post end for this person on that day.")
    form_class = EndForm

    @cached_property
    def held(self) -> Holder:
        """The appointment it is about."""
        return _held(self.kwargs["appointment_id"])

    def entitled(self) -> None:
        require_over_posts(self.actor, self.held.unit_id)

    def crumbs(self) -> list[Crumb]:
        return unit_crumbs(get_unit(self.held.unit_id))

    def line(self) -> list[Text]:
        return [self.held.name, self.held.title]

    def act(self, data: dict[str, Any]) -> str:
        end_appointment(
            appointment_id=self.held.appointment_id,
            effective_on=data["effective_on"],
            reason=data["reason"],
            actor=self.actor,
            now=clock.now(),
        )
        return reverse("console:unit", args=[self.held.unit_id])


@marks.keeps_posts
@require_POST
def make_main(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Make this the person's main post."""
    held = _held(appointment_id)
    set_primary_post(appointment_id=appointment_id, actor=actor_of(request), now=clock.now())
    return redirect("console:unit", held.unit_id)


def _held(appointment_id: UUID) -> Holder:
    found = find_appointment(appointment_id)
    if found is None:
        raise Missing(_("There is no such appointment."))
    return found
