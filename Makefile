# `make help` lists what there is. Needs make 3.81 or later, a POSIX shell and Python 3.11 or later.

PORT ?= 8000
VENV := .venv
PY   := $(VENV)/bin/python
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help run test matrix lighthouse bench-clinics check browser-tools drills attack-files

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo '  PORT=8001 make run uses another port; DATABASE_URL another database than db.sqlite3.'

# --- Running -------------------------------------------------------------------------------------

run: export DJANGO_SETTINGS_MODULE := portal.settings.dev
run: export WAGTAILADMIN_BASE_URL := http://localhost:$(PORT)
run: $(VENV)/requirements.stamp ## Set up what is missing and start the portal on this machine
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py start_clinic --show-example --port $(PORT)
	@echo
	@echo 'For patients: http://localhost:$(PORT)/'
	@echo 'For staff:    http://localhost:$(PORT)/admin/'
	@echo 'Accounts:     author, reviewer, brand, administrator. Passwords are shown once, when an'
	@echo '              account is made; a new one: $(PY) manage.py changepassword author'
	@echo
	@$(PY) manage.py runserver 127.0.0.1:$(PORT)

# --- Tests ---------------------------------------------------------------------------------------

# ARGS goes to both calls of pytest: make test ARGS='-k booking'
test: export DJANGO_SETTINGS_MODULE := portal.settings.test
test: $(VENV)/requirements-dev.stamp browser-tools ## Run every test, those in a real browser too
	@failed=0; \
	$(PY) -m pytest -m 'not browser' -n auto $(ARGS) || failed=1; \
	$(PY) -m pytest -m browser -n auto $(ARGS) || failed=1; \
	exit $$failed

# `make test` takes combinations in which any two choices meet. Here one process for each core works.
matrix: export DJANGO_SETTINGS_MODULE := portal.settings.test
matrix: export MATRIX := all
matrix: $(VENV)/requirements-dev.stamp browser-tools ## Check every page in every width, look and brand
	$(PY) -m pytest -q -n auto tests/browser/test_matrix.py $(ARGS)

# Each drill is a line. On PostgreSQL too with DRILL_POSTGRES=postgres://user@host:5432/postgres, a
# server on which databases may be made and dropped.
drills: $(VENV)/requirements-dev.stamp ## Lose and restore whole portals, in folders of their own
	$(PY) -u -m tests.drills.restore_drill $(ARGS)

lighthouse: $(VENV)/requirements-dev.stamp browser-tools ## Print Lighthouse's scores of production, medians of five
	@if ! command -v npm >/dev/null; then \
	  echo 'Node.js is not installed: nothing was measured.'; exit 1; \
	elif [ ! -e tests/lighthouse/node_modules/.stamp ] || \
	    [ tests/lighthouse/package-lock.json -nt tests/lighthouse/node_modules/.stamp ]; then \
	  cd tests/lighthouse && npm ci --silent --ignore-scripts --no-audit --no-fund && touch node_modules/.stamp; \
	fi
	@$(PY) -m tests.lighthouse

# Its own database and folders, gone afterwards. Ends with an error if a promise is broken.
attack-files: export DJANGO_SETTINGS_MODULE := portal.settings.test
attack-files: $(VENV)/requirements-dev.stamp ## Upload a folder of hostile files; print time and memory of each
	@$(PY) -m tests.hostile_folder

# DATABASE_URL chooses the database; a test database is made beside it. Takes half an hour.
bench-clinics: $(VENV)/requirements-dev.stamp ## Measure 50 clinics on one installation against one
	$(PY) bench/clinics.py

