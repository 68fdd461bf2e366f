"""The people of the demo city whom a visitor may be, one click each; offered at start-up."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liupan.foundation.identity.facade import demo_sign_in

GOVERNMENT = "固原市人民政府"
OFFICE = "固原市人民政府办公室"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """A person with a set username in a set post. `unit` is the unit's name."""

    username: str
    unit: str
    title: str
    label: str | Promise
    what_to_see: str | Promise


PEOPLE = (
    DemoPerson(
        username="clerk",
        unit=OFFICE,
        title="科员",
        label=_("Clerk of the city government's office"),
        what_to_see=_("daily work: the work list, search, the plan's board"),
    ),
    DemoPerson(
        username="chief",
        unit=OFFICE,
        title="电子政务科科长",
        label=_("Section chief for e-government"),
        what_to_see=_("what the section must do next, and signs"),
    ),
    DemoPerson(
        username="leader",
        unit=GOVERNMENT,
        title="副市长",
        label=_("Deputy mayor in charge of e-government"),
        what_to_see=_("the city's figures in one minute"),
    ),
    DemoPerson(
        username="planner",
        unit=OFFICE,
        title="电子政务规划专员",
        label=_("Plan officer"),
        what_to_see=_("looks after the plan, its targets and key tasks"),
    ),
    DemoPerson(
        username="contact",
        unit="西吉县民政局",
        title="信息员",
        label=_("E-government contact of a county bureau"),
        what_to_see=_("looks after the bureau's posts and people, and keeps the county's plan"),
    ),
    DemoPerson(
        username="system",
        unit=OFFICE,
        title="系统管理员",
        label=_("System administrator"),
        what_to_see=_("units, posts, accounts, jobs; no business, no rights"),
    ),
    DemoPerson(
        username="security",
        unit=OFFICE,
        title="安全保密管理员",
        label=_("Security and secrecy administrator"),
        what_to_see=_("roles, grants, clearance; opens no accounts"),
    ),
    DemoPerson(
        username="auditor",
        unit=OFFICE,
        title="安全审计员",
        label=_("Security auditor"),
        what_to_see=_("the journal and who may do what; reads only"),
    ),
)


def offer_all() -> None:
    """Offer everybody on the sign-in page of a demo."""
    for person in PEOPLE:
        demo_sign_in.offer(person.username, person.label, person.what_to_see)
