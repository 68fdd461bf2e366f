"""Why a decision table is refused, naming the place."""

from django.utils.translation import gettext as _

from liupan.kernel.errors import Refusal
from liupan.kernel.expressions import ExpressionRefused


class TableRefused(Refusal):
    """A table cannot be read, or gives no single answer."""

    status = 422


def in_cell(
    refused: ExpressionRefused, *, table: str, rule: int | None, column: str
) -> TableRefused:
    """What is wrong in one cell, or in a column's head where no rule is named."""
    words = {"table": table, "rule": rule, "column": column, "reason": refused.message}
    if rule is None:
        return TableRefused(_("%(table)s, column “%(column)s”: %(reason)s") % words)
    return TableRefused(_("%(table)s, rule %(rule)s, column “%(column)s”: %(reason)s") % words)
