"""What a text may hold: which wordings to try, and where."""
