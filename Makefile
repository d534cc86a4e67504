# What a person who has only Python and make types. The list: make help.
PYTHON ?= python3
PORT ?= 8000
DEMO_SCALE ?= school
KILLS ?= 200
BIN := .venv/bin
SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help demo test lint unit browsers bench torture pictures messages clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

demo: .venv/runtime ## the demo school on http://127.0.0.1:$(PORT)/ (DEMO_SCALE=small|school|large)
	@PORT=$(PORT) DEMO_SCALE=$(DEMO_SCALE) $(BIN)/zhurnal demo

test: .venv/test ## every check that CI runs
	@bash tests/run

lint: .venv/test ## style, types, order of imports, sizes
	@bash tests/lint

bench: .venv/test ## figures of a running server beside two floors, on the demo school
	@$(BIN)/python -m tests.load.bench

torture: .venv/test ## what was saved stands after kill -9, KILLS=200 times (DATABASE=sqlite|postgresql)
	@$(BIN)/python -m tests.torture --kills $(KILLS) $(if $(filter postgresql,$(DATABASE)),--postgresql)

pictures: .venv/test ## the pictures of README, taken from the demo school
	@$(BIN)/python -m tests.browser.pictures

messages: .venv/test ## collect the words to translate, compile the translations
	@bash tests/messages

clean: ## forget what was installed (the data in var/ stay)
	rm -rf .venv build

# A stamp for each list of packages: installed once, and again when the list changes.
.venv/runtime: requirements/runtime.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/runtime.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/runtime requirements/test.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/test.txt
	@touch $@
