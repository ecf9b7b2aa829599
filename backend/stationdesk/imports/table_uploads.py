"""Small tables as they are sent: a form with one file, kept while the request lasts."""

from dataclasses import dataclass
from pathlib import Path

from litestar.datastructures import UploadFile

from stationdesk.imports.errors import FileTooLarge

FILE_MAX_BYTES = 5 * 1024 * 1024
UPLOAD_OVERHEAD_BYTES = 64 * 1024
BODY_MAX_BYTES = FILE_MAX_BYTES + UPLOAD_OVERHEAD_BYTES


@dataclass
class TableForm:
    """A CSV or XLSX whose first row names the columns."""

    file: UploadFile


async def kept_table(form: TableForm, folder: str) -> Path:
    """The file of the form in a folder of the caller's. Raises FileTooLarge."""
    content = await form.file.read(FILE_MAX_BYTES + 1)
    if len(content) > FILE_MAX_BYTES:
        raise FileTooLarge(
            f"At most {FILE_MAX_BYTES // 1024**2} MB; split the file.",
            zh=f"文件最大 {FILE_MAX_BYTES // 1024**2} MB，请拆开导入。",
        )
    path = Path(folder) / "table"
    path.write_bytes(content)
    return path
