"""Refusals of operations, shown at the fields of the form that asked."""

from django.forms import Form

from liupan.kernel.errors import InvalidInput, Refusal


def show(form: Form, refusal: Refusal) -> None:
    """Add what the operation says to the form: at its fields, else above all of them."""
    fields = refusal.fields if isinstance(refusal, InvalidInput) else {}
    for name, messages in fields.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
    if not fields:
        form.add_error(None, " ".join(filter(None, (refusal.message, refusal.next_step))))
