"""From files to documents: find every address, read its bytes, decode them, parse header and body."""

from corpusclean.read.dialects import Parsed, parse
from corpusclean.read.documents import read_documents, read_files
from corpusclean.read.inventory import Found, Inventory, take_inventory

__all__ = ["Found", "Inventory", "Parsed", "parse", "read_documents", "read_files", "take_inventory"]
