"""What tests of other rooms need of accounts."""

from datetime import datetime
from uuid import UUID

from liupan.foundation.identity.models import Account


def signed_in_at(account_id: UUID, moment: datetime) -> None:
    """Let the person have signed in for the first time at `moment`."""
    Account.objects.filter(id=account_id).update(first_signed_in_at=moment)
