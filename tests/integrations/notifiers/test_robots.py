"""Robots: what is posted, how it is signed, what counts as taken."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from stationdesk.integrations.notifiers.port import Message, NotSent, Target
from stationdesk.integrations.notifiers.robots import RobotNotifier, dingtalk_request
from stationdesk.integrations.notifiers.targets import TargetRefused, check_robot_address
from tests.integrations.notifiers.robot_server import RobotServer, robot_server

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
MESSAGE = Message("西兴 尾号 9920", "请 15:06 前回复", ("13800001111",))
PATHS = {
    "wecom": "/cgi-bin/webhook/send?key=k1",
    "dingtalk": "/robot/send?access_token=t1",
    "feishu": "/open-apis/bot/v2/hook/h1",
}


async def send(robots: RobotServer, kind: str, secret: str = "") -> None:
    notifier = RobotNotifier(lambda: NOW, (robots.host,))
    await notifier.send(Target(kind, robots.url(PATHS[kind]), secret), MESSAGE)


@pytest.mark.parametrize("kind", PATHS)
async def test_what_each_vendor_is_given(kind: str) -> None:
    async with robot_server() as robots:
        await send(robots, kind, "SEC1" if kind != "wecom" else "")
        ((path, body),) = robots.asked
    assert path.startswith(PATHS[kind])
    text = {
        "wecom": lambda: body["text"]["content"],
        "dingtalk": lambda: body["text"]["content"],
        "feishu": lambda: body["content"]["text"],
    }[kind]()
    assert text == "西兴 尾号 9920\n请 15:06 前回复"
    if kind == "dingtalk":
        query = parse_qs(urlsplit(path).query)
        stamp = query["timestamp"][0]
        digest = hmac.new(b"SEC1", f"{stamp}\nSEC1".encode(), hashlib.sha256).digest()
        assert query["sign"] == [base64.b64encode(digest).decode()]
        assert body["at"]["atMobiles"] == ["13800001111"]
    if kind == "feishu":
        key = f"{body['timestamp']}\nSEC1".encode()
        digest = hmac.new(key, b"", hashlib.sha256).digest()
        assert body["sign"] == base64.b64encode(digest).decode()
    if kind == "wecom":
        assert body["text"]["mentioned_mobile_list"] == ["13800001111"]


@pytest.mark.parametrize(
    ("kind", "reply", "is_final"),
    [
        ("wecom", (200, {"errcode": 93000, "errmsg": "invalid webhook url"}), True),
        ("wecom", (200, {"errcode": 45009, "errmsg": "api freq out of limit"}), False),
        ("dingtalk", (200, {"errcode": 310000, "errmsg": "sign not match"}), True),
        ("dingtalk", (200, {"errcode": 130101, "errmsg": "send too fast"}), False),
        ("feishu", (200, {"code": 19021, "msg": "sign match fail"}), True),
        ("feishu", (200, {"code": 11232, "msg": "frequency limited"}), False),
        ("wecom", (200, "<html>"), False),
        ("wecom", (200, "[]"), False),
        ("dingtalk", (502, ""), False),
        ("feishu", (302, ""), False),
        ("feishu", (404, ""), True),
    ],
)
async def test_only_a_zero_counts_as_taken(kind: str, reply: object, is_final: bool) -> None:
    async with robot_server() as robots:
        robots.replies.append(reply)  # type: ignore[arg-type]
        with pytest.raises(NotSent) as refused:
            await send(robots, kind)
        assert len(robots.asked) == 1, "a redirect is not followed"
    assert refused.value.is_final is is_final


async def test_nobody_there_is_worth_another_try() -> None:
    notifier = RobotNotifier(lambda: NOW, ("127.0.0.1:1",))
    with pytest.raises(NotSent) as refused:
        await notifier.send(Target("wecom", "http://127.0.0.1:1/"), MESSAGE)
    assert not refused.value.is_final


@pytest.mark.parametrize(
    "address",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        "https://127.0.0.1/cgi-bin/webhook/send?key=1",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://qyapi.weixin.qq.com.evil.example/x",
        "https://qyapi.weixin.qq.com@evil.example/x",
        "https://user:pass@qyapi.weixin.qq.com/x",
        "https://qyapi.weixin.qq.com:8443/x",
        "https://oapi.dingtalk.com/robot/send",
        "file:///etc/passwd",
        "https://[",
        "",
    ],
)
async def test_no_address_leads_into_somebodys_network(address: str) -> None:
    with pytest.raises(TargetRefused, match=r"https://qyapi|no web address"):
        check_robot_address("wecom", address)
    with pytest.raises(NotSent) as refused:
        await RobotNotifier(lambda: NOW).send(Target("wecom", address), MESSAGE)
    assert refused.value.is_final


def test_the_vendors_own_addresses_pass() -> None:
    for kind, address in {
        "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=1",
        "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/1",
    }.items():
        assert check_robot_address(kind, f" {address} ") == address


def test_a_long_text_is_cut_within_the_vendors_bound() -> None:
    _, body = dingtalk_request(Target("dingtalk", "x"), Message("主题", "件" * 3000), NOW)
    content = body["text"]["content"]
    assert len(content.encode()) <= 2048
    assert content.endswith("…")
