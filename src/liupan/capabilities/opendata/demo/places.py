"""Where townships of Guyuan lie: degrees east and north of their seats, read off a map, to about 5
km. Rows of the demo lie around them."""

from collections.abc import Mapping
from random import Random

NEAR = 0.02
"""Degrees that a row lies away from the seat of its township at most."""
SEATS: Mapping[str, tuple[float, float]] = {
    "三营镇": (106.16, 36.27), "官厅镇": (106.42, 36.03), "开城镇": (106.26, 35.88),
    "张易镇": (106.08, 35.94), "彭堡镇": (106.14, 36.10), "头营镇": (106.22, 36.16),
    "黄铎堡镇": (106.08, 36.24), "河川乡": (106.45, 35.93),
    "吉强镇": (105.73, 35.96), "兴隆镇": (105.80, 35.66), "平峰镇": (105.55, 35.83),
    "将台堡镇": (105.87, 35.83), "新营乡": (105.63, 36.07), "震湖乡": (105.53, 35.74),
    "火石寨乡": (105.76, 36.11),
    "城关镇": (106.11, 35.62), "沙塘镇": (105.99, 35.60), "联财镇": (105.88, 35.56),
    "好水乡": (106.03, 35.70), "观庄乡": (106.03, 35.76), "神林乡": (105.94, 35.58),
    "温堡乡": (105.98, 35.50),
    "香水镇": (106.34, 35.50), "泾河源镇": (106.33, 35.40), "六盘山镇": (106.30, 35.68),
    "新民乡": (106.42, 35.36), "兴盛乡": (106.33, 35.44), "黄花乡": (106.42, 35.51),
    "大湾乡": (106.27, 35.74),
    "白阳镇": (106.64, 35.86), "王洼镇": (106.65, 36.09), "古城镇": (106.49, 35.82),
    "红河镇": (106.71, 35.73), "新集乡": (106.59, 35.75), "城阳乡": (106.79, 35.85),
    "草庙乡": (106.87, 36.00),
}  # fmt: skip


def east_of(town: str, chance: Random) -> str:
    """Degrees east of something in the township."""
    return _near(SEATS[town][0], chance)


def north_of(town: str, chance: Random) -> str:
    """Degrees north of something in the township."""
    return _near(SEATS[town][1], chance)


def _near(degrees: float, chance: Random) -> str:
    return f"{degrees + chance.uniform(-NEAR, NEAR):.4f}"
