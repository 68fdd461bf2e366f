"""Which clauses the catalogue serves, said honestly."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from liupan.kernel.coverage import State, declare

serves = partial(declare, plan="guyuan-2015", room="catalogue")

serves(
    clause="3.7",
    state=State.PARTLY,
    page="catalogue:public",
    says=_(
        "Units register what they hold, with share type and ground; two reviews lead into the"
        " public catalogue. The registries themselves follow."
    ),
)
serves(
    clause="3.11",
    state=State.PARTLY,
    page="catalogue:public",
    says=_(
        "Entries without conditions or legal ground are not published. A request for access passes"
        " a security and a secrecy review by two people before anything is granted. Units are"
        " ranked by month, and a notice is issued."
    ),
)
serves(
    clause="3.10",
    state=State.PARTLY,
    page="catalogue:public-demands",
    says=_(
        "Units say what they need, for what and on which ground; the duty unit claims it and"
        " catalogues it, a grant meets it. Delivery follows."
    ),
)