# What the browser tests need beside Python: Chromium, poppler's pdftotext for what was printed, and
# for the HTML checker Node.js and Java.
# Whatever cannot be installed leaves its tests out, and says so here and in pytest's summary.
browser-tools: $(VENV)/requirements-dev.stamp
	@if ! $(PY) -m tests.browser.chromium; then \
	  if [ "$$(uname)" = Darwin ]; then \
	    $(PY) -m playwright install chromium; \
	  elif command -v apt-get >/dev/null; then \
	    as_root=; [ "$$(id -u)" = 0 ] || as_root='sudo -n'; \
	    $$as_root apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends chromium; \
	  else \
	    $(PY) -m playwright install chromium; \
	  fi; \
	  $(PY) -m tests.browser.chromium || \
	    echo 'Chromium could not be installed: tests/browser and tests/journeys are left out.'; \
	fi
	@if ! command -v pdftotext >/dev/null && command -v apt-get >/dev/null; then \
	  as_root=; [ "$$(id -u)" = 0 ] || as_root='sudo -n'; \
	  DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends poppler-utils; \
	fi; \
	command -v pdftotext >/dev/null || \
	  echo 'pdftotext (poppler) is not installed: what Chromium prints is not read in tests/browser/test_paper.py.'
	@if ! command -v npm >/dev/null; then \
	  echo 'Node.js is not installed: tests/browser/test_html.py is left out.'; \
	elif ! java -version >/dev/null 2>&1; then \
	  echo 'Java is not installed: tests/browser/test_html.py is left out.'; \
	elif [ ! -e node_modules/.stamp ] || [ package-lock.json -nt node_modules/.stamp ]; then \
	  { npm ci --silent --ignore-scripts --no-audit --no-fund && touch node_modules/.stamp; } || \
	    echo 'The HTML checker could not be installed: tests/browser/test_html.py is left out.'; \
	fi

# --- Checks --------------------------------------------------------------------------------------

TYPED := education/reading/aspects.py education/reading/pictogram.py education/reading/readability.py \
  education/review_dates/dates.py \
  education/finding/marks.py education/finding/query_words.py education/finding/spelling.py \
  education/finding/stems.py education/finding/understanding.py education/library_sharing/choice.py \
  education/documents/pdf.py education/pictures/files.py education/pictures/refusals.py education/pictures/working_copy.py \
  education/importing education/sharing/jsonld.py education/sharing/qr.py portal/theme portal/booking \
  portal/clinic_jsonld.py portal/hostnames.py portal/hours.py portal/open_days.py portal/paper.py \
  portal/telephone.py portal/link_checks/asking.py portal/link_checks/pacing.py \
  portal/link_checks/public_addresses.py portal/link_checks/our_network.py \
  portal/link_checks/timed_socket.py portal/link_checks/verdict.py portal/backups/archive.py \
  portal/backups/manifest.py portal/backups/names.py portal/backups/reading.py portal/backups/refusals.py \
  portal/backups/swap.py

check: export DJANGO_SETTINGS_MODULE := portal.settings.test
check: $(VENV)/requirements-dev.stamp ## Check format, lint, templates, types, settings and migrations
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m pytest -q tests/test_templates.py
	$(PY) -m mypy $(TYPED)
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run

# --- The virtual environment ---------------------------------------------------------------------

# Installed again only when the list has changed. uv is used if it is there, because it is quicker.
# Without bytecode for packages (--no-compile): Python makes it for the few modules that are used.
define install
	@if command -v uv >/dev/null; then \
	  uv pip install --quiet --python $(PY) -r $(1); \
	else \
	  $(PY) -m pip install -qq --disable-pip-version-check --no-compile -r $(1); \
	fi
endef

$(VENV)/requirements.stamp: requirements.txt | $(PY)
	@echo 'Installing the packages in $< …'
	$(call install,$<)
	@touch $@

$(VENV)/requirements-dev.stamp: requirements-dev.txt requirements.txt | $(PY)
	@echo 'Installing the packages in $< …'
	$(call install,$<)
	@touch $@ $(VENV)/requirements.stamp

$(PY):
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    if command -v uv >/dev/null; then exec uv venv --quiet --seed --python "$$python" $(VENV); fi; \
	    exec "$$python" -m venv $(VENV); \
	  fi; \
	done; \
	echo 'Python 3.11 or later is needed. Install it, or name it: make run PYTHON=/path/to/python' >&2; \
	exit 1
