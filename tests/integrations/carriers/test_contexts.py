"""What carriers' sentences say."""

import pytest

from stationdesk.integrations.carriers.contexts import read_context

CASES = [
    "【天津转运中心】 已发出 下一站 【济南转运中心公司】|departed|天津转运中心|济南转运中心公司|",
    "【青岛转运中心】,正发往【广州番禺转运中心】|departed|青岛转运中心|广州番禺转运中心|",
    "【苏州市】 快件离开 【昆常转运中心】 已发往 【常熟四】|departed|昆常转运中心|常熟四|",
    "到【深圳宝安区二部】|arrived|深圳宝安区二部||",
    "【山东省济南市孙村公司】 已收入|arrived|山东省济南市孙村公司||",
    "【孙村公司】 派件中 派件人: 方* 电话 185****|dispatched|孙村公司||方*",
    "【谢**/152********】正在派件,【宝安区二部/网点电话181****】|dispatched|宝安区二部||谢**",
    "快件已由翡翠雅郡北区西门店代收,请及时取件|in_locker|||",
    "客户签收人: 已签收,签收人凭取货码签收。|signed|||",
    "快件派件失败,原因:无法联系|delivery_failed|||",
    "失败签收录入,客户拒收|delivery_failed|||",
    "超时未签收,请联系网点|other|||",
    "您的订单已进入物流信息平台|other|||",
]


@pytest.mark.parametrize("case", CASES)
def test_sentences(case: str) -> None:
    text, milestone, site, next_site, courier = case.split("|")
    found = read_context(text)
    assert (found.milestone, found.site, found.next_site, found.courier) == (
        milestone, site, next_site, courier,
    )  # fmt: skip


def test_the_providers_own_code_wins_over_the_sentence() -> None:
    assert read_context("快件状态更新", "signed").milestone == "signed"
