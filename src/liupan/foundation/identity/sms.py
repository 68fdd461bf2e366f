"""Text messages with codes. `messaging` stands above and installs its adapter.

Until it does, a demo writes them as mail beside its other mail, and anybody else has no phone
sign-up: `is_available` says so.
"""

from collections.abc import Callable

from django.core.mail import send_mail

from liupan.foundation.identity import demo_sign_in

Sender = Callable[[str, str], object]

_sender: Sender | None = None


def install(sender: Sender) -> None:
    """Called once, by `messaging`: sends a text to a phone number."""
    global _sender
    _sender = sender


def is_available() -> bool:
    """Whether a text message reaches a phone, or the demo's mail folder."""
    return _sender is not None or demo_sign_in.is_demo()


def send(phone: str, text: str) -> None:
    """Send one text message."""
    if _sender:
        _sender(phone, text)
    else:
        send_mail(f"SMS {phone}", text, None, [f"{phone}@sms.invalid"])
