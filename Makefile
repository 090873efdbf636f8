# Everything a person does with a clone: `make chat` to use Footnote, `make test` to prove it. `make help` lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# The first Python found that is new enough, unless you name one: make chat PYTHON=python3.12
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c '$(NEW_ENOUGH)' 2>/dev/null && echo "$$p"; done))
VENV ?= .venv
BIN := $(VENV)/bin
# A person watches pip work; a log need not.
PIP_INSTALL := $(BIN)/python -m pip install $(shell [ -t 1 ] || echo -qq) -c constraints.txt

# Where pip was told nothing about PyTorch's builds, Linux gets the one for GPUs: several GB that Footnote never uses.
define GPU_BUILD
import json, sys
try:
    wheels = json.load(sys.stdin)["install"]
except (ValueError, KeyError):
    sys.exit(0)  # pip will say itself what is wrong
needs = [need for wheel in wheels for need in wheel["metadata"].get("requires_dist", [])]
if sys.platform == "linux" and any(need.startswith(("nvidia-", "cuda-")) for need in needs):
    print("footnote: pip is about to download the GPU build of PyTorch, several GB that Footnote does not use.")
    print('footnote: to get the small CPU build instead, stop now (Ctrl-C) and read "A smaller PyTorch" in README.md.')
endef
export GPU_BUILD

.PHONY: help chat setup test test-clone kill lint format eval eval-quick bench screenshots docs constraints clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

chat: $(VENV)/.runtime ## set up if need be, then serve the page on 127.0.0.1 (PORT=7860)
	@exec $(BIN)/footnote chat

setup: $(VENV)/.runtime ## make .venv and install Footnote with its pinned dependencies

test: lint $(VENV)/.dev ## lint, types and all tests, in a browser too where there is a Chromium
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

test-clone: ## what a newcomer does: clone, make chat, one question over HTTP, make test
	@.ci/test-clone

kill: $(VENV)/.dev ## kill a library N=200 times while it is written; every state must be whole
	@$(BIN)/python -m tests.killing $(or $(N),200) $(SEED)

lint: $(VENV)/.dev ## ruff and mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/.dev ## let ruff put the code in order
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

eval: $(VENV)/.runtime ## ask the project's own gold questions; writes eval/report.html
	@$(BIN)/footnote eval --report eval/report.html

eval-quick: $(VENV)/.runtime ## the development questions on the shipped article; fails when answers get worse
	@$(BIN)/footnote eval eval/gold/foot-drop.yaml --documents corpus/shipped/foot-drop-in-multiple-myeloma.txt \
	  --split dev --fail-under nugget_recall=0.7 --fail-under abstention_f1=0.65 --fail-under unsupported_rate=0

bench: $(VENV)/.runtime ## measure start-up, answers, ingest and memory on this machine
	@$(BIN)/footnote bench

screenshots: $(VENV)/.dev ## take the pictures of docs/images from a real page (needs Chromium)
	@$(BIN)/python -m tests.browser.screenshots

docs: $(VENV)/.dev ## write docs/cli.md from the commands' own help
	@$(BIN)/python -m tests.command_page

constraints: $(VENV)/.dev ## pin what is installed in .venv into constraints.txt
	@{ echo "# The exact versions that Footnote was tested with. Written by \`make constraints\`."; \
	  $(BIN)/python -m pip freeze --exclude-editable | sed -E '/^#/d; s/\+[a-z0-9.]+$$//' | LC_ALL=C sort -f; } > constraints.tmp
	@mv constraints.tmp constraints.txt

clean: ## remove .venv and everything that tools left behind (never your library)
	rm -rf $(VENV) *.egg-info build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis eval/report.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is as new as the last install that went through; a second `make chat` finds it and installs nothing.
$(VENV)/.runtime: pyproject.toml constraints.txt | $(BIN)/python
	@$(BIN)/python -m pip install --dry-run --quiet --no-deps --report - -c constraints.txt torch 2>/dev/null \
	  | $(BIN)/python -c "$$GPU_BUILD" >&2
	@echo "footnote: installing the pinned dependencies into $(VENV); the first time takes a few minutes" >&2
	@$(PIP_INSTALL) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/.runtime
	@echo "footnote: installing the tools for tests" >&2
	@$(PIP_INSTALL) -e '.[dev]'
	@touch $@

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "footnote: Python 3.11 or newer is needed and none was found; install it, or name it: make PYTHON=/path/to/python3" >&2; exit 2; }
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' || { echo "footnote: $(PYTHON) is $$("$(PYTHON)" -V 2>&1), but Python 3.11 or newer is needed; name another: make PYTHON=/path/to/python3" >&2; exit 2; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "footnote: $(PYTHON) lacks its venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); exit 2; }
