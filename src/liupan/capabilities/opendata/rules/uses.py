"""How a dataset is used (使用量), by requests: no name, address or device of anybody is kept."""

from enum import StrEnum

RECENT_DAYS = 90
"""What “most used” looks back at (近90天)."""
ROBOTS = ("bot", "spider", "crawl", "slurp")
"""Parts of names by which programs that fetch pages for search engines say so themselves."""


class Way(StrEnum):
    """How it was used."""

    VIEW = "view"  # 浏览
    DOWNLOAD = "download"  # 下载
    CALL = "call"  # 接口调用


def is_robot(agent: str) -> bool:
    """Whether a program says of itself that it gathers pages; its requests are not counted."""
    said = agent.lower()
    return any(word in said for word in ROBOTS)
