"""What the doors count: nonces that were used, and calls by grant."""

from django.db import models


class Nonce(models.Model):
    """A nonce that a credential used, by digest. Kept until no clock would take it again."""

    digest = models.BinaryField(primary_key=True, help_text="SM3 of credential and nonce")
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return bytes(self.digest).hex()


class Usage(models.Model):
    """Calls of a grant on its last day, and how full its bucket of calls was when last looked at.

    One row for each grant, without a foreign key: it is written at every call.
    """

    grant_id = models.UUIDField(primary_key=True)
    day = models.DateField()
    calls = models.PositiveIntegerField()
    bucket = models.FloatField()
    filled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.grant_id} {self.day}: {self.calls}"
