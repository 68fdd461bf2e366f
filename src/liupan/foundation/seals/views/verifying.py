"""The public page: anybody drops a file and reads what holds. Nothing of it is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from liupan.foundation.design.facade import public
from liupan.foundation.identity.facade import require_free
from liupan.foundation.seals.formats.verdicts import Outcome, Verdict
from liupan.foundation.seals.forms import VerifyForm
from liupan.foundation.seals.verifying import verify_file
from liupan.foundation.seals.wording import summary_of, word_of
from liupan.kernel import clock

STATES = {
    Outcome.VALID: "done",
    Outcome.UNPROVEN: "risk",
    Outcome.BROKEN: "late",
    Outcome.UNSIGNED: "none",
    Outcome.UNREADABLE: "late",
}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Verify a file."""
    form = VerifyForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    context: dict[str, object] = {"form": form}
    if form.is_bound:
        require_free("verify.ip", request.META.get("REMOTE_ADDR") or "::")
        if form.is_valid():
            file = form.cleaned_data["file"]
            verdict = verify_file(file.read(), now=clock.now())
            context |= {"name": file.name, **_said(verdict)}
    return render(request, "seals/verify.html", context)


def _said(verdict: Verdict) -> dict[str, object]:
    outcome = verdict.outcome
    return {
        "verdict": verdict,
        "state": STATES[outcome],
        "word": word_of(outcome),
        "summary": summary_of(outcome),
    }
