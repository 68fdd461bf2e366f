"""The work list as a page: somebody with 100 posts, among 100,000 open steps of 2,000 posts."""

from typing import Any

from benchmarks.instance import Instance
from benchmarks.load import drive

PERSON = "clerk"
URL = "/work/"


def run(scale: float) -> dict[str, Any]:
    """Give the person the posts, fill the lists; how many steps wait for the person."""
    from benchmarks import volume, workflow
    from liupan.foundation.access.facade import actor_for
    from liupan.foundation.identity.facade import find_account_by_username
    from liupan.foundation.organisations.facade import list_posts_held
    from liupan.foundation.workflow.facade import count_waiting
    from liupan.kernel import clock

    found = find_account_by_username(PERSON)
    if found is None:
        raise LookupError(PERSON)
    volume.appoint_everywhere([found.id], order=950_000)
    posts = [post.post_id for post in list_posts_held(found.id, clock.today())][-workflow.POSTS :]
    place = workflow.prepared() | {"posts": posts}
    workflow.fill(place, max(1_000, int(workflow.OPEN * scale)))
    volume.analyse()
    return {"waiting": count_waiting(actor_for(found.id), clock.now()), "posts": len(posts)}


def page(running: Instance, scale: float, seconds: float) -> dict[str, Any]:
    """16 users who think one second, and the processor time of one answer."""
    filled: dict[str, Any] = running.measure("worklist", scale)
    if "failed" in filled:
        return filled
    running.settle()
    cookie = running.cookie(PERSON)
    answers = drive(running.port, [URL], cookie=cookie, seconds=seconds * 2).summary()
    return filled | answers | {"cpu_ms": running.cost(URL, cookie)}
