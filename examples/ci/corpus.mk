# include corpus.mk: a corpus that is made again when its files, its settings or corpusclean change, and else not.

CORPUSCLEAN ?= corpusclean
CORPUS_RAW ?= raw
CORPUS ?= build/corpus
# What the corpus was like when somebody last looked: corpusclean diff $(CORPUS) --save-profile corpus-profile.json
CORPUS_PROFILE ?= corpus-profile.json

.PHONY: check-corpus clean-corpus verify-corpus diff-corpus

check-corpus:  ## judge the raw files, write nothing
	$(CORPUSCLEAN) check $(CORPUS_RAW)

clean-corpus:  ## make the corpus; does nothing where nothing changed
	$(CORPUSCLEAN) clean $(CORPUS_RAW) --out $(CORPUS)

verify-corpus: clean-corpus  ## prove that every document can be led back to its file
	$(CORPUSCLEAN) verify $(CORPUS)

diff-corpus: clean-corpus  ## fail where the corpus has drifted from the profile that is kept
	$(CORPUSCLEAN) diff $(CORPUS_PROFILE) $(CORPUS)
