"""DMN files: what we carry out is read, everything else is refused by name."""

import pytest

from liupan.kernel.decisions import TableRefused, decide_all, read_dmn

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
TABLE = """
<decision id="d1" name="级别">
  <variable id="v" name="级别"/>
  <informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
  <decisionTable id="t" hitPolicy="{policy}">
    <input id="in" label="金额"><inputExpression id="e" typeRef="number"><text>金额</text></inputExpression></input>
    <output id="o" name="级别"><outputValues><text>"处长", "科, 长"</text></outputValues></output>
    <rule id="r1"><inputEntry id="a"><text>{cell}</text></inputEntry><outputEntry id="b"><text>"处长"</text></outputEntry></rule>
    <rule id="r2"><inputEntry id="c"><text>-</text></inputEntry><outputEntry id="d"><text>"科, 长"</text></outputEntry></rule>
  </decisionTable>
</decision>"""  # noqa: E501
SECOND = """
<decision id="d2" name="天数">
  <informationRequirement id="r3"><requiredDecision href="#d1"/></informationRequirement>
  <decisionTable id="t2"><input id="i2"><inputExpression id="e2"><text>级别</text></inputExpression></input>
  <output id="o2"/><rule id="r4"><inputEntry id="f"><text>"处长"</text></inputEntry><outputEntry id="g"><text>5</text></outputEntry></rule></decisionTable>
</decision>"""  # noqa: E501


def dmn(*parts, space=MODEL, head=""):
    body = "".join(parts)
    return f'{head}<definitions xmlns="{space}" id="x" name="x">{body}</definitions>'.encode()


def one(policy="PRIORITY", cell="&gt; 5"):
    return TABLE.format(policy=policy, cell=cell)


def test_tables_feed_each_other_in_the_right_order():
    graph = read_dmn(dmn(SECOND, '<inputData id="i" name="金额"/>', one()))
    assert [table.name for table in graph.tables] == ["级别", "天数"]
    decisions = graph.compiled({"金额": "number"})
    found = decide_all(decisions, {"金额": 6})
    assert (found["级别"].result, found["天数"].result) == ("处长", 5)
    assert decide_all(decisions, {"金额": 5})["级别"].result == "科, 长"
    assert graph.tables[0].outputs[0].values == ('"处长"', '"科, 长"')


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (dmn("<decision id='d'><literalExpression/></decision>"), "literalExpression"),
        (dmn("<businessKnowledgeModel id='b'/>"), "businessKnowledgeModel"),
        (dmn("<import/>"), "import"),
        (dmn("<decision id='d9' name='x'/>"), "d9"),
        (dmn(one("OUTPUT ORDER")), "OUTPUT ORDER"),
        (dmn(one(), SECOND.replace("#d1", "#d7")), "requiredDecision"),
        (dmn(one(), one()), "same name"),
        (dmn(SECOND.replace("#d1", "#d2")), "ring"),
        (dmn(one().replace('typeRef="number"', 'typeRef="tMoney"')), "tMoney"),
        (dmn(one().replace('id="e"', 'id="e" expressionLanguage="python"')), "python"),
        (dmn(one(), space="http://example.org/"), "version"),
        (b"", "no DMN"),
        (b"\x00\xff", "no DMN"),
        (b"<a>" * 1000, "no DMN"),
        (b"x" * 2_000_001, "2 MB"),
        (dmn(head="<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"), "no DMN"),
        (dmn(head="<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"), "no DMN"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_refused_is_named(data, words):
    with pytest.raises(TableRefused, match=words):
        read_dmn(data)


def test_a_cell_that_would_run_code_is_refused():
    graph = read_dmn(dmn(one(cell="__import__('os').system('true')")))
    with pytest.raises(TableRefused, match="rule 1"):
        graph.compiled({"金额": "number"})
