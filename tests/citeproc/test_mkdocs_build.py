"""Files of a MkDocs build are read whole, and problems reach its log once each."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from mkdocs_citeproc.mkdocs_build import get_source_path, make_log_printable, read_source, report_problems
from mkdocs_citeproc.problems import Code, Location, Problem


def config_of(folder: Path, docs_dir: str) -> MkDocsConfig:
    (folder / docs_dir).mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(f"site_name: Bread\ndocs_dir: {docs_dir}\n", encoding="utf-8")
    return load_config(str(folder / "mkdocs.yml"))


def written(config: MkDocsConfig, name: str, data: bytes) -> File:
    path = Path(config.docs_dir, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return File(name, config.docs_dir, config.site_dir, use_directory_urls=True)


@pytest.mark.parametrize("docs_dir", ["docs", "texts/pages"])
def test_a_file_is_named_from_the_root_and_has_plain_line_ends(tmp_path: Path, docs_dir: str) -> None:
    config = config_of(tmp_path, docs_dir)
    source = read_source(written(config, "rye/sour.md", b"\xef\xbb\xbf# Br\xc3\xb6d\r\n\r\nText.\r"), config)
    assert source.path == f"{docs_dir}/rye/sour.md"
    assert source.text == "# Bröd\n\nText.\n"


def test_a_generated_file_stands_where_it_pretends_to(tmp_path: Path) -> None:
    config = config_of(tmp_path, "docs")
    config.plugins._current_plugin = "bakery"  # as MkDocs notes while it calls a plugin
    file = File.generated(config, "made/up.md", content="# Made up\r\n")
    assert get_source_path(file, config) == "docs/made/up.md"
    assert read_source(file, config).text == "# Made up\n"


def test_a_file_that_cannot_be_read_is_one_clear_error(tmp_path: Path) -> None:
    config = config_of(tmp_path, "docs")
    latin = written(config, "latin.md", b"# Br\xf6d\n")
    with pytest.raises(PluginError, match=r"^docs/latin\.md:1:5: \[bad-file\]"):
        read_source(latin, config)
    gone = File("gone.md", config.docs_dir, config.site_dir, use_directory_urls=True)
    with pytest.raises(PluginError, match=r"^docs/gone\.md: this page cannot be read \(No such file"):
        read_source(gone, config)


def test_problems_are_logged_in_order_and_once(caplog: pytest.LogCaptureFixture) -> None:
    late = Problem(Code.LATE_CITATION, Location("docs/b.md", 3), "100% late")
    unknown = Problem(Code.UNKNOWN_KEY, Location("docs/a.md", 9, 2), "no entry 'x'")
    never = Problem(Code.NEVER_CITED, Location("docs/a.md", 10), "never cited")
    with caplog.at_level(logging.INFO, "mkdocs"):
        report_problems([late, never, unknown, late], "bakery")
    assert [(record.levelname, record.name, record.getMessage()) for record in caplog.records] == [
        ("ERROR", "mkdocs.plugins.bakery", "bakery: docs/a.md:9:2: [unknown-key] no entry 'x'."),
        ("INFO", "mkdocs.plugins.bakery", "bakery: docs/a.md:10:1: [never-cited] never cited."),
        ("WARNING", "mkdocs.plugins.bakery", "bakery: docs/b.md:3:1: [late-citation] 100% late."),
    ]


def test_nothing_that_mkdocs_logs_controls_a_terminal(caplog: pytest.LogCaptureFixture) -> None:
    log, handler = logging.getLogger("mkdocs"), caplog.handler
    log.addHandler(handler)
    try:
        make_log_printable()
        make_log_printable()
        with caplog.at_level(logging.INFO, "mkdocs"):
            logging.getLogger("mkdocs.structure.pages").info("Doc file '%s' links to 100%%", "a\x1b[2J.md")
        assert len(handler.filters) == 1
    finally:
        log.removeHandler(handler)
        handler.filters.clear()
    assert {record.getMessage() for record in caplog.records} == {"Doc file 'a\\x1b[2J.md' links to 100%"}
