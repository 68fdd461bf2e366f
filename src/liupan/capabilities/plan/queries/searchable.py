"""What can be found of an edition in force."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from liupan.capabilities.plan.models import Clause, Edition, KeyTask, Plan, Target
from liupan.foundation.search.facade import IndexEntry
from liupan.kernel import clock
from liupan.kernel.secrecy import Secrecy

Part = Target | Clause | KeyTask


def list_searchable(edition_id: UUID) -> list[IndexEntry]:
    """What can be found of an edition: targets, clauses, key tasks; all public. Three queries."""
    return list_searchable_of([edition_id])


def list_searchable_in_force() -> list[IndexEntry]:
    """The same of all editions in force. Four queries."""
    in_force = Edition.objects.filter(state=Edition.State.IN_FORCE)
    return list_searchable_of(list(in_force.values_list("id", flat=True)))


def list_searchable_of(edition_ids: Iterable[UUID]) -> list[IndexEntry]:
    """The same of several editions. Three queries."""
    wanted = list(edition_ids)
    clauses = Clause.objects.filter(section__edition_id__in=wanted)
    below = {"clause__section__edition_id__in": wanted}
    edition = "section__edition__plan"
    targets = Target.objects.filter(**below).select_related(f"clause__{edition}")
    tasks = KeyTask.objects.filter(**below).select_related(f"clause__{edition}")
    return [
        *(
            _entry("plan.target", t, [t.clause.gist, t.formula, t.lead, t.note], t.clause)
            for t in targets
        ),
        *(
            _entry("plan.clause", c, [c.gist, c.office_name], c)
            for c in clauses.select_related(edition)
        ),
        *(_entry("plan.task", k, [k.end_state, k.lead, *k.assisting], k.clause) for k in tasks),
    ]


def _entry(thing_type: str, row: Part, words: Iterable[str], clause: Clause) -> IndexEntry:
    edition = clause.section.edition
    return IndexEntry(
        thing_type=thing_type,
        thing_id=row.id,
        title=f"{row.code} {row.name}",
        text="\n".join(word for word in words if word),
        url=_page(row, edition.plan),
        at=clock.start_of(edition.issued_on),
        is_public=True,
        secrecy=Secrecy.PUBLIC,
    )


def _page(row: Part, plan: Plan) -> str:
    """Its page, with the plan named: codes are the same in several plans."""
    of = f"?plan={plan.code}"
    if isinstance(row, Target):
        return reverse("plan:target", args=[row.code]) + of
    if isinstance(row, KeyTask):
        return f"{reverse('plan:tasks')}{of}#{row.code}"
    if plan.level == Plan.Level.CITY:
        return f"{reverse('plan:map')}{of}#c{row.code}"
    return f"{reverse('plan:plan', args=[plan.code])}#c{row.code}"
