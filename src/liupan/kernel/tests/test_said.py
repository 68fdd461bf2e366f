"""What must be said is said."""

import pytest

from liupan.kernel.errors import InvalidInput
from liupan.kernel.said import require_said


def test_every_empty_field_is_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        require_said(reason=" \n", title="督查", opinion="")
    assert set(refused.value.fields) == {"reason", "opinion"}


def test_what_is_said_passes() -> None:
    require_said(reason="按程序办理")
