"""A MkDocs file is named from the repository root and read whole, however it came to be."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from mkdocs_citeproc.mkdocs_build import get_source_path, read_source


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
