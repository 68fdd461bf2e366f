"""Series of the demo city: the two under which the city's government issues documents.

Their 机关代字 are the city's real ones. No number is taken: whoever writes documents will.
"""

from liupan.foundation.numbering.operations import ensure_series
from liupan.kernel.demo import DemoCity

SERIES = (
    ("correspondence.government", "固原市人民政府文件", "固政发"),
    ("correspondence.office", "固原市人民政府办公室文件", "固政办发"),
)
PATTERN = "{prefix}〔{year}〕{n}号"


def seed(city: DemoCity) -> None:
    """Define them."""
    for code, title, prefix in SERIES:
        ensure_series(
            code=code,
            title=title,
            pattern=PATTERN,
            prefix=prefix,
            actor=city.installer,
            now=city.now,
        )
