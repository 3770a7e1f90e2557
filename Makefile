# run: from a clone to a cited answer and the desk · test: everything · ONCE=1 make run stops after printing
# pip reads PIP_EXTRA_INDEX_URL and its like from the environment: see README.md for a CPU build of torch.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STAMP := .venv/.installed
export HF_HUB_OFFLINE := 1
export GRADIO_ANALYTICS_ENABLED := False

.PHONY: run test check fix torture eval lock browser screenshots

run: $(STAMP)
	$(BIN)/gongkai ingest seeds
	$(BIN)/gongkai ask "崔各庄乡2013年主动公开了多少条政府信息？"
	$(BIN)/gongkai summarize 振东新区
	$(BIN)/gongkai ask "振东新区2013年培训了多少人次？"
ifndef ONCE
	$(BIN)/gongkai serve
endif

test: $(STAMP) browser
	$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

# Every case over the five seeds and the generated reports, held against evals/baselines; ARGS="--suite smoke" for less.
eval: $(STAMP)
	$(BIN)/gongkai eval gate $(ARGS)

torture: $(STAMP)
	$(BIN)/python -m benchmarks.torture --kills 20 --reports 200 $(ARGS)

# Every tab at both widths, in both languages, into docs/screenshots.
screenshots: $(STAMP) browser
	$(BIN)/python -m benchmarks.screenshots $(ARGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

fix: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(STAMP)
	{ sed '/^#/!d' requirements.lock; $(BIN)/pip freeze --all --exclude pip --exclude gongkai \
	  | sed -E 's/^(torch==[0-9.]+)\+.*/\1/'; } > .venv/lock && mv .venv/lock requirements.lock

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' || { echo \
	  "Gongkai needs Python 3.11 or later with venv and pip ($(PYTHON) is not that): apt install python3.11-venv," \
	  "or make PYTHON=/path/to/python3.11" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# The browser tests need a Chromium and a Chinese font; without them pytest skips these tests and says so.
browser:
	@{ command -v chromium && fc-list :lang=zh-cn | grep -q .; } >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends \
	  chromium fontconfig fonts-noto-cjk; } >/dev/null 2>&1 \
	  || echo "No Chromium with a Chinese font here, and none could be installed: the browser tests are skipped." >&2
