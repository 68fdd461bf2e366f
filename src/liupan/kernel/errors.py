"""The three ways a thing can go wrong, translated once per entrance.

`Refusal` is expected and told to people with what to do next; `Missing` is absent or not
visible, deliberately alike; `Fault` is ours or a supplier's.
"""

from typing import ClassVar


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


class LiupanError(Exception):
    """Base of all errors raised on purpose.

    Args:
        message: one sentence for a person, already translated.
        next_step: what this person can do now, or who can help.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.code = _snake(cls.__name__)

    def __init__(self, message: str = "", *, next_step: str = "") -> None:
        super().__init__(message or type(self).code)
        self.message = message
        self.next_step = next_step


class Refusal(LiupanError):
    """An expected no. Subclasses are named for the fact: `AlreadyDecided`, `StaleVersion`."""

    status = 409


class NotAuthorised(Refusal):
    """The actor may not do this act here."""

    status = 403


class InvalidInput(Refusal):
    """What was handed in cannot be accepted.

    Args:
        fields: messages by field name; the key "" is for the whole.
    """

    status = 422

    def __init__(
        self, message: str = "", *, fields: dict[str, list[str]] | None = None, next_step: str = ""
    ) -> None:
        super().__init__(message, next_step=next_step)
        self.fields = fields or {}


class StaleVersion(Refusal):
    """Somebody changed the row since it was read.

    Args:
        theirs: the stored values by field name, for a comparison of both.
        mine: what was sent, by field name, where the form's own words do not say it well.
        labels: the fields' names for people, by field name.
    """

    status = 409

    def __init__(
        self,
        message: str = "",
        *,
        theirs: dict[str, object] | None = None,
        mine: dict[str, str] | None = None,
        labels: dict[str, str] | None = None,
        next_step: str = "",
    ) -> None:
        super().__init__(message, next_step=next_step)
        self.theirs = theirs or {}
        self.mine = mine or {}
        self.labels = labels or {}


class TooMany(Refusal):
    """A rate limit was reached."""

    status = 429


class Missing(LiupanError):
    """The thing is absent or this actor may not see it; nobody can tell which."""

    status = 404


class Fault(LiupanError):
    """Our own mistake, or a supplier's."""

    status = 503
