"""The page: one self-contained file. It asks for nothing, and runs no script but its own, which knows no data."""
