"""What the living page shows. Units and counties are real, everything else is invented."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms
from django.utils.translation import gettext as _

from liupan.foundation.design.components.clocks import Clock, ClockState
from liupan.foundation.design.components.designers import Designer, Problem
from liupan.foundation.design.components.diagrams import Diagram, DiagramStep, StepState
from liupan.foundation.design.components.findings import Finding
from liupan.foundation.design.components.records import (
    Event,
    Fact,
    Figure,
    File,
    Job,
    TreeRow,
    WorkRow,
)
from liupan.foundation.design.forms import DateField
from liupan.foundation.design.pictures.bars import Column
from liupan.foundation.design.pictures.counties import County
from liupan.foundation.design.pictures.trend import Forecast, Point, Trend
from liupan.kernel import clock

SWATCHES = (
    ("sw-blue", "蓝 #1b5bb0", "操作、链接、焦点"),
    ("sw-data", "数据蓝 #2b6fc4", "实测值"),
    ("sw-ink", "墨 #16202c", "标题、正文、目标线"),
    ("sw-ink2", "墨二 #445163", "次要文字"),
    ("sw-ink3", "墨三 #5d6a7a", "附注、办完"),
    ("sw-amber", "橙黄 #cf860a", "提醒、有风险"),
    ("sw-late", "红 #b42318", "逾期"),
    ("sw-doc", "公文红 #d3000f", "红头、印章"),
)
TYPES = (
    ("门户首问、主数字", "36 / 48", "lp-t8", "您要办什么事？54.5%"),
    ("门户页题、数字", "28 / 38", "lp-t7", "11项目标走到了哪里"),
    ("工作台页题", "22 / 32", "lp-t6", "市级互联网统一出口建设"),
    ("节题", "18 / 28", "lp-t5", "办理过程"),
    ("门户正文、卡片题", "16 / 28", "lp-t4", "材料齐全，开始计时。承诺20个工作日，已用9个。"),
    (
        "工作台正文、表格",
        "14 / 22",
        "lp-t3",
        "设备8月已到货，延误由施工组织造成，不属于可延期情形。",
    ),
    ("附注", "13 / 20", "lp-meta", "数据截至11月14日24:00"),
)

SHEETS = (("blue", "蓝单"), ("orange", "橙单"), ("red", "红单"))
TAGS = (("", "规划任务"), ("line", "平件"), ("doc", "公文"))
GLYPHS = (("", "督"), ("doc", "文"), ("", "数"))
SENTENCES = {
    "refusal": "不能由您核验这份报送",
    "reason": "报送人是您本人。按《督查督办办法》的要求，核验人和报送人不能是同一人。",
    "missing": "没有找到这件公文",
    "whom": "编号可能有误，也可能不在您的知悉范围内。需要查阅的，请向文秘科提出。",
    "empty": "还没有督办事项",
    "how": "督办事项来自规划、会议、领导批示、上级文件和建议提案。先立一项，再分解、交办。",
    "figure": "信息共享率",
    "hand_over": "转给本室其他人",
    "helpers": "可以核验的有：田慧、苏文斌",
    "back": "回到公文列表",
    "warning": "本事项时限11月30日，晚于上级要求的11月24日。提交后会提示督查室。",
    "draft": "草稿已于9:41自动保存，断网时也不会丢失。",
    "hint": "今天11:30以后来，一般等候不到10分钟。",
    "begin": "立项",
    "import": "从规划导入",
    "save": "保存并交办",
    "keep": "存草稿",
}


def clocks() -> list[tuple[str, Clock]]:
    """Each state of a clock, with what it stands for."""
    return [
        (_("before 50 %"), Clock(state=ClockState.RUNNING, used=0.28, amount=14)),
        (_("from 50 %"), Clock(state=ClockState.RUNNING, used=0.62, amount=8)),
        (_("from 80 %"), Clock(state=ClockState.RUNNING, used=0.88, amount=2)),
        (_("100 %"), Clock(state=ClockState.DUE_TODAY, used=1)),
        (_("late"), Clock(state=ClockState.LATE, used=1.4, amount=9)),
        (_("paused"), Clock(state=ClockState.PAUSED, amount=8)),
        (_("done in time"), Clock(state=ClockState.DONE)),
        (_("done late"), Clock(state=ClockState.DONE_LATE, amount=6)),
    ]


def figures() -> list[Figure]:
    """Each way a figure can stand."""
    return [
        Figure(
            name="应用上云比例",
            value=46.2,
            target=70,
            step=45,
            state="run",
            state_label="按期可达",
            foot="目标70%，2017年45%",
            as_of="截至11月14日",
        ),
        Figure(
            name="信息共享率",
            value=54.5,
            target=80,
            step=50,
            state="risk",
            state_label="有风险",
            foot="目标80%，2017年50%",
            as_of="截至11月14日",
        ),
        Figure(
            name="外网互联互通",
            value=100,
            target=100,
            state="done",
            state_label="已完成",
            foot="逾期37天完成",
            foot_is_late=True,
            as_of="2017年2月6日",
        ),
        Figure(
            name="建设和运维支出",
            value=None,
            state="none",
            state_label="等待供数",
            foot="由信息化项目供数",
            as_of="2018年3月起",
        ),
    ]


def trend() -> Trend:
    """A figure measured each month for two years, with a forecast to the deadline."""
    first = date(2015, 11, 4)
    measured = tuple(
        Point(first + timedelta(days=round(30.4 * i)), 51 + 20.4 * (i / 24) ** 0.85)
        for i in range(25)
    )
    now, last = measured[-1], date(2020, 11, 4)
    span = (last - now.day).days
    ahead = tuple(
        Forecast(
            now.day + timedelta(days=span * i // 12),
            71.4 + 1.38 * i - 0.42 * i**0.9,
            71.4 + 1.38 * i,
            71.4 + 1.38 * i + 0.42 * i**0.9,
        )
        for i in range(1, 13)
    )
    steps = tuple(
        Point(date(year, 1, 1), value)
        for year, value in ((2016, 55), (2017, 65), (2018, 72), (2019, 79), (2020, 85))
    )
    return Trend(
        name="基础设施利用率",
        unit="%",
        first=first,
        last=last,
        points=measured,
        target=85,
        target_label="目标85%",
        steps=steps,
        forecast=ahead,
    )


def counties() -> dict[str, County]:
    """Five divisions, one of them not yet measured."""
    return {
        "640402": County(name="原州区", value=58.4, url="#county"),
        "640422": County(name="西吉县", value=47.1, url="#county"),
        "640423": County(name="隆德县", value=55.2, url="#county"),
        "640424": County(name="泾源县", value=None),
        "640425": County(name="彭阳县", value=51.6, url="#county"),
    }


def hours() -> list[Column]:
    """How long one waits at the hall, hour by hour."""
    minutes = (14, 22, 15, 7, 5, 17, 19, 12, 6)
    return [
        Column("现在" if hour == 9 else f"{hour}时", (wait,), is_now=hour == 9)
        for hour, wait in zip(range(9, 18), minutes, strict=True)
    ]


def months() -> list[Column]:
    """Items closed in time and late, month by month."""
    pairs = (
        (212, 31), (148, 22), (96, 12), (231, 27), (248, 25), (262, 29),
        (290, 27), (255, 24), (268, 22), (281, 24), (246, 19), (133, 11),
    )  # fmt: skip
    names = ("12月", *map(str, range(1, 12)))
    return [Column(name, pair) for name, pair in zip(names, pairs, strict=True)]


def live() -> dict[str, object]:
    """The months once more, as the option of a live chart."""
    names = [column.label for column in months()]
    return {
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "value"},
        "legend": {"data": ["按时办结", "逾期办结"]},
        "series": [
            {"type": "line", "name": "按时办结", "data": [c.parts[0] for c in months()]},
            {"type": "bar", "name": "逾期办结", "data": [c.parts[1] for c in months()]},
        ],
    }


def work() -> list[WorkRow]:
    """Two things to do."""
    return [
        WorkRow(
            title="农村危房改造扫尾验收（西吉县）",
            url="#work",
            verb="核验",
            glyph="督",
            meta=("固督〔2017〕71号", "西吉县政府办公室报送"),
            clock=Clock(state=ClockState.LATE, amount=2),
        ),
        WorkRow(
            title="自治区政府督查室关于报送三季度督查事项办理情况的通知",
            url="#work",
            verb="签收",
            glyph="文",
            is_document=True,
            meta=("收文2017-1843", "文秘科转"),
            clock=Clock(state=ClockState.RUNNING, used=0.33, amount=2),
            is_new=True,
        ),
    ]


def jobs() -> list[Job]:
    """Waiting, running, done, failed."""
    return [
        Job(title="排队：扫描应用漏洞，182个", done=0, total=182, words="前面还有2个任务，约1分钟后开始",
            link_label="取消", link_url="#jobs"),
        Job(title="正在导出督办事项", done=3104, total=5000, words="62%，3,104 / 5,000行，约余18秒",
            link_label="取消", link_url="#jobs"),
        Job(title="已导出督办事项.xlsx", done=5000, total=5000, kind="done",
            words="5,000行，用时47秒，保留到11月22日", link_label="下载", link_url="#jobs"),
        Job(title="导入单位名册停在第212行", done=211, total=414, kind="fail",
            words="统一社会信用代码校验位不符。前211行没有写入，改正后可重新导入",
            link_label="看错误", link_url="#jobs"),
    ]  # fmt: skip


def events() -> list[Event]:
    """Each kind of step in a timeline."""
    at = datetime(2017, 11, 13, 16, 42, tzinfo=clock.CITY)
    return [
        Event(act="等待核验", who="86-4-3 隆德县出口接入", at="今日到期", kind="now",
              text="由马晓燕核验，报送人不能核验自己的报送。"),
        Event(act="报送完成", who="86-4-3，隆德县人民政府办公室 柳文博", at=at, kind="act",
              said="全县47家党政机关已全部改由市级统一出口访问互联网，现报送割接记录和拆除回执，请予核验。",
              files=(File(name="割接记录.pdf", url="#time", size="1.2 MB", kind="doc",
                          sm3="66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
                     File(name="出口流量监测.png", url="#time", size="386 KB", kind="photo"))),
        Event(act="暂停计时：运行维护服务采购进入招标公告期，市财政局申请", at=date(2017, 11, 6), kind="sys"),
        Event(act="发出橙单", who="86-4-5彭阳县，督查室 田慧签发", at=date(2017, 11, 6), kind="sheet-orange"),
        Event(act="延期申请未获批准", who="86-4-5彭阳县，督查室 田慧", at=date(2017, 11, 3), kind="back",
              said="设备8月已到货，延误由施工组织造成，不属于可延期情形。原时限11月2日不变。"),
        Event(act="领导批示", who="分管副市长", at=date(2017, 10, 24), kind="act", by_leader=True,
              said="统一出口是全市网络安全的第一道门。请彭阳县倒排工期，督查室每周报一次进展。"),
        Event(act="立项并交办", who="来自规划第二部分", at=date(2017, 6, 1)),
    ]  # fmt: skip


def tree() -> list[TreeRow]:
    """Three levels."""
    return [
        TreeRow(number="86", name="市级互联网统一出口建设", level=0, cells=("市信息化办", "58%"), url="#tree"),
        TreeRow(number="86-1", name="机房改造与设备到货", level=1, cells=("信息中心", "100%"), url="#tree"),
        TreeRow(number="86-4", name="县（区）出口接入", level=1, cells=("各县（区）", "2/5"), url="#tree"),
        TreeRow(number="86-4-1", name="原州区", level=2, cells=("原州区政府办", "100%"), url="#tree"),
        TreeRow(number="86-4-3", name="隆德县", level=2, cells=("隆德县政府办", "100%"), url="#tree",
                is_here=True),
        TreeRow(number="86-5", name="运行维护服务采购", level=1, cells=("市财政局", "20%"), url="#tree"),
    ]  # fmt: skip


def process(url: str) -> Diagram:
    """A document on its way, sent back once, now at two units for joint sign-off."""
    taken = tuple(
        DiagramStep(id=flow, name="", state=StepState.DONE, is_flow=True)
        for flow in ("f1", "f2", "f3", "f4")
    )
    return Diagram(
        name="发文办理",
        url=url,
        steps=(
            DiagramStep(id="draft", name="拟稿", state=StepState.DONE,
                        history=("11月8日 柳文博拟稿", "11月10日 柳文博改稿")),
            DiagramStep(id="review", name="办公室审核", state=StepState.RETURNED,
                        history=("11月9日 田慧退回：附件缺页", "11月13日 田慧同意")),
            DiagramStep(id="joint", name="部门会签", state=StepState.ACTIVE,
                        history=("11月13日 市财政局同意", "市公安局办理中")),
            DiagramStep(id="sign", name="领导签发", state=StepState.WAITING),
            *taken,
        ),
    )  # fmt: skip


def designer(name: str, url: str) -> Designer:
    """A process or a decision table to edit, with something the server would refuse."""
    problems = (Problem(element="joint", name="部门会签", reason="没有“会签部门”这条规则"),)
    return Designer(
        name="发文办理" if name.endswith(".bpmn") else "办理时限",
        source_url=url,
        file_name=name,
        key=f"living:{name}",
        problems=problems if name.endswith(".bpmn") else (),
        services=("correspondence.number", "supervision.register"),
    )


def facts() -> list[Fact]:
    """A definition list."""
    return [
        Fact(name="编号", value="固督〔2017〕86号"),
        Fact(name="来源", value="规划第二部分"),
        Fact(name="牵头单位", value="市信息化建设办公室"),
    ]


class Example(forms.Form):
    """A form with each kind of field; bound with two mistakes on the living page."""

    title = forms.CharField(label="事项名称")
    due = DateField(label="时限", help_text="会议纪要议定事项默认20个工作日")
    lead = forms.ChoiceField(
        label="牵头单位", choices=[("", "请选择"), ("1", "市信息化建设办公室"), ("2", "市公安局")]
    )
    source = forms.ChoiceField(
        label="来源",
        widget=forms.RadioSelect,
        choices=[("plan", "规划任务"), ("meeting", "会议决定")],
        required=False,
    )
    is_required = forms.BooleanField(label="必办任务：未核验时上级任务不能销号", required=False)
    memo = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def clean_due(self) -> date:
        """The due day lies behind the day of assignment."""
        due: date = self.cleaned_data["due"]
        if due < date(2017, 6, 1):
            raise forms.ValidationError("时限早于交办日期6月1日，请改为6月1日之后")
        return due


def form() -> Example:
    """Filled in with two mistakes."""
    sent = {
        "title": "市级互联网统一出口建设", "due": "2017-05-30", "lead": "", "is_required": "on",
        "source": "plan",
    }  # fmt: skip
    return Example(sent)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the example list."""

    id: str
    number: str
    title: str
    origin: str
    unit: str
    due: date
    clock: Clock
    done: int
    state: str
    state_label: str
    sheet: str = ""
    sheet_label: str = ""


