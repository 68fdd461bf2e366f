"""What is read from the words of a document from outside."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from liupan.capabilities.correspondence.rules.letterhead import read_letterhead

PAPER = """000123
机密★5年
特 急
固原市财政局文件
固财发〔2017〕45号

固原市财政局
关于报送2018年信息化项目预算的通知

市人民政府办公室：
根据《预算法》（2014年8月31日修正）和宁政发〔2016〕8号文件，现将有关事项通知如下。
固原市财政局
2017年5月31日
抄送：市审计局。
固原市财政局办公室 2017年6月2日印发
"""


def test_every_element_of_a_paper_is_read() -> None:
    found = read_letterhead(PAPER)
    assert found.title == "固原市财政局关于报送2018年信息化项目预算的通知"
    assert (found.number, found.on) == ("固财发〔2017〕45号", date(2017, 5, 31))
    assert (found.issuer, found.type, found.urgency) == ("固原市财政局", "通知", "特急")
    assert (found.mark, found.level) == ("机密★5年", 3)


def test_other_brackets_and_a_title_in_one_line() -> None:
    found = read_letterhead("固水函[2017]007号\n关于商请支持河道清淤的函\n市住建局:\n2017年13月1日")
    assert (found.number, found.title) == ("固水函〔2017〕7号", "关于商请支持河道清淤的函")
    assert (found.on, found.type, found.level) == (None, "函", 0)


@given(st.text(alphabet="关于〔〕（）【】0123456789年月日号文件通知函秘密★ \n\f。：", max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    read_letterhead(text)
