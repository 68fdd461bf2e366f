"""What people of the demo city write: invented, as an office writes."""

from dataclasses import dataclass

STARTED = (
    "已成立工作专班，印发实施方案，责任落实到人。",
    "召开部门协调会，明确分工和时间表，前期摸底已启动。",
    "已完成需求调研，方案征求意见稿发各单位。",
    "经费已落实，采购文件通过审查。",
    "已明确分管领导和联络员，工作台账建立。",
)
HALFWAY = (
    "已完成过半，其余单位正在对接，按周调度。",
    "主体工作完成，正在逐项核对，发现问题已列清单。",
    "设备到货，正在安装调试。",
    "材料收集完成七成，缺件单位已书面催要。",
    "已召开推进会，进度总体正常，个别单位滞后。",
)
NEARLY = (
    "收尾阶段，正在整理佐证材料，拟于近期报结。",
    "已通过内部验收，待补充两份签字材料。",
    "试运行稳定，正在准备验收资料。",
)
DONE = (
    "对照办结标准逐条自查，全部完成，佐证材料齐全，申请核验销号。",
    "工作已全部完成，验收意见、签字材料一并报送，请予核验。",
    "已按要求办结，成果已应用，现申请销号。",
)
ENDORSED = ("同意报送。", "情况属实，同意报结。", "已核，同意。", "")
RETURNED = (
    "缺单位签字的验收材料，补齐后重报。",
    "抽查发现两家单位未完成，与报送情况不符，退回核实。",
    "佐证材料只有通知，没有办理结果，不符合办结标准。",
)
CLOSED = (
    "经实地核查，达到办结标准，同意销号。",
    "抽查三家单位，情况属实，予以销号。",
    "材料齐全，与办结标准一致，同意销号。",
)
CLOSED_LATE = (
    "已达到办结标准，予以销号；逾期情况计入考核。",
    "完成情况属实，同意销号。未按期完成，原因已书面说明。",
)
EVIDENCE = """{unit}关于“{title}”办结情况的说明（演示材料，内容虚构）

对照办结标准，此项工作已全部完成，现将有关情况说明如下：
一、按方案确定的范围逐项落实，无遗漏。
二、签字材料和验收意见存本单位备查。

{unit}
{day}
"""
URGED = (
    "距办理期限不足十日，请加快进度，按时报送。",
    "连续两期未报进展，请说明原因并补报。",
    "市政府常务会将听取此项工作情况，请务必抓紧。",
)
HANDED = "请按办结标准和期限办理，两个工作日内签收，每月报送进展。"
SIGNED = ("已签收，由我单位信息员具体办理。", "收悉，已报分管领导。", "")
WHY_LONGER = (
    "招标一次流标，须重新组织采购，申请延期。",
    "自治区平台接口尚未开放，联调无法按期完成，申请延期。",
    "机构和人员调整，交接需要时间，申请延期。",
)
LONGER_GRANTED = "情况属实，同意延期一次，不得再延。"
LONGER_REFUSED = "理由不充分，可通过加派人员解决，不同意延期。"
WHY_PAUSE = {
    "tender": "采购项目正在公开招标，招标期间申请暂停计时。",
    "third_party": "正在征求自治区主管部门意见，回复前申请暂停计时。",
    "appraisal": "方案送专家组评审，评审期间申请暂停计时。",
}
PAUSE_GRANTED = "同意暂停，事由消除后三日内恢复办理。"
RESUMED = "事由已消除，恢复办理。"
REOPENED = "回访发现部分系统定级材料不完整，重新启动办理。"
ANSWERED = (
    "已召开专题会研究，制定追赶计划，本月底前完成。",
    "滞后原因已查明，增派两名技术人员，每周报送进度。",
)
LAPSED = "书面回应后仍未落实。"
ORANGE = "蓝单逾期未落实，请主要负责人牵头整改。"
RED = "橙单逾期仍未落实，报市政府分管领导，约谈主要负责人。"
DIRECT = "群众反映集中，市政府要求直接发橙单。"
NOTES = (
    "此项工作关系全市外网安全，请牵头单位主要负责同志亲自抓，月底前报我。",
    "进度偏慢。请市政府办会同牵头单位逐项过一遍，说清楚卡在哪里。",
    "同意所提措施。县区工作要同步推进，不能只报数字。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A matter that is no task of the plan. Days before the opening; `parts`: (unit, title)."""

    title: str
    end_state: str
    origin: str
    lead: str
    begun: int
    due_in: int
    origin_title: str = ""
    origin_number: str = ""
    urgency: str = "ordinary"
    parts: tuple[tuple[str, str], ...] = ()


OTHERS = (
    Other(
        title="落实市政府第18次常务会议关于政务公开的要求",
        end_state="会议确定的四项要求逐项有落实材料",
        origin="meeting",
        origin_title="固原市人民政府第18次常务会议纪要",
        origin_number="固政纪〔2017〕18号",
        lead="市政府办",
        begun=60,
        due_in=35,
        parts=(
            ("市法制办", "重大决策公开目录"),
            ("市财政局", "部门预决算公开检查"),
            ("市信访局", "依申请公开办理情况检查"),
        ),
    ),
    Other(
        title="“双随机、一公开”监管平台数据对接",
        end_state="监管部门全部按日上传检查结果",
        origin="document",
        origin_title="关于推行“双随机、一公开”监管的通知",
        origin_number="宁政办发〔2016〕82号",
        lead="市工商局",
        begun=240,
        due_in=-30,
        parts=(
            ("市公安局", "治安检查事项数据对接"),
            ("市审计局", "检查结果抽审"),
        ),
    ),
    Other(
        title="关于加快老城区光纤改造的建议",
        end_state="答复代表并取得满意度意见",
        origin="proposal",
        origin_title="市四届人大一次会议第37号建议",
        lead="市工信局",
        begun=150,
        due_in=-62,
    ),
    Other(
        title="关于政务服务大厅延时服务的提案",
        end_state="答复委员并公开办理结果",
        origin="proposal",
        origin_title="市政协四届一次会议第112号提案",
        lead="市政务服务中心",
        begun=130,
        due_in=-45,
    ),
    Other(
        title="媒体反映部分部门网站长期不更新",
        end_state="问题网站全部整改或关停，结果向社会公布",
        origin="press",
        origin_title="《固原日报》读者来信",
        lead="市政府办",
        urgency="urgent",
        begun=40,
        due_in=-30,
    ),
    Other(
        title="冬季供暖投诉平台数据互通",
        end_state="投诉数据每日互通，当日分办",
        origin="meeting",
        origin_title="市政府专题会议纪要",
        origin_number="固政专纪〔2017〕41号",
        lead="市信访局",
        begun=9,
        due_in=11,
        urgency="urgent",
    ),
    Other(
        title="低保对象信息核对系统数据更新",
        end_state="全县低保对象信息与公安、工商数据核对完毕",
        origin="document",
        origin_title="关于开展低保对象信息核对的通知",
        origin_number="固政办发〔2017〕96号",
        lead="西吉县民政局",
        begun=3,
        due_in=27,
    ),
)
NEW_NOTES = (
    (
        "请工信局牵头，把外网出口割接中断的原因查清楚，半个月内拿出整改办法。",
        "查清外网出口割接中断原因并整改",
        "原因查明，整改办法报市政府",
        "市工信局",
        "ordinary",
        12,
    ),
    (
        "群众反映大厅系统上周停机两次，请立即处理，五日内报结果。",
        "处理政务服务大厅系统停机问题",
        "系统稳定运行，停机原因和责任说明报市政府",
        "市政务服务中心",
        "urgent",
        2,
    ),
)
"""Leader's note, title, end state, lead, urgency, days before the opening."""
