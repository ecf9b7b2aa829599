"""What the room refuses."""

from stationdesk.foundation.errors import Conflict, Forbidden, Invalid, NotFound


class StatementUnknown(NotFound):
    code = "statement_unknown"
    title = "There is no such statement"
    zh = "没有这份对账单，请刷新列表。"


class StatementsDisagree(Conflict):
    """What the lines add up to is not what the ledger says: our bug, and nothing was issued."""

    code = "statements_disagree"
    title = "The statements do not agree with the ledger"


class StatementAccepted(Conflict):
    code = "statement_accepted"
    title = "The statement has been accepted already"
    zh = "{answered_by} 已认可对账单 {number}；之后发现的问题请对那笔罚款提异议。"


class NotYourStatement(Forbidden):
    code = "not_your_statement"
    title = "The statement is for somebody else"


class ContentDiffers(Conflict):
    """The caller accepts another content than what was issued."""

    code = "statement_content_differs"
    title = "This is not the content that was issued"
    zh = "您认可的内容与出具的不一致，请重新打开对账单再认可。"


class ReasonNeeded(Invalid):
    code = "reason_needed"
    title = "Say what is wrong"


class PapersNotReady(Conflict):
    """`made` of `wanted` PDFs are there; the rest are being made."""

    code = "papers_not_ready"
    title = "The papers are still being made"
    zh = "PDF 正在生成，已完成 {made} / {wanted}，请稍后再下载。"


class RootsFileInvalid(Invalid):
    code = "roots_file_invalid"
    title = "The file of roots cannot be read"
