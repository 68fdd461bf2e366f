"""What the virus scanner says decides whether a file is given out."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liupan.foundation.documents.events import ContentScanned, VirusFound
from liupan.foundation.documents.models import Content, Scan
from liupan.foundation.documents.policies import SCAN
from liupan.foundation.documents.queries import told
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.messaging.facade import declare_kind, notify
from liupan.kernel.authority import Actor, require
from liupan.kernel.secrecy import Secrecy

VIRUS_FOUND = declare_kind(
    "documents.virus", gettext_lazy("A virus in a file you handed in"), urgent=True
)


@operation
def note_scan(*, content_id: UUID, finding: str, actor: Actor, now: datetime) -> None:
    """Write down what the scanner said of a content that waits: `finding` is its name for what it
    found, empty when nothing. Whoever handed it in is told of a virus."""
    require(actor, SCAN)
    waiting = Content.objects.select_for_update().filter(id=content_id, scan=Scan.CHECKING)
    content = waiting.first()
    if content is None:
        return nothing_changed()
    content.scan = Scan.INFECTED if finding else Scan.CLEAN
    content.scanned_at, content.finding = now, finding
    content.save(update_fields=["scan", "scanned_at", "finding"])
    if finding:
        _tell_of_virus(content, actor, now)
    else:
        fact = ContentScanned(thing_id=content.id, secrecy=Secrecy(content.secrecy))
        record(fact, actor=actor, now=now)
    return None


def _tell_of_virus(content: Content, actor: Actor, now: datetime) -> None:
    files = list(content.files.select_related("content"))
    for file in files:
        record(VirusFound(**told(file), finding=content.finding), actor=actor, now=now)
    if not files:
        nothing_changed()
    notify(
        {file.kept_by for file in files},
        title=_("The virus scanner found something in a file you handed in"),
        body=content.finding,
        kind=VIRUS_FOUND.code,
        now=now,
        key=f"documents.virus.{content.id}",
    )
