"""A job as the design's component shows it."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liupan.foundation.design.facade import Job as Shown
from liupan.foundation.design.facade import city_moment
from liupan.foundation.jobs.models import Job, JobFile
from liupan.foundation.jobs.queries import JobRef

KINDS = {Job.State.DONE: "done", Job.State.FAILED: "fail", Job.State.CANCELLED: "fail"}


def shown(job: JobRef) -> Shown:
    """The job with its progress, its words, and the one thing that can be done next."""
    result = next((f for f in job.files if f.role == JobFile.Role.RESULT), None)
    label, url = "", ""
    if result:
        label = _("Download (%(size)s)") % {"size": filesizeformat(result.size)}
        url = reverse("jobs:file", args=[job.id, result.role])
    return Shown(
        title=job.title,
        done=job.percent or 0,
        total=100,
        words=words(job),
        kind=KINDS.get(Job.State(job.state), ""),
        link_label=label,
        link_url=url,
        poll_url=reverse("jobs:state", args=[job.id]) if job.is_open else "",
        cancel_url="" if job.is_stopping else reverse("jobs:cancel", args=[job.id]),
    )


def words(job: JobRef) -> str:
    """State, how far, what is being done or was done."""
    parts = [_("stopping") if job.is_stopping else job.state_label]
    if job.total and job.is_open:
        parts.append(f"{job.percent}%, {job.done:,} / {job.total:,}")
    if job.message:
        parts.append(job.message)
    if job.attempts > 1:
        parts.append(
            ngettext("run %(n)s time", "run %(n)s times", job.attempts) % {"n": job.attempts}
        )
    if job.kept_until and job.files:
        parts.append(_("kept until %(day)s") % {"day": city_moment(job.kept_until)})
    return " · ".join(parts)
