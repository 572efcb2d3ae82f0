"""Everyday words and the official words that reports use for the same thing.

General vocabulary of government reports; nothing here belongs to one report or region. The
encoder bridges the rest.
"""

from __future__ import annotations

import re

_PAIRS = """
GDP=地区生产总值 保障性租赁住房=保租房 保障性租赁房=保租房 名额=学位 上学的名额=学位 三甲=三级甲等 看病=医疗
孩子上学=教育 卖到国外=出口 废品站=再生资源回收场站 仓库=仓储物流基地 钱袋子=财政收入 翻修=改造 大商场=商场
老百姓的收入=居民人均可支配收入 经济总量=地区生产总值 经济规模=地区生产总值 生产总值=地区生产总值
经济增速=地区生产总值增长 经济增长=地区生产总值增长 经济增长率=地区生产总值增长 财政收入=一般公共预算收入
人均收入=居民人均可支配收入 可支配收入=居民人均可支配收入 居民收入=居民人均可支配收入 老百姓收入=居民人均可支配收入
PM2.5=细颗粒物 细颗粒物=PM2.5 雾霾=细颗粒物 外资=实际利用外资 失业率=城镇登记失业率 固投=固定资产投资
社零=社会消费品零售总额 违建=违法建设 违章建筑=违法建设 拆违=拆除违法建设 写字楼=楼宇 商务楼=楼宇 老楼=老旧小区
老房子=老旧小区 装电梯=加装电梯 电梯=加装电梯 地铁=轨道交通 车位=停车位 停车场=停车位 救护车=院前急救
叫救护车=院前急救 急救车=院前急救 民企=民营企业 私企=民营企业 小微企业=中小微企业 大学生=高校毕业生
大学毕业生=高校毕业生 毕业生=高校毕业生 找到工作=就业 找工作=就业 12345=接诉即办 投诉=诉求 小宝宝=托育 托儿=托育
托班=托位 养老院=养老机构 敬老院=养老机构 老人吃饭=养老助餐 老年食堂=养老助餐 老人餐厅=老年餐桌 开分院=新院区
分院=院区 小旅馆=住宿业 旅馆=住宿业 租房补贴=租金补贴 房租补贴=租金补贴 减免房租=减免租金 房租=租金 廉租房=公租房
保障房=保障性住房 绿化率=林木绿化率 碳达峰=双碳 减碳=碳排放 黑臭河=黑臭水体 臭水沟=黑臭水体 比赛场馆=竞赛场馆
外企总部=跨国公司地区总部 跨国总部=跨国公司地区总部 高企=高新技术企业 专精特新企业=专精特新 小巨人企业=小巨人
上市企业=上市公司 独角兽企业=独角兽 幼儿园学位=学前教育学位 幼儿园的学位=学前教育学位 普惠幼儿园=普惠性幼儿园 普惠园=普惠性幼儿园
公办幼儿园=公办园 补习班=校外学科类培训 培训班=校外培训 家庭医生=家庭医生签约 打疫苗=疫苗接种 核酸=核酸检测
开公司=新设企业 新公司=新设企业 新注册企业=新设企业 技术交易=技术合同成交额 技术合同=技术合同成交额 夜市=夜间经济
图书机=自助图书机 遛娃=全龄友好 适合各个年龄段=全龄友好 老人小孩=全龄友好 步道=绿道 骑行道=慢行 自行车道=慢行
修路=道路 暖气=供热 集中供暖=供热 食品安全=食品抽检 抽查合格率=抽检合格率 药品安全=药品抽检
事故死亡=生产安全死亡事故 信访积案=信访 诈骗=电信网络诈骗 志愿者=志愿服务 拆迁户=安置房 搬上楼=上楼安置
农转非=农转居 转户口=转居 城中村=城乡结合部 改造老小区=老旧小区改造 廉洁=廉政 反腐=廉政 公务花费=三公经费
请客吃饭=三公经费 纾困=助企纾困 真金白银=惠企资金 税收减免=减税降费 减税=减税降费 退税=留抵退税 招商=招商引资
开放试点=服务业扩大开放 智慧城市=智慧 数字化转型=数字化 国企=国资国企 街道改革=街道管理体制 难题=困难 欠账=短板
做完=完工 盖好=竣工 建好=建成 砍掉=压减 清走=清退 疏散=疏解 新添=新增 增添=新增
"""
_OFFICIAL: dict[str, str] = dict(pair.split("=") for pair in _PAIRS.split())
_EVERYDAY = re.compile("|".join(sorted(map(re.escape, _OFFICIAL), key=len, reverse=True)), re.IGNORECASE)
_FOLDED = {word.lower(): official for word, official in _OFFICIAL.items()}


# Everyday words with other words in between.
_PATTERNS = (
    (re.compile(r"经济(?=[^,，。；;？?]{0,7}(?:涨|增长))"), "地区生产总值增长"),
    (re.compile(r"收入(?=[^,，。；;？?]{0,4}涨)"), "收入增长"),
    (re.compile(r"(?:新开|开办|新注册|新成立)(?=[^,，。；;？?]{0,6}(?:公司|企业))"), "新设企业"),
)


def official_words(text: str) -> dict[str, str]:
    """Each everyday word in a text with its official word, in the order of the text."""
    found = {match.group(): _FOLDED[match.group().lower()] for match in _EVERYDAY.finditer(text)}
    found.update((match.group(), official) for pattern, official in _PATTERNS for match in pattern.finditer(text))
    return found


def same_names(name: str) -> tuple[str, ...]:
    """The name with its official form and its abbreviations (GDP, 生产总值 of 地区生产总值), itself first."""
    official = _FOLDED.get(name.lower(), name)
    short = [
        everyday for everyday, word in _OFFICIAL.items()
        if word == official and (everyday.isascii() or (len(everyday) > 2 and official.endswith(everyday)))
    ]  # fmt: skip
    return tuple(dict.fromkeys((name, official, *short)))
