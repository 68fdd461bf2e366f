"""A read for who asks is put together once for each standing; its answer is read every time."""

from uuid import UUID

from django.db.models import QuerySet

from liupan.foundation.access import facade
from liupan.foundation.access.tests.factories import acting, founded, granted
from liupan.foundation.organisations.facade import STAFF_UNIT
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.authority import Actor

built: list[UUID] = []


@facade.asked_by
def posts(actor: Actor, limit: int) -> QuerySet[city.Post, UUID]:
    """Units of posts that the actor staffs."""
    built.append(actor.id)
    if not actor.rights.get(STAFF_UNIT.code):
        return city.Post.objects.none().values_list("unit_id", flat=True)
    found = city.Post.objects.filter(facade.rows(actor, STAFF_UNIT))
    return found.order_by("id").values_list("unit_id", flat=True)[:limit]


def test_put_together_once_and_read_each_time(fresh_db: str) -> None:
    root = founded()
    bureau = city.unit("固原市民政局", parent_id=root)
    who = city.person()
    granted("unit-administrator", account_id=who, unit_id=bureau)
    built.clear()
    assert posts(acting(who), 10) == []
    city.appointed(bureau)
    assert posts(acting(who), 10) == [bureau], "a new row is there at the next question"
    assert built == [who]
    assert posts(acting(who), 1) == [bureau]
    assert built == [who, who], "another limit is another statement"


def test_other_rights_and_other_people_see_their_own(fresh_db: str) -> None:
    root = founded()
    one, other = (city.unit(name, parent_id=root) for name in ("固原市民政局", "固原市教育局"))
    who, stranger = city.person(), city.person()
    grant = granted("unit-administrator", account_id=who, unit_id=one)
    for unit in (one, other):
        city.appointed(unit)
    assert posts(acting(who), 10) == [one]
    assert posts(acting(stranger), 10) == []
    granted("unit-administrator", account_id=who, unit_id=other)
    assert set(posts(acting(who), 10)) == {one, other}
    facade.revoke_role(binding_id=grant, reason="试", actor=city.almighty(), now=city.NOW)
    assert posts(acting(who), 10) == [other], "what was taken back is not asked for any more"


def test_a_new_unit_below_is_seen(fresh_db: str) -> None:
    root = founded()
    bureau = city.unit("固原市民政局", parent_id=root)
    who = city.person()
    granted("unit-administrator", account_id=who, unit_id=bureau)
    assert posts(acting(who), 10) == []
    below = city.unit("固原市民政局办公室", parent_id=bureau)
    city.appointed(below)
    assert posts(acting(who), 10) == [below], "the tree of units is part of the question"
