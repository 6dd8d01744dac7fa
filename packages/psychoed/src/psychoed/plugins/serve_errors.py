"""Shows build errors in the browser while serving, until a build succeeds, and refuses requests for other hosts.

MkDocs only prints errors in the terminal, and lets every request wait until a build succeeds. It also answers whatever
host a request names, so a page on the web whose name leads to this machine could read drafts (DNS rebinding).
"""

from __future__ import annotations

import html
import ipaddress
import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs.exceptions import Abort, ConfigurationError

from psychoed.plugins.mkdocs_command import describe_settings_error, locate_settings

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


def show_build_errors(server: LiveReloadServer, settings: Path) -> None:
    """Let ``server`` answer requests for pages with the error of the last build, if it failed.

    ``settings`` is the path of mkdocs.yml.
    """
    served = _Served(server, settings)
    server.builder = served.rebuild
    server.set_app(served.respond)


_LONGEST_PATH = 2000


def _is_local(host: str) -> bool:
    """Return whether a host name or address means this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _get_host(environ: dict[str, Any]) -> str:
    """Return the host that a request names; a request of HTTP/1.0 may name none."""
    try:
        return urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or "localhost"
    except ValueError:
        return ""


def _refuse(status: str, start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain")])
    return [status.encode()]


class _Served:
    """Wraps the server's builder and responses; ``problem`` is empty if the last build succeeded."""

    def __init__(self, server: LiveReloadServer, settings: Path) -> None:
        self.server, self.build, self.answer = server, server.builder, server.serve_request
        self.settings = settings
        self.problem = ""
        # From a codespace, requests come by the name that GitHub has given it.
        self.is_local = _is_local(str(server.server_address[0])) and "CODESPACES" not in os.environ

    def rebuild(self) -> None:
        """Build; log and store a failure but do not raise it, so that browsers reload."""
        problem = ""
        with locate_settings(self.settings) as wrong_settings:
            try:
                self.build()
            except Exception as error:
                # The cause is behind MkDocs' "Aborted with a BuildError!", and has been logged, as have wrong settings.
                cause = (error.__context__ or error) if isinstance(error, Abort) else error
                problem = str(cause) or type(cause).__name__
                if isinstance(cause, ConfigurationError | RecursionError):
                    problem = describe_settings_error(cause, self.settings)
                if wrong_settings:
                    problem = "\n".join(wrong_settings)
                elif cause is error:
                    logging.getLogger("mkdocs.livereload").error("%s", problem)
                    logging.getLogger("mkdocs.livereload").debug("Traceback:", exc_info=error)
        self.problem = problem

    def respond(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request: with the stored problem if there is one and a page is requested."""
        server, path = self.server, str(environ.get("PATH_INFO", ""))
        if self.is_local and not _is_local(_get_host(environ)):
            return _refuse("403 Forbidden", start_response)
        if "\0" in path or len(path) > _LONGEST_PATH:  # MkDocs prints a traceback
            return _refuse("404 Not Found", start_response)
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
