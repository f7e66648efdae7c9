"""What a package index shows of README.md: its links and pictures lead to the repository, at this version."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

LINK = re.compile(r"(?P<picture>!?)(?P<text>\[(?:[^\[\]]|\[[^\]]*\])*\])\((?!https?:|#)(?P<target>[^)\s]+)\)")


def readme(text: str, repository: str, tag: str) -> str:
    """Return the text with every relative link made one to the repository."""

    def absolute(link: re.Match[str]) -> str:
        form = "raw" if link["picture"] else "blob"
        return f"{link['picture']}{link['text']}({repository}/{form}/{tag}/{link['target']})"

    return LINK.sub(absolute, text)


class CustomMetadataHook(MetadataHookInterface):
    """Asked by hatchling for what `pyproject.toml` calls dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set `readme`."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        repository, tag = metadata["urls"]["Repository"], f"v{metadata['version']}"
        metadata["readme"] = {"content-type": "text/markdown", "text": readme(text, repository, tag)}
