"""Files that are attached to a thing are screened with it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from liupan.foundation.crypto.facade import FileLost
from liupan.foundation.documents.facade import (
    BeingChecked,
    FileRef,
    HoldsVirus,
    NoPreview,
    list_files,
    read_words,
)
from liupan.foundation.screening.rules.kinds import Purpose
from liupan.foundation.screening.screenings import Passage, Screening, screen
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy

UNREADABLE = (NoPreview, BeingChecked, HoldsVirus, FileLost)


def screen_thing(
    passages: Sequence[Passage],
    *,
    of_id: UUID,
    actor: Actor,
    for_: Purpose,
    day: date,
    level: Secrecy = Secrecy.PUBLIC,
) -> Screening:
    """A thing's own text and the words of the files attached to it that the actor may read.

    What has no words (a picture, a scanned page, a locked file) is named in `unread`.
    Each file is read in a process of its own: some 0.2 s.
    """
    read, unread = list(passages), list[str]()
    for file in list_files([of_id], actor).get(of_id, []):
        words = _words(file, actor)
        if words is None:
            unread.append(file.name)
        else:
            read.append(Passage(file.name, words))
    return screen(read, for_=for_, day=day, level=level, unread=unread)


def _words(file: FileRef, actor: Actor) -> str | None:
    """The words of a file; None when there are none or more than can be read."""
    try:
        found = read_words(file.id, actor)
    except UNREADABLE:
        return None
    text = "\n".join(found.lines)
    return text if text.strip() and not found.is_cut else None
