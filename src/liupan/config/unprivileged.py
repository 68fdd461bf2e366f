"""How root runs a program that refuses to run as root, without leaving an account behind.

First choice is a user namespace that maps root to an ordinary number: files stay root's and
private folders stay private. Where namespaces are forbidden, or the folder is another account's,
the program runs as that account (`setpriv`). See docs/adr/0001.
"""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from liupan.config.sentences import NotReady
from liupan.config.terminal import gettext as _

NAMESPACE = ("unshare", "--user", "--map-user=1000", "--")
NOBODY = 65534


def prefix(program: Path, folder: Path) -> list[str]:
    """Words to put before `program` so that it runs unprivileged and owns `folder`.

    `folder` exists. Empty when we are not root. Raises NotReady when no way is open.
    """
    return [] if os.geteuid() else list(_way(program, folder))


@cache
def _way(program: Path, folder: Path) -> tuple[str, ...]:
    owner = folder.stat().st_uid
    if owner == 0 and _reaches(NAMESPACE, program, folder):
        return NAMESPACE
    for account in _accounts(owner):
        words = _as_account(account)
        if owner in (0, account) and _may_enter(words, program, folder.parent):
            _hand_over(folder, account)
            return words
    raise NotReady(
        _("PostgreSQL does not run as root, and no other account can reach %(folder)s.")
        % {"folder": folder},
        next_step=_(
            "Start Liupan as an ordinary user, or set LIUPAN_HOME to a folder that every account "
            "can enter (such as /var/lib/liupan), or set DATABASE_URL to a server of yours."
        ),
    )


def _accounts(owner: int) -> list[int]:
    caller = int(os.environ.get("SUDO_UID") or 0)
    return [uid for uid in (owner, caller, NOBODY) if uid]


def _as_account(uid: int) -> tuple[str, ...]:
    return ("setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--")


def _reaches(words: tuple[str, ...], program: Path, folder: Path) -> bool:
    return _may_enter(words, program, folder) and _works(words, "test", "-w", str(folder))


def _may_enter(words: tuple[str, ...], program: Path, folder: Path) -> bool:
    # By way of a shell: setpriv itself may still start what its account cannot reach.
    reaches = '"$0" --version >&2 && test -x "$1"'
    return _works(words, "sh", "-c", reaches, str(program), str(folder))


def _works(words: tuple[str, ...], *command: str) -> bool:
    if not shutil.which(words[0]):
        return False
    return not subprocess.run([*words, *command], capture_output=True, check=False).returncode


def _hand_over(folder: Path, account: int) -> None:
    if folder.stat().st_uid != account:
        os.chown(folder, account, account)
