"""The public page: anybody drops a file and reads what holds. Nothing of it is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from liupan.foundation.design.facade import public
from liupan.foundation.identity.facade import require_free
from liupan.foundation.seals.formats.verdicts import Verdict
from liupan.foundation.seals.forms import Submitted, VerifyForm
from liupan.foundation.seals.verifying import verify_file
from liupan.foundation.seals.views.reading import place_refusal
from liupan.foundation.seals.wording import MARKS, form_of, summary_of, word_of
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput


@public
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Verify a file."""
    form = VerifyForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    context: dict[str, object] = {"form": form}
    if form.is_bound:
        require_free("verify.ip", request.META.get("REMOTE_ADDR") or "::")
        if form.is_valid():
            context |= _looked_at(form)
    return render(request, "seals/verify.html", context)


def _looked_at(form: VerifyForm) -> dict[str, object]:
    given: Submitted = form.cleaned_data["file"]
    signatures = [one.read() for one in given.signatures]
    try:
        verdict = verify_file(given.document.read(), signatures=signatures, now=clock.now())
    except InvalidInput as refusal:
        place_refusal(form, refusal)
        return {}
    return {"name": given.document.name, **_said(verdict)}


def _said(verdict: Verdict) -> dict[str, object]:
    outcome = verdict.outcome
    return {
        "verdict": verdict,
        "signatures": [(one, form_of(one.form)) for one in verdict.signatures],
        "state": MARKS[outcome],
        "word": word_of(outcome),
        "summary": summary_of(outcome),
    }
