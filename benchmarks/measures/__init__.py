"""What `quality.py` measures: a module for each WHAT, with a function of the file, which returns what it found."""
