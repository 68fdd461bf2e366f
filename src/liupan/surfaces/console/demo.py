"""What administrators of the demo city had in hand when it opened: a machine let in, an export
that is ready, a file whose rows want correcting.

Done by their own accounts, by the operations behind the console's pages. The worker finishes the
jobs once it runs, and tells whoever asked.
"""

from datetime import timedelta

from liupan.foundation.access.facade import actor_for, define_role, grant_role
from liupan.foundation.identity.facade import find_account_by_username, issue_token
from liupan.foundation.jobs.facade import export_table, hand_in_table
from liupan.foundation.measures.facade import SEE_RECORDS
from liupan.foundation.organisations.facade import find_root
from liupan.kernel import clock
from liupan.kernel.authority import Actor, Duty
from liupan.kernel.demo import DemoCity

MACHINE = "exchange-robot"
READER = "records-reader"
FAULTY = """单位代码,岗位名称,类别,起始日
GY-NONE,信息员,电子政务联系人,2017-11-15
,档案员,经办人,2017-11-15
"""
"""Posts as somebody typed them: a unit that does not exist, one forgotten."""


def seed(city: DemoCity) -> None:
    """The security administrator gives the machine its role, the system administrator its token."""
    system, security = _actor("system"), _actor("security")
    if system is None or security is None:
        return
    let_machine_in(city, system, security)
    hand_in_tables(city, system)


def let_machine_in(city: DemoCity, system: Actor, security: Actor) -> None:
    """A role that reads the records behind figures, and a token that may do no more."""
    machine, root = find_account_by_username(MACHINE), find_root()
    if machine is None or root is None:
        return
    define_role(
        code=READER,
        name="计量记录查阅",
        duty=Duty.BUSINESS,
        permits=[SEE_RECORDS.code],
        actor=security,
        now=city.now,
    )
    grant_role(
        role_code=READER,
        account_id=machine.id,
        unit_id=root.id,
        valid_from=clock.on(city.now),
        actor=security,
        now=city.now,
    )
    issue_token(
        account_id=machine.id,
        scopes=[SEE_RECORDS.code],
        days=90,
        label="部门业务系统读取计量记录",
        actor=system,
        now=city.now,
    )


def hand_in_tables(city: DemoCity, system: Actor) -> None:
    """An export of people in posts, and a table of posts with two rows that want correcting."""
    export_table(table="organisations.people", form="xlsx", actor=system, now=city.now)
    hand_in_table(
        table="organisations.posts",
        file_name="新设岗位.csv",
        content=FAULTY.encode(),
        actor=system,
        now=city.now + timedelta(minutes=1),
    )


def _actor(username: str) -> Actor | None:
    account = find_account_by_username(username)
    return actor_for(account.id) if account else None
