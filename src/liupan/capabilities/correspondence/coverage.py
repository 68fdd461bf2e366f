"""Which clauses the office of documents serves, said honestly."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from liupan.kernel.coverage import State, declare

serves = partial(declare, plan="guyuan-2015", room="correspondence")

serves(
    clause="4.18",
    state=State.PARTLY,
    page="correspondence:records",
    says=_(
        "Units send and receive documents here, up to the archive; T19 measures which units do."
    ),
)
