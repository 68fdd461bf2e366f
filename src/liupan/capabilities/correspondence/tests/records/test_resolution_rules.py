"""Who does it and by when is read from the numbered paragraphs of a document."""

from datetime import date

import pytest

from liupan.capabilities.correspondence.rules.resolutions import found_in

OF = date(2017, 6, 1)


@pytest.mark.parametrize(
    ("line", "lead", "due_on"),
    [
        ("一、建设出口。由市信息化建设办公室牵头，2017年9月30日前完成。", "市信息化建设办公室",
         date(2017, 9, 30)),
        ("（二）市公安局负责，6月底前完成测评。", "市公安局", date(2017, 6, 30)),
        ("3.责成市财政局落实经费，3月15日前到位。", "", date(2018, 3, 15)),
        ("（4）由市发展改革委牵头，年底前完成。", "市发展改革委", date(2017, 12, 31)),
        ("五、2月30日前完成。", "", None),
        ("六、提高认识，加强领导。", "", None),
    ],
)  # fmt: skip
def test_who_does_it_and_by_when_is_read(line: str, lead: str, due_on: date | None) -> None:
    (found,) = found_in([line], OF)
    assert (found.lead, found.due_on) == (lead, due_on)


def test_only_numbered_paragraphs_are_offered() -> None:
    lines = ["现通知如下。", "一、甲。", "2017年工作总结", "1.5亿元", "（二）乙。", "请遵照执行。"]
    assert [(one.n, one.text) for one in found_in(lines, OF)] == [(1, "甲。"), (2, "乙。")]
