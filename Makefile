# For working on this repository: set-up, tests and checks of the code. What people do with a site is in the command line,
# `psychoed`; .venv/bin/psychoed --help lists it. `make` alone lists what is here. Each command first sets up what it
# needs, once, in .venv.

HOST = 127.0.0.1
PORT = 8000
ROUNDS = 9
COOLDOWN = 7 days
SIZES = site 60 300
COUNT = 2000
no = 0 no off false

# A value that someone typed or pasted is text. $(value …) keeps make from expanding a $(shell …) in it, and recipes read
# it from the environment, "$$PORT": it never becomes part of a shell line.
settings = ARGS AUDIO CI COOLDOWN COUNT HOST PDF PORT ROUNDS SEED SIZES UPGRADE WHAT
typed = $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name)))
keep_as_text = $(eval override $(1) := $$(value $(1)))$(eval export $(1))
$(foreach name,$(typed) $(settings),$(if $(filter undefined,$(origin $(name))),,$(call keep_as_text,$(name))))

MAKEFLAGS += --no-print-directory
unexport PYTHONPATH PYTHONHOME

# Notices about the end of MkDocs 1 and of Material: decisions/0003 holds what they say.
export NO_MKDOCS_2_WARNING = 1
export DISABLE_MKDOCS_2_WARNING = true

# Same sources, same bytes: dates in the built site are the last commit's. Left alone where there is no commit.
ifndef SOURCE_DATE_EPOCH
epoch := $(shell git -c safe.directory='*' log -1 --format=%ct 2>/dev/null)
ifneq ($(epoch),)
export SOURCE_DATE_EPOCH := $(epoch)
endif
endif

setup = @sh tools/python.sh tools/setup.py
python = .venv/bin/python
psychoed = $(python) -m psychoed
without_pdf = $(filter $(no),$(PDF))
compile = $(python) -m uv --quiet --system-certs pip compile --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-package pypandoc \
	--custom-compile-command 'make lock' --exclude-newer "$$COOLDOWN" $(if $(UPGRADE),--upgrade)

.PHONY: help setup serve test site lint format dist bench fuzz coverage lock upkeep clean
.NOTPARALLEL:

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 18

setup: ## Set up all that the commands of .venv/bin/psychoed need
	$(setup) site links prose

serve: ## Serve the site on 127.0.0.1:8000, reloading on save (PORT=8001 HOST=0.0.0.0; PDF=1 for the PDFs too)
	$(setup) site
	@$(psychoed) serve --host "$$HOST" --port "$$PORT" $(if $(PDF),$(if $(without_pdf),,--pdf))

test: ## Check and test everything, in a browser too, as CI does
	$(setup) test
	@$(psychoed) doctor --fix pango java driver browser
	@$(MAKE) lint
	@$(python) -m pytest -m 'not browser'
	@$(python) -m pytest -m browser

site: ## Build the site strictly into site/, which a failed build leaves unchanged (PDF=0: no PDFs; AUDIO=1: spoken pages)
	$(setup) site $(if $(filter-out $(no),$(AUDIO)),audio)
	$(if $(without_pdf),,@$(psychoed) doctor --fix pango)
	@$(psychoed) build $(if $(without_pdf),--no-pdf)

lint: ## Check the code: ruff, mypy and pyright
	$(setup) test types
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy
	@PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(python) -m pyright

format: ## Format the code, fixing what ruff can fix
	$(setup) test
	@$(python) -m ruff check --fix-only
	@$(python) -m ruff format

dist: ## Build the packages as wheels and sdists into dist/, and check them
	$(setup) site dist
	@for name in mkdocs-citeproc psychoed; do \
		(cd packages/$$name && ../../$(python) -m hatchling build -d ../../dist) || exit 1; \
	done
	@$(python) -m twine check --strict dist/*.whl dist/*.tar.gz

bench: ## Measure whole builds against the same site without citations, and against others (SIZES='site 60 300' ROUNDS=9)
	$(setup) test bench
	@$(python) -m benchmarks.run $$SIZES --rounds "$$ROUNDS"

fuzz: ## Try random pages and bibliographies (COUNT=2000 SEED=7 for the same again)
	$(setup) test
	@PYTHONPATH=tests:. $(python) -m fuzz --count "$$COUNT" $(if $(SEED),--seed "$$SEED")

coverage: ## Show which lines and branches of the packages no test reaches (ARGS=tests/citeproc for some tests)
	$(setup) test
	@$(psychoed) doctor --fix pango java
	@rm -rf .cache/coverage
	@mkdir -p .cache/coverage
	@$(python) -m coverage run -m pytest -q -m 'not browser' $$ARGS
	@$(python) -m coverage combine -q
	@$(python) -m coverage report $(if $(ARGS),--fail-under=0)

lock: ## Compile requirements/ from pyproject.toml (UPGRADE=1 for newer versions, at least COOLDOWN='7 days' old)
	$(setup) lock
	@$(compile) --group site --output-file requirements/site.txt
	@$(compile) --group links --output-file requirements/links.txt
	@$(compile) --group prose --output-file requirements/prose.txt
	@$(compile) --group zensical --constraint requirements/site.txt --output-file requirements/zensical.txt
	@$(compile) --group test $(foreach level,site links prose zensical,--constraint requirements/$(level).txt) \
		--output-file requirements/test.txt
	@$(compile) --group audio --constraint requirements/site.txt --output-file requirements/audio.txt
	@$(compile) --group types --constraint requirements/test.txt --output-file requirements/types.txt
	@$(compile) --group lighthouse --output-file requirements/lighthouse.txt
	@$(compile) --group bench --constraint requirements/test.txt --output-file requirements/bench.txt
	@$(compile) --group dist --constraint requirements/bench.txt --constraint requirements/test.txt \
		--output-file requirements/dist.txt
	@$(compile) --group lock --output-file requirements/lock.txt
	@$(compile) --group upkeep --constraint requirements/test.txt --output-file requirements/upkeep.txt

upkeep: ## Build with other versions: WHAT=properdocs, lowest or newest; or WHAT=audit for known vulnerabilities
	$(setup) site
	@$(python) -m tools.upkeep "$$WHAT"

clean: ## Remove everything that was built, cached or set up
	@rm -rf site dist .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
