"""The distances of GB/T 9704-2012. What the standard leaves open is a default of ours."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Distances in mm, type in points, blanks in lines or characters.

    `rule_width`, `letter_rule_*`, `mark_*` but its top, `seal_*`, `red` are not in the copies of
    the standard at hand: habits of offices, to be changed here. Y80 M80 is given in sRGB, since
    PDF/A-2 takes no process colours without the profile of a printing press.
    """

    page_width: float = 210.0
    page_height: float = 297.0
    top: float = 37.0
    left: float = 28.0
    width: float = 156.0
    height: float = 225.0
    lines: int = 22
    characters: int = 28
    size: float = 15.75
    title_size: float = 22.0
    small_size: float = 14.0
    red: tuple[int, int, int] = (255, 51, 51)

    mark_top: float = 35.0
    mark_size: float = 50.0
    mark_width: float = 142.0
    mark_height: float = 60.0
    number_lines: int = 2
    rule_below: float = 4.0
    rule_width: float = 0.7
    title_lines: int = 2

    letter_mark: float = 30.0
    letter_rule: float = 170.0
    letter_rule_below: float = 4.0
    letter_bottom: float = 20.0
    letter_rule_thick: float = 1.0
    letter_rule_thin: float = 0.35
    letter_rule_gap: float = 0.5
    order_mark: float = 20.0

    name_lines: int = 2
    name_right: float = 2.0
    date_right: float = 4.0
    signed_lines: int = 2
    seal_within: float = 0.9
    seal_gap: float = 3.0
    seal_low: float = 4.0

    imprint_thick: float = 0.35
    imprint_thin: float = 0.25
    page_number: float = 7.0

    @property
    def pitch(self) -> float:
        """From one line to the next, in points: a character and 7/8 of a 3-hao character."""
        return self.size * 1.875

    def as_dict(self) -> dict[str, object]:
        """For the template."""
        return asdict(self)


STANDARD = Dimensions()
