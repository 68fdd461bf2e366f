"""What screening found in a text, to be shown beside the text."""

from dataclasses import dataclass

from liupan.foundation.design.components.marks import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in a text that somebody should look at.

    `state` and `state_label` as for `{% state %}`; `before` and `after` are the words around what
    was found (`shown`); `place` names the part of the text; `accepted` says why it may stay.
    `key` is sent as `finding` by the form that accepts it; without one there is no form.
    """

    title: Text
    state: str
    state_label: Text
    shown: str
    advice: Text
    before: str = ""
    after: str = ""
    place: Text = ""
    accepted: Text = ""
    key: str = ""
