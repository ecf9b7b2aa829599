"""A small server that speaks as the robots of WeCom, DingTalk and Feishu do."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class RobotServer:
    """`replies` are given one after the other, then the vendor's "ok"; `asked` is what came."""

    host: str = ""
    replies: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[tuple[str, Any]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"


@asynccontextmanager
async def robot_server() -> AsyncIterator[RobotServer]:
    """Listens on a free port of this machine."""
    robots = RobotServer()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.split(":")[1])
            for line in head.splitlines()
            if line.lower().startswith("content-length")
        )
        path = head.split(" ")[1]
        robots.asked.append((path, json.loads(await reader.readexactly(length))))
        ok = {"code": 0, "msg": "success"} if "/bot/v2/" in path else {"errcode": 0, "errmsg": "ok"}
        status, reply = robots.replies.pop(0) if robots.replies else (200, ok)
        body = reply.encode() if isinstance(reply, str) else json.dumps(reply).encode()
        writer.write(
            f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n"
            f"Location: http://127.0.0.1:1/\r\nConnection: close\r\n\r\n".encode()
            + body
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    robots.host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield robots
