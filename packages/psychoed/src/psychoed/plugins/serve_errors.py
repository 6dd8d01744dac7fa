"""Shows build errors in the browser while serving, until a build succeeds.

MkDocs only prints them in the terminal, and lets every request wait until a build succeeds.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import Abort

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

_PAGE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>This change cannot be shown yet</title></head>
<body style="font: 1.1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem">
<h1>This change cannot be shown yet</h1>
<pre style="white-space: pre-wrap">{problem}</pre>
<p>Correct it and save: this page then reloads by itself.</p>
</body></html>
"""


def show_build_errors(server: LiveReloadServer) -> None:
    """Let ``server`` answer requests for pages with the error of the last build, if it failed."""
    served = _Served(server)
    server.builder = served.rebuild
    server.set_app(served.respond)


class _Served:
    """Wraps the server's builder and responses; ``problem`` is empty if the last build succeeded."""

    def __init__(self, server: LiveReloadServer) -> None:
        self.server, self.build, self.answer = server, server.builder, server.serve_request
        self.problem = ""

    def rebuild(self) -> None:
        """Build; log and store a failure but do not raise it, so that browsers reload."""
        problem = ""
        try:
            self.build()
        except Exception as error:
            # The cause is behind MkDocs' "Aborted with a BuildError!", and has been logged.
            cause = (error.__context__ or error) if isinstance(error, Abort) else error
            problem = str(cause) or type(cause).__name__
            if cause is error:
                logging.getLogger("mkdocs.livereload").error("%s", problem)
                logging.getLogger("mkdocs.livereload").debug("Traceback:", exc_info=error)
        self.problem = problem

    def respond(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request: with the stored problem if there is one and a page is requested."""
        server, path = self.server, str(environ.get("PATH_INFO", ""))
        if path.startswith("/livereload/"):
            return self.answer(environ, start_response)
        with server._epoch_cond:  # as MkDocs does, because a running build may change the response
            server._epoch_cond.wait_for(lambda: server._visible_epoch == server._wanted_epoch)
            epoch = server._visible_epoch
        if not self.problem or "." in path.rpartition("/")[2].removesuffix(".html"):
            return self.answer(environ, start_response)
        page = server._inject_js_into_html(_PAGE.format(problem=html.escape(self.problem)).encode(), epoch)
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))]
        start_response("500 Internal Server Error", headers)
        return [page]