_NAMES = (
    "彭阳县城生活污水处理厂提标改造", "清水河三营断面水质达标整治", "农村危房改造扫尾验收（西吉县）",
    "2016年度电子政务项目绩效评估", "冷凉蔬菜冷链仓储补助资金兑付", "市直应用系统上云（第二批38个）",
    "城区供热投诉集中小区整改", "第四季度农民工工资支付专项检查", "中小学校园网百兆接入",
    "老城区增设公共停车位（人大代表建议第47号）", "市级互联网统一出口建设", "县区政府部门网站并入市政府网站群",
)  # fmt: skip
_UNITS = ("彭阳县政府", "市环保局", "西吉县政府", "市发改委", "市农牧局", "市信息化办")
ORIGINS = ("领导批示", "上级文件", "会议决定", "规划任务")
STATES = (
    ("run", "办理中"),
    ("check", "待核验"),
    ("back", "已退回"),
    ("open", "待签收"),
    ("pause", "暂停"),
)
_ITEM_SHEETS = (("red", "红单"), ("orange", "橙单"), ("", ""), ("blue", "蓝单"), ("", ""), ("", ""))


def items(count: int = 60) -> list[Item]:
    """Sixty lines, always the same."""
    return [_item(i) for i in range(count)]


def _item(i: int) -> Item:
    state, label = STATES[i % len(STATES)]
    sheet, sheet_label = _ITEM_SHEETS[i % len(_ITEM_SHEETS)] if i < 12 else ("", "")
    late = i < 3
    left = max(i - 2, 1)
    running = Clock(state=ClockState.RUNNING, used=max(0.97 - i * 0.03, 0.03), amount=left)
    return Item(
        id=str(i),
        number=f"〔2017〕{58 + i}号",
        title=_NAMES[i % len(_NAMES)],
        origin=ORIGINS[i % len(ORIGINS)],
        unit=_UNITS[i % len(_UNITS)],
        due=date(2017, 10, 20) + timedelta(days=2 * i),
        clock=Clock(state=ClockState.LATE, amount=18 - 7 * i) if late else running,
        done=(72 + 23 * i) % 101,
        state=state,
        state_label=label,
        sheet=sheet,
        sheet_label=sheet_label,
    )


def findings() -> list[Finding]:
    """What screening found in a draft: blocked, to check, to note, accepted."""
    return [
        Finding(title="密级标识", state="risk", state_label="拦截", place="附件1", before="（虚构）",
                shown="机密★", after="3年，请按规定保管", key="a",
                advice="请立即停止：标有此密级的内容不得在本系统办理。"),
        Finding(title="过时用语", state="check", state_label="警告", place="正文",
                before="…按原", shown="人口和计划生育委员会", after="要求办理…", key="b",
                advice="建议改为：国家卫生和计划生育委员会"),
        Finding(title="固定电话号码", state="none", state_label="提示", place="正文",
                before="联系电话：", shown="0954*****00",
                advice="请核对是否为办公电话、号码是否正确。"),
        Finding(title="手机号码", state="check", state_label="警告", place="正文",
                before="值班手机：", shown="138****0000", after="，请保持畅通。", key="d",
                advice="能用办公电话的，请改用办公电话。", accepted="已放行，理由：值班专用号码"),
    ]  # fmt: skip
