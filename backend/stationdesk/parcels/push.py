"""A push of Kuaidi100: signed by the salt of the station whose address it came to."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from stationdesk.accounts.credentials import firm_of_key
from stationdesk.foundation.database import Database
from stationdesk.integrations.carriers import kuaidi100
from stationdesk.integrations.carriers.traces import PayloadUnreadable
from stationdesk.parcels.errors import PushUnreadable, PushUnsigned
from stationdesk.parcels.repository.settings import push_salt
from stationdesk.parcels.scan_import import BatchResult, import_scans
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

PARAM_MAX_BYTES: Final = 1024 * 1024


async def receive_kuaidi100(
    database: Database, push_key: str, param: str, sign: str, now: datetime
) -> BatchResult | None:
    """Store the trace of a push; None where it holds none.

    Raises PushUnsigned, whether the address or the signature is wrong, and PushUnreadable.
    """
    actor = await _station_actor(database, push_key, param, sign)
    if len(param.encode()) > PARAM_MAX_BYTES:
        raise PushUnreadable(
            f"param has more than {PARAM_MAX_BYTES} bytes.",
            zh=f"推送内容超过 {PARAM_MAX_BYTES} 字节，没有接收。",
        )
    try:
        document = msgspec.json.decode(param)
        scans = kuaidi100.parse(document)
    except (msgspec.DecodeError, PayloadUnreadable) as error:
        raise PushUnreadable(
            f"param is no push of Kuaidi100: {error}.", zh="推送内容不是快递100的格式，没有接收。"
        ) from error
    if not scans:
        return None
    with tempfile.TemporaryDirectory(prefix="stationdesk-push-") as folder:
        path = Path(folder) / f"push-{scans[0].waybill[:40] or 'blank'}.json".replace("/", "_")
        path.write_bytes(msgspec.json.encode(document))
        return await import_scans(database, actor, path, now=now, format="kuaidi100")


async def _station_actor(database: Database, push_key: str, param: str, sign: str) -> Actor:
    """The system of the firm in the key, once the signature has been found right."""
    firm_id = firm_of_key(push_key)
    salt = None
    if firm_id is not None:
        actor = Actor.system(firm_id)
        async with tenant_session(database, actor) as session:
            salt = await push_salt(await raw_connection(session), push_key)
        if salt is not None and kuaidi100.is_signed(param, sign, salt):
            return actor
    raise PushUnsigned(
        "sign must be MD5(param + salt) in hex, with the salt of the station of this address."
    )
