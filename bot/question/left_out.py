"""Names with their inner parts left out: 乌龙岭保护区, 棠城公积金, 青坪乡, 延边州财政局, 岭东安监.

Each begins as the whole name does and ends in a kind or a telling noun of it, so that no other body's name can fit.
"""

import re
from collections.abc import Iterator

PROVINCES = frozenset(
    re.findall(
        r"\S+",
        "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 "
        "陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆 北京 天津 上海 重庆",
    )
)
_HAN = "[\u4e00-\u9fff]"
_PEOPLES = (
    r"(?:维吾尔|土家|蒙古|布依|朝鲜|哈尼|哈萨克|傈僳|仡佬|东乡|高山|拉祜|纳西|仫佬|锡伯|柯尔克孜|达斡尔|景颇|毛南|撒拉|布朗|塔吉克|阿昌|"
    r"普米|鄂温克|基诺|德昂|保安|俄罗斯|裕固|乌孜别克|门巴|鄂伦春|独龙|塔塔尔|赫哲|珞巴)族?|[壮满回苗彝藏侗瑶白黎傣畲水佤羌土怒京各]族"
)
_OF_PEOPLES = re.compile(
    rf"(?P<above>{_HAN}{{2,5}}?(?:省|市|州|自治区))?(?P<stem>{_HAN}{{2,6}}?)(?:{_PEOPLES})+(?P<kind>(?:自治)?[县州旗]|自治区|乡|镇)"
    rf"(?P<rest>{_HAN}*)"
)
_RANK = r"国家级|国家|(?:自治区|[省市县州])级"
_SORT = r"自然|森林|湿地|地质|矿山|沙漠|海洋|水利|生态|文化|旅游|风景名?胜?|经济技术|经济|综合|产业"
_AREA = r"保护区|公园|风景区|名胜区|度假区|保税区|示范区|试验区|开发区|旅游区|景区"
_SEAT = r"管理(?:总?局|处|委员会|中心|总?站|所)|管委会|保护(?:局|中心|站)|服务中心"
_LAYERED = re.compile(
    rf"(?P<place>{_HAN}{{2,}}?)(?:(?P<rank>{_RANK})(?P<free>{_HAN}{{0,14}}?)|(?P<sort>(?:{_SORT}){{1,3}})|(?=保护区|风景区|度假区))(?P<area>{_AREA})(?P<seat>{_SEAT})?"
)
_NATURAL = re.compile(r"保护区|公园|景区|名胜区|旅游区")
_TRADED = re.compile(r"经济|综合|技术|产业|高新|工业")
_PLACE = rf"(?P<place>(?:{_HAN}{{2,}}?(?:省|市(?!场)|县|区(?!划)|州|旗))+?)"
_FUND = re.compile(rf"(?P<place>(?!住房|公积){_HAN}{{2,}}?)(?:住房)?公积金管理中心")
_CONTRACTED = {
    "安全生产监督管理": ("安监",),
    "食品药品监督管理": ("食药监", "药监"),
    "药品监督管理": ("药监",),
    "质量技术监督": ("质监",),
    "市场监督管理": ("市监",),
    "人力资源和?社会保障": ("人社",),
    "住房和?城乡建设": ("住建",),
    "卫生健康": ("卫健",),
    "卫生和?计划生育": ("卫计",),
    "发展和?改革": ("发改",),
    "经济和信息化": ("经信",),
    "工业和信息化": ("工信",),
    "疾病预防控制": ("疾控",),
}
_OFFICES = tuple((re.compile(rf"{_PLACE}{full}(?:局|厅|委员会|委|中心)"), short) for full, short in _CONTRACTED.items())
_SHORTS = "|".join(short for shorts in _CONTRACTED.values() for short in shorts)
_OPEN = re.compile(rf"(?:{_SHORTS}|公积金)$")
# 岭东安监站, 棠城公积金办 are other bodies than those that 岭东安监, 棠城公积金 are short for.
_OTHERS = re.compile(
    rf"(?:管理|监督|监察|执法|服务)?(?:[大支总中]队|总站|分局|局|厅|委员会|委(?![托派])|站(?!点)|科(?!技)|股|所(?![在有以办])|处(?![理罚置])"
    rf"|办(?![理结事过了件好完])|协会|学会|学院|学校|公司)|{_HAN}{{0,3}}(?:分局|[大支总中]队|协会|公司)"
)
_DOWNTOWN = re.compile(
    r"城|医院|小学|中学|学校|幼儿园|卫生|敬老|[村镇区]|广场|支行|粮|站|[公花]园|商|地[带区段]|[组队]"
)


