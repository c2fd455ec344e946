"""The static files of the page: the script's modules, the style sheet, the icon."""

from os import PathLike, stat_result

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class OwnFiles(StaticFiles):
    """The folder `static`; browsers revalidate a file on each use, so that an update takes effect immediately."""

    def __init__(self) -> None:
        super().__init__(packages=[("ui.web", "static")])

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or 304 if the browser has the current version."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = "no-cache"
        return response
