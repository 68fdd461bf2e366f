"""Why a provider's database gives nothing: sentences of ours, never words of the other side."""

from django.utils.translation import gettext as _

from liupan.kernel.errors import Refusal


class SourceSilent(Refusal):
    """The database cannot be reached, or does not let this name in."""

    status = 502


class SourceAmiss(Refusal):
    """The database is there, and does not give what is read from it."""

    status = 502


def host_unfit() -> SourceSilent:
    """The operator has not allowed its network."""
    return SourceSilent(
        _("The database may not be called from here."),
        next_step=_("Whoever operates the platform names the networks that may be called."),
    )


def source_silent() -> SourceSilent:
    """No connection: one sentence for every cause, so that nobody looks round a network with it."""
    return SourceSilent(
        _("The database cannot be reached, or does not accept the name and password."),
        next_step=_("Check address, port, name, password and encryption."),
    )


def table_missing(name: str) -> SourceAmiss:
    """No such table."""
    return SourceAmiss(_("There is no table or view %(name)s, or it may not be seen.") % {
        "name": name
    })  # fmt: skip


def column_gone(name: str) -> SourceAmiss:
    """A mapped column is not there."""
    return SourceAmiss(
        _("The database has no column %(name)s any more.") % {"name": name},
        next_step=_("Map the columns anew."),
    )


def too_many_rows(most: int) -> SourceAmiss:
    """Above the limit."""
    return SourceAmiss(
        _("There are more than %(most)s rows.") % {"most": f"{most:,}"},
        next_step=_("Make a view that holds fewer, or have the limit in the rule set raised."),
    )


def source_forbidden() -> SourceAmiss:
    """No right to read."""
    return SourceAmiss(
        _("The database does not let this name read the table."),
        next_step=_("Grant it SELECT on the table or view, and nothing else."),
    )


def source_slow(seconds: int) -> SourceAmiss:
    """Above the limit of time."""
    return SourceAmiss(_("The database took longer than %(n)s seconds.") % {"n": seconds})


def source_broken() -> SourceAmiss:
    """Anything else."""
    return SourceAmiss(_("The connection to the database broke off."))
