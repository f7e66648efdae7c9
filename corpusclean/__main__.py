"""`python -m corpusclean`."""

from corpusclean.cli import main

main()
