"""The files that the browser loads of us: the script's modules, the style sheet, the icon."""

from os import PathLike, stat_result

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class OwnFiles(StaticFiles):
    """The folder `static`; browsers ask each time whether a file has changed, so that an update is seen at once."""

    def __init__(self) -> None:
        super().__init__(packages=[("ui.web", "static")])

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or 304 where the browser has it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = "no-cache"
        return response
