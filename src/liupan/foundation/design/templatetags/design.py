"""Template tags of the design service; loaded into every template."""

from django import template
from django.template import Context

from liupan.foundation.design import frames, navigation
from liupan.foundation.design.components import blocks, days, marks
from liupan.foundation.design.navigation import Link, Place
from liupan.kernel.authority import ANONYMOUS, Actor

register = template.Library()

for mark in (marks.icon, marks.state, marks.tag, marks.glyph, marks.sheet):
    register.simple_tag(mark)
for block in (blocks.pagehead, blocks.card, blocks.refusal, blocks.note, blocks.empty):
    register.simple_block_tag(block)
for text in (days.city_day, days.short_day, days.city_moment):
    register.filter(text.__name__, text)

PHONE_PLACES = (Place.MINE, Place.WORK, Place.ADMINISTRATION)


@register.simple_tag(takes_context=True)
def places(context: Context, place: str) -> list[Link]:
    """Where the actor can go in one part of the frame; asked once a page."""
    return _links(context, Place(place))


@register.simple_tag(takes_context=True)
def thumb_places(context: Context) -> list[Link]:
    """The four places in reach of a thumb on a phone."""
    found = [link for place in PHONE_PLACES for link in _links(context, place)]
    wanted = [link for link in found if link.entry.on_phone]
    return sorted(wanted, key=lambda link: link.entry.order)[:4]


@register.simple_tag
def post_of(actor: Actor) -> str:
    """Unit and post of an actor in a few words."""
    return frames.post_of(actor)


def _links(context: Context, place: Place) -> list[Link]:
    request = context.get("request")
    if request is None:
        return []
    known: dict[Place, list[Link]] = request.__dict__.setdefault("liupan_links", {})
    if place not in known:
        actor = getattr(request, "actor", ANONYMOUS)
        known[place] = navigation.links(actor, request.path, place)
    return known[place]
