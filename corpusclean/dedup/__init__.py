"""Duplicates: one story under several addresses. Grouped by content, the survivor chosen by content."""

from corpusclean.dedup.exact import fingerprint, link_duplicates, text_key
from corpusclean.dedup.group import LINK_COLUMNS, LINKS, Sides, apply_links

__all__ = ["LINKS", "LINK_COLUMNS", "Sides", "apply_links", "fingerprint", "link_duplicates", "text_key"]
