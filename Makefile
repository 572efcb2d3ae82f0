# Wenbao: `make ask Q="海淀区2022年新设企业多少户?"` or `make test` on a fresh machine with Python 3.11+; `make help` lists all.
#
# Every step is skipped when it is done. Variables: PYTHON (the interpreter that makes .venv), Q (a question),
# TORCH_INDEX (the address of an index with CPU builds of torch, where pip finds none by itself), and in the environment WENBAO_HOME (where models and indexes
# are kept, default the user's cache folder) and WENBAO_WEIGHTS (a folder that holds downloaded model files).

SHELL := /bin/bash
PYTHON ?= python3
TORCH_INDEX ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Those that run as they are: page_latency.py needs a browser, scale.py is told what to do (see their first lines).
BENCHMARKS := $(patsubst %,benchmarks/%.py,answers reading reports retrieval startup)

# Handed to the shell by the environment, so that quotes, blanks and $ in a question stay what they are.
export Q

# Of pip's many lines, those that tell how far it is: downloads of a megabyte and more, and the installing itself.
NEWS := grep --line-buffered -oE '(Downloading|Using cached) [^ ]+ \([0-9.]+ [MG]B\)|^Installing collected packages' || true

.PHONY: help setup weights models ask app test check evaluate bench bench-reading browser clean
.DEFAULT_GOAL := help

help:
	@echo 'make ask Q="问题"   安装、下载模型、建索引（各只做一次），回答一个问题；不写 Q 则演示三个问题'
	@echo 'make app            打开网页'
	@echo 'make test           格式、静态检查、类型和全部测试（含真实模型）'
	@echo 'make check          只做格式、静态检查、类型'
	@echo 'make evaluate       在标准问题集的 test 部分上评测，结果在 evaluation/'
	@echo 'make bench          跑 benchmarks/，结果在 benchmarks/results/'
	@echo 'make bench-reading REPORTS=文件夹   检查读取质量（文件夹里有报告和 manifest.jsonl）'
	@echo 'make setup          只安装到 .venv        make weights   只下载模型        make clean   删除 .venv 等'

ask: models
	@$(BIN)/wenbao ask $${Q:+-- "$$Q"}

app: models
	@$(BIN)/python app.py

evaluate: models
	@$(BIN)/wenbao evaluate

bench: models
	@mkdir -p benchmarks/results
	@set -e -o pipefail; for script in $(BENCHMARKS); do \
	  name=$$(basename "$$script" .py); echo "== $$script"; \
	  $(BIN)/python "$$script" | tee "benchmarks/results/$$name.txt"; \
	done

# Reading alone needs no model; REPORTS is a folder of reports with a manifest.jsonl, by default WENBAO_REPORTS.
bench-reading: $(VENV)/.product
	@$(BIN)/python benchmarks/reading.py $(if $(REPORTS),"$(REPORTS)")

# In this order: what is quick to fail comes first, and pytest's closing line last.
test: check models browser
	@$(BIN)/python -m pytest

check: $(VENV)/.tools
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

setup: $(VENV)/.product

weights: $(VENV)/.product
	@$(BIN)/wenbao weights fetch

# The same as a step of other targets, done once for each cache folder; where models go missing later, wenbao says so.
MODELS := $(VENV)/.models$(subst /,-,$(WENBAO_HOME))
models: $(MODELS)
$(MODELS): $(VENV)/.product
	@$(BIN)/wenbao weights fetch >/dev/null
	@touch $@

# The environment is made anew when the interpreter it was made from is gone.
# torch goes first and alone: the CPU build is in no general index, and a second index would be asked for every package.
$(VENV)/.product: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "需要 Python 3.11 或更新的版本，例如：make PYTHON=python3.12 …" >&2; exit 1; }
	@$(BIN)/python -c 'import pip' 2>/dev/null || { echo "建立 $(VENV) …"; $(PYTHON) -m venv --clear $(VENV); }
	@$(PIP) install -q --upgrade 'pip>=25.1'
	@echo "安装 torch（CPU 版）…"
	@$(PIP) install --no-deps -c constraints.txt torch 2>/dev/null \
	  || { [ -n "$(TORCH_INDEX)" ] && $(PIP) install --no-deps -c constraints.txt --index-url $(TORCH_INDEX) torch; } \
	  || { echo "没有取得 CPU 版 torch。请用 TORCH_INDEX=地址 指定 PyTorch 官网给出的 CPU 版索引，或用 PIP_FIND_LINKS=文件夹 指定放有它的文件夹。" >&2; exit 1; }
	@echo "安装其余依赖（版本见 constraints.txt），第一次需要几分钟 …"
	@set -o pipefail; PYTHONWARNINGS=ignore $(PIP) install -c constraints.txt -e . | { $(NEWS); }
	@touch $@

# What only developers need; --group since pip 25.1.
$(VENV)/.tools: $(VENV)/.product
	@echo "安装检查与测试工具 …"
	@$(PIP) install -q -c constraints.txt --group dev
	@touch $@

# For the tests of the page; without a browser they are skipped.
browser:
	@if command -v chromedriver >/dev/null && { command -v chromium || command -v google-chrome; } >/dev/null; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "安装 Chromium（网页测试用）…"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
	    chromium chromium-driver; } >/dev/null || echo "没有装上 Chromium，跳过浏览器测试"; \
	else echo "没有 Chromium 和 chromedriver，跳过浏览器测试（Debian：apt-get install chromium chromium-driver）"; fi

# Models and indexes in the user's cache folder stay; `rm -r` that folder (see `wenbao weights list`) to be rid of them.
clean:
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache *.egg-info build evaluation
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
