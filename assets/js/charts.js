// Live charts, drawn by ECharts as SVG in the look of the tokens. The option stands as JSON in the
// page beside the chart; the picture drawn by the server stays for print and without script.

import { init, use } from "echarts/core";
import { BarChart, GraphChart, HeatmapChart, LineChart, ScatterChart, TreeChart } from "echarts/charts";
import { AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, GraphChart, HeatmapChart, LineChart, ScatterChart, TreeChart, AriaComponent, DatasetComponent, GridComponent,
  LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent, SVGRenderer]);

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--lp-${name}`).trim();

function theme() {
  const axis = {
    axisLine: { lineStyle: { color: token("line-2") } },
    axisTick: { show: false },
    axisLabel: { color: token("ink-3"), fontSize: 11 },
    splitLine: { lineStyle: { color: token("line") } },
  };
  return {
    color: ["data", "data-soft", "data-other", "blue-800"].map(token),
    textStyle: { fontFamily: token("font"), color: token("ink-2") },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    line: { symbol: "none", lineStyle: { width: 2 } },
    bar: { itemStyle: { borderRadius: 2 } },
    // Drawn as text inside the picture: the content policy allows no inline style in the page.
    tooltip: { renderMode: "richText", borderColor: token("line-2"), textStyle: { color: token("ink"), fontSize: 13 } },
    legend: { textStyle: { color: token("ink-2") } },
  };
}

window.liupanChart = (place) => {
  const source = document.getElementById(place.dataset.lpChart);
  const chart = init(place, theme(), { renderer: "svg" });
  chart.setOption({ animation: false, aria: { enabled: true }, tooltip: { trigger: "axis", renderMode: "richText" }, ...JSON.parse(source.textContent) });
  new ResizeObserver(() => chart.resize()).observe(place);
};
