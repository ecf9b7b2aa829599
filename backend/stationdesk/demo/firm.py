"""The invented firm 恒驿客服: its stations, couriers and people. All names are made up."""

from dataclasses import dataclass
from typing import Final

SLUG: Final = "hengyi"
NAME: Final = "恒驿客服"
PASSWORD: Final = "hengyi-demo"  # noqa: S105 -- printed for whoever tries the demo
DOMAIN: Final = "hengyi.example.com"


@dataclass(frozen=True, slots=True)
class DemoStation:
    """One station, and how many parcels it gets and sends on the demo's day."""

    code: str
    carrier: str
    name: str
    alias: str
    hub: str
    inbound: int
    outbound: int
    couriers: tuple[str, ...]


STATIONS: Final = (
    DemoStation("XX01", "zto", "杭州滨江西兴", "西兴", "杭州转运中心", 3200, 500,
                ("黄志勇", "吴建军", "潘晓东", "冯涛", "郑海波")),
    DemoStation("KQ02", "zto", "绍兴柯桥", "柯桥", "绍兴转运中心", 2600, 900,
                ("沈国强", "陆伟", "鲁建平", "章文斌")),
    DemoStation("NH03", "zto", "嘉兴南湖", "南湖", "嘉兴转运中心", 1300, 260,
                ("姚明华", "顾佳", "俞亮")),
    DemoStation("HS04", "yto", "无锡惠山", "惠山", "无锡转运中心", 2300, 480,
                ("钱程", "许家豪", "华斌", "过军")),
    DemoStation("YH05", "yto", "合肥瑶海", "瑶海", "合肥转运中心", 2000, 420,
                ("方健", "汪洋", "程刚")),
    DemoStation("WZ06", "yto", "苏州吴中", "吴中", "苏州转运中心", 2100, 700,
                ("邹凯", "陶然", "尤海", "费强")),
)  # fmt: skip

AGENTS: Final = (
    ("chenxiaoyu", "陈小雨"),
    ("lina", "李娜"),
    ("xuqing", "许晴"),
    ("wanglei", "王磊"),
    ("zhaomin", "赵敏"),
    ("hejia", "何佳"),
    ("zhouqian", "周倩"),
    ("sunhao", "孙浩"),
)

PRIMARY: Final = {
    "chenxiaoyu": ("XX01", "KQ02", "NH03", "HS04"),
    "lina": ("KQ02",),
    "xuqing": ("NH03",),
    "wanglei": ("HS04", "YH05"),
    "zhaomin": ("WZ06",),
    "hejia": ("YH05",),
    "zhouqian": ("WZ06",),
    "sunhao": ("XX01",),
}
BACKUP: Final = {
    "lina": ("XX01",),
    "xuqing": ("HS04",),
    "wanglei": ("WZ06",),
    "hejia": ("NH03",),
    "zhouqian": ("YH05",),
    "sunhao": ("KQ02",),
}
OTHERS: Final = (
    ("fangzhiyuan", "方志远", "manager", ()),
    ("luwei", "卢薇", "supervisor", ()),
    ("qianfen", "钱芬", "finance", ()),
    ("laoban", "金老板", "station_owner", ("XX01",)),
    ("huishan", "惠老板", "station_owner", ("HS04", "WZ06")),
)
SIGN_INS: Final = (
    ("经理 manager", "fangzhiyuan"),
    ("坐席 agent", "chenxiaoyu"),
    ("网点老板 station owner", "laoban"),
)


def email(name: str) -> str:
    """The sign-in of a person of the demo."""
    return f"{name}@{DOMAIN}"
