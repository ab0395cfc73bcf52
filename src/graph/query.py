"""Root fields that read."""

from typing import Annotated

import strawberry
from strawberry import ID

from graph import rates
from graph.context import RequestInfo
from graph.ids import ACTIVITY, EXPORT, GEAR, RESCORE, UPLOAD, USER, global_id, key_of, parse_id
from graph.threads import in_thread
from graph.types.account import ExportType, RescoreType, export_type, rescore_type
from graph.types.activity import ActivityType, activity_type
from graph.types.gear import gear_type
from graph.types.node import Node
from graph.types.rate import RateLimit, rate_limit
from graph.types.upload import UploadType, upload_type
from graph.types.user import User
from resolvers import accounts, rescoring, uploads
from resolvers.access import uid_of

IdArgument = Annotated[ID, strawberry.argument(description="The id, as this API gave it.")]


@strawberry.type(description="Everything that can be read. Each field answers for the signed-in person alone.")
class Query:
    @strawberry.field(description="The signed-in person.")
    async def viewer(self, info: RequestInfo) -> User | None:
        return User(id=global_id(USER, uid_of(info.context.caller)))

    @strawberry.field(description="Anything by its id; null where it is not there or not yours.")
    async def node(self, info: RequestInfo, id: IdArgument) -> Node | None:  # noqa: A002 -- Relay's name
        uid = uid_of(info.context.caller)
        match parse_id(id):
            case (kind, key) if kind == USER and key == uid:
                return User(id=id)
            case (kind, key) if kind == ACTIVITY:
                return await _activity(info, key)
            case (kind, key) if kind == UPLOAD:
                return await _upload(info, key)
            case (kind, key) if kind == GEAR:
                pair = await info.context.gear.load(key)
                return gear_type(pair) if pair else None
            case (kind, key) if kind in {EXPORT, RESCORE}:
                return await _work(info, kind, key)
        return None

    @strawberry.field(description="A run or walk; null where it is not there or not yours.")
    async def activity(self, info: RequestInfo, id: IdArgument) -> ActivityType | None:  # noqa: A002 -- Relay's name
        uid_of(info.context.caller)
        return await _activity(info, key_of(id, ACTIVITY))

    @strawberry.field(description="An upload; null where it is not there, not yours, or long over.")
    async def upload(self, info: RequestInfo, id: IdArgument) -> UploadType | None:  # noqa: A002 -- Relay's name
        return await _upload(info, key_of(id, UPLOAD))

    @strawberry.field(description="What the person may still ask for now; null where the server does not limit it.")
    def rate_limit(self, info: RequestInfo) -> RateLimit | None:
        return rate_limit(rates.state(uid_of(info.context.caller)))


async def _activity(info: RequestInfo, key: str) -> ActivityType | None:
    meta = await info.context.meta(info, key) if key else None
    return activity_type(meta.activity) if meta else None


async def _work(info: RequestInfo, kind: str, key: str) -> ExportType | RescoreType | None:
    caller = info.context.caller
    if kind == EXPORT:
        export = await in_thread(accounts.get_export, caller, key)
        return export_type(caller, export, info.context.now) if export else None
    rescore = await in_thread(rescoring.get_rescore, caller, key)
    return rescore_type(rescore) if rescore else None


async def _upload(info: RequestInfo, key: str) -> UploadType | None:
    context = info.context
    uid_of(context.caller)
    found = await in_thread(uploads.get_upload, context.caller, key, context.now) if key else None
    return await in_thread(upload_type, found, context.now) if found else None