def without_peoples(name: str) -> Iterator[str]:
    """青坪彝族苗族乡人民政府: 青坪乡, 青坪; 延边朝鲜族自治州财政局: 延边州财政局, 延边自治州财政局, 延边财政局."""
    if not (found := _OF_PEOPLES.fullmatch(name)):
        return
    stem, kind, rest = found["stem"], found["kind"], found["rest"]
    kinds = {kind, "民族乡"} if kind == "乡" else {kind} if kind == "自治区" else {kind, kind.removeprefix("自治")}
    seated = rest in ("", "人民政府", "政府")
    ends = ("", "政府", "人民政府") if seated else (rest,)
    for above in {found["above"] or "", ""}:
        yield from (above + stem + said + end for said in kinds for end in ends)
    # 海南 and 河南 are provinces before they are a prefecture and a county.
    if stem not in PROVINCES or kind == "自治区":
        yield from (stem + end for end in ends)


def without_middle(name: str) -> Iterator[str]:
    """What is left of a whole name when its rank, sort or seat goes unsaid."""
    if found := _LAYERED.fullmatch(name):
        yield from _of_area(found)
    if found := _FUND.fullmatch(name):
        for place in _places(found["place"]):
            yield from (place + said for said in ("公积金", "住房公积金", "公积金管理中心"))
            if place[-1] not in "市县区":  # 棠城市中心 is the middle of the city
                yield place + "中心"
    for pattern, shorts in _OFFICES:
        if found := pattern.fullmatch(name):
            yield from (place + short for place in _places(found["place"]) for short in shorts)
            return


def _of_area(found: re.Match[str]) -> Iterator[str]:
    """乌龙岭国家级自然保护区管理局: 乌龙岭保护区, 乌龙岭自然保护区管理局; a 高新区 is no 开发区 in what people say."""
    rank, sort, area = found["rank"] or "", found["sort"] or found["free"] or "", found["area"]
    if area == "开发区" and not sort.startswith("经济"):
        return
    # 白云山国家公园 is another kind of thing than 白云山国家森林公园.
    middles = {"", sort, rank + sort} if area == "公园" else {"", rank, sort, rank + sort}
    scenic = area in ("风景区", "名胜区", "景区")
    ends = {middle + area for middle in middles} if not scenic else {sort + area, rank + sort + area, "风景区", "景区"}
    seats = ("", found["seat"], found["seat"].replace("管理委员会", "管委会")) if found["seat"] else ("",)
    for place in _places(found["place"]):
        for seat in seats:
            yield from (place + end + seat for end in ends)
        if found["seat"] and "委" not in found["seat"] and _NATURAL.search(area) and not _TRADED.search(sort):
            yield place + found["seat"]


def _places(place: str) -> set[str]:
    """A place as it is said: 岭东省 and 岭东; 甘肃祁连山 and 祁连山."""
    within = re.sub(rf"^(?:(?:{'|'.join(PROVINCES)})省?|{_HAN}{{2,3}}?[省市县州])(?={_HAN}{{2}})", "", place)
    said = {place, within}
    return said | {re.sub(r"[省市县区州旗]$", "", one) for one in said if len(one) > 2}


def goes_on(name: str, after: str) -> bool:
    """Whether a name cut short before its kind goes on into another body or thing (岭东安监站, 棠城中心医院)."""
    if _OPEN.search(name):
        return _OTHERS.match(after) is not None
    return name.endswith("中心") and _DOWNTOWN.match(after) is not None
