"""New data on their way."""

from uuid import UUID

from liupan.capabilities.opendata.models import DataLoad


def find_load_into(table_id: UUID) -> UUID | None:
    """The load of new data that a hosted table was made for."""
    return DataLoad.objects.filter(table_id=table_id).values_list("id", flat=True).first()
