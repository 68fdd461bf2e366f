"""Why an act on a process is refused."""

from liupan.kernel.errors import Refusal


class AlreadyDone(Refusal):
    """The step was completed or taken back meanwhile."""


class NotForYou(Refusal):
    """The step names somebody else, or somebody else holds it."""

    status = 403


class NotRunning(Refusal):
    """The process is suspended or over."""


class SignersFirst(Refusal):
    """Added signers have to sign before this step."""


class IsJoint(Refusal):
    """The step is signed jointly: it is decided by votes."""


class NotJoint(Refusal):
    """Nothing is to be signed here by this person."""


class AlreadySigned(Refusal):
    """The signer has voted."""


class NotVisited(Refusal):
    """The step does not lie on the way that led here."""


class NextHasActed(Refusal):
    """The next step was acted on: it cannot be withdrawn any more."""


class FieldNotEditable(Refusal):
    """The step may not write this field of the form."""

    status = 403


class StateTooLarge(Refusal):
    """The engine's state or the form would become larger than is kept."""


class NotStuck(Refusal):
    """Nothing has come apart here."""
