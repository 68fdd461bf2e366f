"""Answers of before, kept for the time in which a provider's system is down."""

from typing import ClassVar

from django.db import models


class KeptAnswer(models.Model):
    """The last good answer to one question of one grant (留存应答), sealed.

    Its id is made of grant, version of the grant, service, what is shown and the question, by the
    installation's key: another grant, or the same after it was narrowed, finds none. What is asked
    for stands nowhere.
    """

    id = models.UUIDField(primary_key=True)
    service_id = models.UUIDField()
    grant_id = models.UUIDField()
    sealed = models.TextField(help_text="rows and the place to go on")
    taken_at = models.DateTimeField(help_text="when the provider's system said so")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["grant_id", "taken_at"], name="kept_answer_of_grant"),
            models.Index(fields=["service_id", "taken_at"], name="kept_answer_of_service"),
            models.Index(fields=["taken_at"], name="kept_answer_by_age"),
        ]

    def __str__(self) -> str:
        return str(self.id)
