"""Who may look after the jobs of others. One's own need no right."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

MANAGE_JOBS = declare(
    "jobs.job.manage", _("watch, cancel and retry everybody's jobs"), duty=Duty.SYSTEM
)
AUDIT_JOBS = declare("jobs.job.audit", _("see everybody's jobs and their files"), duty=Duty.AUDIT)
