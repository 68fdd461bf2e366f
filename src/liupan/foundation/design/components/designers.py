"""Designers of processes (BPMN) and of decision tables (DMN), as parts of a page.

The page that holds one is marked `@allows_style_attributes`: bpmn.io's tools write them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from liupan.foundation.design.components.marks import Text
from liupan.kernel.expressions.refusals import KINDS, SENTENCES

Choices = Sequence[tuple[str, Text]]

CANDIDATES: Final[Choices] = (
    ("starter", _("Who started it")),
    ("person", _("Person")),
    ("post", _("Post")),
    ("unit", _("Unit")),
    ("role", _("Role")),
    ("step", _("Who did an earlier step")),
    ("rule", _("Rule of the office")),
)
SIGNINGS: Final[Choices] = (
    ("", _("One person")),
    ("all", _("Joint sign: all agree")),
    ("any", _("Joint sign: one agrees")),
    ("order", _("Joint sign: one after another")),
    ("ratio", _("Joint sign: a share agrees")),
)
RIGHTS: Final[Choices] = (
    ("edit", _("May edit")),
    ("read", _("May read")),
    ("hide", _("Hidden")),
)

TYPES: Final[Choices] = (
    ("string", _("A text")),
    ("number", _("A number")),
    ("boolean", _("Yes or no")),
    ("date", _("A day")),
    ("Any", _("Anything")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why the server refuses to deploy: the element it is about, its name, the reason."""

    element: str
    name: Text
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Designer:
    """A file to edit: where it comes from, where it is saved, what it is called.

    `save_url` takes a POST of `source` (the file in base64) and `version`; without it the file can
    only be exported. `key` names the copy in the browser. `services` are offered to service tasks,
    `tables` to business rule tasks.

    `keep_url` takes what is being drawn every few seconds, as `source`, `version` and `revision`,
    and answers with the new revision; with `act` drop it is thrown away. `sketch_url` is what was
    kept so; it is opened instead of the file.
    """

    name: Text
    source_url: str
    file_name: str
    key: str = ""
    save_url: str = ""
    version: int = 0
    problems: Sequence[Problem] = ()
    keep_url: str = ""
    revision: int = 0
    sketch_url: str = ""
    sketched_at: datetime | None = None
    services: Sequence[str] = ()
    tables: Sequence[str] = ()

    @property
    def candidates(self) -> Choices:
        return CANDIDATES

    @property
    def signings(self) -> Choices:
        return SIGNINGS

    @property
    def types(self) -> Choices:
        return TYPES

    @property
    def sentences(self) -> dict[str, dict[str, str]]:
        """Why an expression cannot stand, in the reader's language, for the script."""
        return {
            "sentences": {code: str(words) for code, words in SENTENCES.items()},
            "kinds": {kind: str(word) for kind, word in KINDS.items()},
        }

    @property
    def rights(self) -> Choices:
        return RIGHTS
