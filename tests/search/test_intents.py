"""Whether a question wants a plan or a result, and which kind of answer."""

from __future__ import annotations

import pytest

from qa.datatypes import Intent, Statement
from qa.search.intents import find_intent, find_statement


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        pytest.param("学位目标是多少？", Statement.TARGET, id="target"),
        pytest.param("学位的上限是多少？", Statement.TARGET, id="limit"),
        pytest.param("打算建多少公园？", Statement.TARGET, id="intended"),
        pytest.param("接下来改造哪几处公园？", Statement.TARGET, id="from now on"),
        pytest.param("未来科学城有几座公园？", None, id="future in a name"),
        pytest.param("建了多少公园？", Statement.OUTCOME, id="done"),
        pytest.param("公园完成了吗？", Statement.OUTCOME, id="whether done"),
        pytest.param("承诺的公园后来实现没有？", Statement.OUTCOME, id="came of it"),
        pytest.param("工作中还存在哪些问题？", Statement.PROBLEM, id="problem"),
        pytest.param("讲了几个方面的问题？", Statement.PROBLEM, id="problems counted"),
        pytest.param("有什么短板？", Statement.PROBLEM, id="shortcoming"),
        pytest.param("教育上都做了些什么？", Statement.OUTCOME, id="what was done"),
        pytest.param("治水这件事干得怎么样？", Statement.OUTCOME, id="how it went"),
        pytest.param("2023年学位想做到多少个？", Statement.TARGET, id="wished for"),
        pytest.param("2023年盘算着拆几处围墙？", Statement.TARGET, id="reckoned with"),
        pytest.param("2023年初给税收定了几个点？", Statement.TARGET, id="set at the beginning of the year"),
        pytest.param("认定了几个示范区？", Statement.OUTCOME, id="what was recognised is done"),
        pytest.param("学位多少个？", None, id="open"),
        pytest.param("学位的预期是多少？", Statement.TARGET, id="expected"),
        pytest.param("人均预期寿命是多少？", None, id="expected of life"),
        pytest.param("学位目标完成率多少？", None, id="rate of fulfilment"),
        pytest.param("实际利用外资多少美元？", None, id="name of an indicator"),
        pytest.param("报告给第二年排了几项工作？", Statement.TARGET, id="laid down for the year after"),
        pytest.param("为什么往后增长会更难？", None, id="cause of what is ahead"),
        pytest.param("2023年要清走多少家市场？", Statement.TARGET, id="to be done"),
        pytest.param("要帮几名毕业生找到工作？", Statement.TARGET, id="to be done for somebody"),
        pytest.param("路网密度到2025年底应该做到多少？", Statement.TARGET, id="what should be"),
        pytest.param("路网密度做到多少了？", Statement.OUTCOME, id="what was reached"),
        pytest.param("路网密度的要求是多少？", None, id="a noun with the same character"),
        pytest.param("办居留证要几天？", None, id="how long something takes"),
        pytest.param("赛时平均一天要派多少趟车？", None, id="what it takes each day"),
        pytest.param("平均一年要办多少件建议？", None, id="what it takes each year"),
        pytest.param("2023年要完成的任务一共几个？", None, id="tasks that may be told as done"),
        pytest.param("为什么没有完成了的公园？", None, id="cause of a result"),
        pytest.param("为什么还有短板？", None, id="cause of a shortcoming"),
        pytest.param("指标完成得怎么样？", Statement.OUTCOME, id="how it was fulfilled"),
    ],
)
def test_find_statement_tells_plans_from_results(question: str, statement: Statement | None) -> None:
    assert find_statement(question) is statement


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("云河区学位多少个？", Intent.FIGURE),
        ("云河区财政收入的增速？", Intent.FIGURE),
        pytest.param("云河区细颗粒物到底是31还是32？", Intent.FIGURE, id="one figure or the other"),
        pytest.param("云河区细颗粒物从哪个数降到了30？", Intent.FIGURE, id="from which figure"),
        ("云河区有哪些文化场馆？", Intent.LIST),
        ("公园为什么推迟开放？", Intent.REASON),
        pytest.param("茶业增速怎么反而低了？", Intent.REASON, id="against what is expected"),
        pytest.param("茶业增速怎么往下掉了？", Intent.REASON, id="how come it fell"),
        pytest.param("养老中心怎么还没覆盖全区？", Intent.REASON, id="how come not yet"),
        pytest.param("怎么降低能耗？", Intent.FACT, id="how to"),
        pytest.param("茶业打算做些什么？", Intent.SUMMARY, id="what to do"),
        pytest.param("茶业又是被什么影响的？", Intent.REASON, id="affected by what"),
        pytest.param("水质变好靠的是什么？", Intent.REASON, id="by what"),
        pytest.param("茶业增速慢，是什么拖的？", Intent.REASON, id="held back by what"),
        pytest.param("发展茶业有什么影响？", Intent.FACT, id="effect asked for, not cause"),
        pytest.param("公租房老是轮不上，卡在哪了？", Intent.REASON, id="stuck at what"),
        pytest.param("数字产业拉动不够，短在哪儿？", Intent.REASON, id="short of what"),
        pytest.param("图书馆短在哪条路？", Intent.FACT, id="place"),
        pytest.param("财政收入主要靠哪四个产业？", Intent.LIST, id="names of those leaned on"),
        ("云河区区长是谁？", Intent.PERSON),
        ("这份报告是哪天作的？", Intent.META),
        ("概括一下云河区的教育工作", Intent.SUMMARY),
        pytest.param("另外6家是谁？", Intent.FACT, id="who, of firms"),
        pytest.param("为拉动消费搞了哪些名堂？", Intent.SUMMARY, id="in everyday words"),
        pytest.param("科技上有什么成果？", Intent.SUMMARY, id="results"),
        pytest.param("还有什么困难和短板？", Intent.SUMMARY, id="shortcomings"),
        pytest.param("2017年重点要抓的几件事", Intent.SUMMARY, id="main tasks"),
        pytest.param("打算怎么治水治堵？", Intent.SUMMARY, id="how it is to be done"),
        pytest.param("文化和体育事业概况", Intent.SUMMARY, id="overview"),
        pytest.param("怎么治水的，花了多少钱？", Intent.FIGURE, id="how, and a number"),
        pytest.param("车站什么时候开始招租？", Intent.FACT, id="when"),
        pytest.param("落地项目的比例多少？", Intent.FIGURE, id="no purpose"),
        pytest.param("延时服务是出于什么考虑？", Intent.REASON, id="consideration"),
        pytest.param("消费市场受伤，罪魁祸首是什么？", Intent.REASON, id="culprit"),
        pytest.param("夜里开行图的是什么？", Intent.REASON, id="what for"),
        pytest.param("成绩的取得得益于什么？", Intent.REASON, id="owed to"),
        pytest.param("消费潜力怎么到23年还没放出来？", Intent.REASON, id="how come not by then"),
        ("是否建成了博物馆？", Intent.YES_NO),
        ("云河和松岭哪个更高？", Intent.COMPARE),
        ("两区学位相差多少？", Intent.COMPUTE),
        ("学校和医院加起来多少？", Intent.COMPUTE),
        ("要多出来多少个学位？", Intent.FIGURE),
        ("学位比上年多出来多少？", Intent.COMPUTE),
        ("图书馆在哪里？", Intent.FACT),
        ("绿化有啥改善，帮我捋一捋？", Intent.SUMMARY),
        ("民生这块都做成了什么？", Intent.SUMMARY),
        ("乡下路网能有多密？", Intent.FIGURE),
        pytest.param("那几条街叫什么？", Intent.FACT,),
        pytest.param("新增了多少学位？", Intent.FIGURE,),
        pytest.param("计划新增多少个学位？", Intent.FIGURE,),
    ],
    ids=lambda value: str(value) if isinstance(value, Intent) else None,
)  # fmt: skip
def test_find_intent_tells_the_kind_of_answer(question: str, intent: Intent) -> None:
    assert find_intent(question) is intent
