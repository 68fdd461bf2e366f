"""Secrecy levels (密级) and network zones (网络区域): words that every storey uses."""

from enum import IntEnum, StrEnum


class Secrecy(IntEnum):
    """Level of a thing, and clearance of a person (公开, 内部, 秘密, 机密, 绝密)."""

    PUBLIC = 0
    INTERNAL = 1
    SECRET = 2
    CONFIDENTIAL = 3
    TOP_SECRET = 4


class Zone(StrEnum):
    """The network an installation serves (互联网, 电子政务外网, 电子政务内网)."""

    INTERNET = "internet"
    EXTRANET = "extranet"
    INTRANET = "intranet"


CEILING = {
    Zone.INTERNET: Secrecy.PUBLIC,
    Zone.EXTRANET: Secrecy.INTERNAL,
    Zone.INTRANET: Secrecy.CONFIDENTIAL,
}
"""The highest level a zone may hold. State secrets never touch the extranet (保密法)."""
