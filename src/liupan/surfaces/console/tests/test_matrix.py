"""Who may enter which page of the console."""

from tests.matrix import Matrix


class TestMatrix(Matrix):
    namespace = "console"

    def samples(self, view_name: str) -> dict[str, object]:
        return {
            "console:role": {"code": "staff"},
            "console:role_change": {"code": "staff"},
            "console:permission": {"code": "organisations.unit.manage"},
        }.get(view_name, {})
