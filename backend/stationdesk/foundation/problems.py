"""One mapper from errors to RFC 9457 problem details."""

from typing import Any, Final

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.request_words import fault_zh, field_zh

PROBLEM_JSON: Final = "application/problem+json"
_log = structlog.get_logger("stationdesk.web")

_HTTP_ZH: Final = {
    401: "请先登录。",
    403: "您的角色不能做这一步，请找经理。",
    404: "没有这个地址，请检查链接。",
    405: "这个地址不支持这种请求方式。",
    413: "内容太大，请拆小后再传。",
    415: "不认得这种内容格式，请用 JSON 或表单提交。",
}
_SPOILT_ZH: Final = "请求读不懂，请刷新页面后重试。"


def problem_response(
    status: int, code: str, title: str, detail: str, members: dict[str, Any]
) -> Response[dict[str, Any]]:
    """A problem document; `code` is the stable name that programs look at."""
    body = {
        "type": f"urn:stationdesk:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        **members,
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return Response(body, status_code=status, media_type=PROBLEM_JSON, headers=headers)


def handle_refusal(_: Request[Any, Any, Any], error: StationdeskError) -> Response[dict[str, Any]]:
    """Our own refusals: the class says the status, the message what to mend."""
    return problem_response(error.status, error.code, error.title, error.detail, error.members)


def handle_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[dict[str, Any]]:
    """The framework's: unknown path, wrong method, a body that does not fit its schema."""
    members: dict[str, Any] = {"zh": _detail_zh(error)}
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 401: "unauthenticated"}
    if isinstance(error, ValidationException) and error.extra:
        members["errors"] = error.extra
    return problem_response(
        error.status_code,
        code.get(error.status_code, "invalid"),
        "The request is not valid" if error.status_code == 400 else str(error.detail),
        _detail(error),
        members,
    )


def handle_bug(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    """Anything else is our bug: logged whole, told as little as possible."""
    _log.error("unhandled", path=request.url.path, method=request.method, exc_info=error)
    return problem_response(
        500,
        "internal",
        "Something broke on our side",
        "It has been logged; nothing was changed. Try again, then tell the operator.",
        {"zh": "服务器出错了，未做任何更改。请稍后重试；还不行就告诉管理员。"},
    )


def _detail(error: HTTPException) -> str:
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        parts = [
            f"{item.get('key', 'body')}: {item.get('message', '')}"
            for item in error.extra
            if isinstance(item, dict)
        ]
        if parts:
            return "; ".join(parts)
    return str(error.detail)


def _detail_zh(error: HTTPException) -> str:
    if not isinstance(error, ValidationException):
        return _HTTP_ZH.get(error.status_code, _SPOILT_ZH)
    items = error.extra if isinstance(error.extra, list) else []
    told = [
        f"{field_zh(str(item.get('key', '')))}：{fault_zh(str(item.get('message', '')))}"
        for item in items
        if isinstance(item, dict)
    ]
    return f"填写有误。{'；'.join(dict.fromkeys(told))}。" if told else _SPOILT_ZH
