"""What an installation gets when it is set up or upgraded: the processes of its offices."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.db import transaction

from liupan.foundation.workflow.operations.deploying import ship_process
from liupan.foundation.workflow.policies import DEPLOY
from liupan.kernel.authority import Actor

PERMITS = (DEPLOY,)


def install(actor: Actor, now: datetime) -> None:
    """Deploy each office's `processes/*.bpmn` that is not what the office brought last."""
    for path in shipped_files():
        with transaction.atomic():
            ship_process(source=path.read_bytes(), actor=actor, now=now)


def shipped_files() -> Iterator[Path]:
    """The files of all rooms, by name."""
    for app in apps.get_app_configs():
        if app.name.startswith("liupan."):
            yield from sorted(Path(app.path).glob("processes/*.bpmn"))
