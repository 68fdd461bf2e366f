"""Lines between names: who stands where, how thick, nothing that a name could break."""

from liupan.foundation.design.pictures.flows import MOST, THICK, THIN, Flow, flows, flows_as_svg


def test_every_name_stands_once_and_more_is_thicker() -> None:
    given = [Flow("甲", "丙", 1), Flow("乙", "丙", MOST), Flow("甲", "丁", 99)]
    drawn = flows(given, "说明", "key")
    assert drawn.count("<line") == 3
    assert drawn.count(">甲<") == drawn.count(">丙<") == 1
    assert f'stroke-width="{THIN:.2f}"' in drawn
    assert drawn.count(f'stroke-width="{THICK:.2f}"') == 2
    assert 'aria-labelledby="key"' in drawn
    assert '<title id="key">说明</title>' in drawn


def test_a_name_is_text() -> None:
    drawn = flows([Flow("<b>甲</b>", "乙", 1)], "x", "k")
    assert "<b>" not in drawn
    file = flows_as_svg([Flow("甲", "乙", 1)], "全市")
    assert file["Content-Type"].startswith("image/svg+xml")
    assert "甲" in file.content.decode()


def test_nothing_flows() -> None:
    assert "<line" not in flows([], "没有", "k")
