# Everything there is to run. `make` alone lists it. Each command first sets up what it needs, once, in .venv.

count_is_typed := $(filter command,$(firstword $(origin COUNT)))
HOST = 127.0.0.1
PORT = 8000
COOLDOWN = 7 days
UPGRADE =
COMMIT = HEAD
ALSO =
PDF ?=
SINCE =
NOTES =
ONLY =
SIZES = 30 60 300
COUNT = 2000
SEED =
no = 0 no off false

# A value that someone typed or pasted (DOI=…, TITLE=…, a tag's name as VERSION=…) is text. $(value …) keeps make from
# expanding a $(shell …) in it, and recipes read it from the environment, "$$DOI": it never becomes part of a shell line.
settings = ALSO ARGS AUDIO BODY CI COMMIT COOLDOWN COUNT DAYS DOI FILE HOST ISBN KIND NOTES ONLY PDF PMID PORT REPORT SECTION \
	SEED SINCE SIZES TITLE TO UPGRADE URL VERSION WHAT
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

setup = @sh tools/python.sh -m tools.setup
python = .venv/bin/python
compile = $(python) -m uv --quiet --system-certs pip compile --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-package pypandoc \
	--custom-compile-command 'make lock' --exclude-newer "$$COOLDOWN" $(if $(UPGRADE),--upgrade)

.PHONY: help serve test site dist zip preview search coverage lint format bench fuzz torture cite fetch bib new reviews read schema prose links lighthouse pictures lock looks weekly release verify licences upkeep clean
.NOTPARALLEL:

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 18

serve: ## Serve the site on 127.0.0.1:8000, reloading on save (PORT=8001 HOST=0.0.0.0; PDF=1 for the PDFs too)
	$(setup) site $(if $(filter-out $(no),$(PDF)),pango-if-possible)
	@$(python) -m tools.site serve "$$HOST" "$$PORT"

test: ## Check and test everything, in a browser too, as CI does
	$(setup) test browser pango java
	@$(MAKE) lint
	@$(python) -m pytest -m 'not browser'
ifneq ($(wildcard tests/browser/test_*.py tests/site/browser/test_*.py),)
	@$(python) -m pytest -m browser
endif

coverage: ## Show which lines and branches of the packages no test reaches (ARGS=tests/citeproc for some tests)
	$(setup) test pango java
	@rm -rf .cache/coverage
	@mkdir -p .cache/coverage
	@$(python) -m coverage run -m pytest -q -m 'not browser' $$ARGS
	@$(python) -m coverage combine -q
	@$(python) -m coverage report $(if $(ARGS),--fail-under=0)

site: ## Build the site strictly into site/, which a failed build leaves unchanged (PDF=0: no PDFs; AUDIO=1: spoken pages)
	$(setup) site $(if $(filter-out $(no),$(AUDIO)),audio) $(if $(CI),pango,$(if $(filter $(no),$(PDF)),,pango))
	@$(python) -m tools.site build

dist: ## Build the packages as wheels and sdists into dist/, and check them
	$(setup) site dist
	@for name in mkdocs-citeproc psychoed; do \
		(cd packages/$$name && ../../$(python) -m hatchling build -d ../../dist) || exit 1; \
	done
	@$(python) -m twine check --strict dist/*.whl dist/*.tar.gz

zip: site ## Pack the site into dist/site.zip, which works from a folder without a server, including the search
	@$(python) -m tools.folder zip

preview: site ## Make the same folder, unpacked, in dist/preview/
	@$(python) -m tools.folder preview

search: site ## Ask the built site's search readers' questions, and show which page each finds first
	$(setup) test browser
	@PYTHONPATH=tests $(python) -m tools.search

lint: ## Check the code: ruff and mypy
	$(setup) test
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy

format: ## Format the code, fixing what ruff can fix
	$(setup) test
	@$(python) -m ruff check --fix-only
	@$(python) -m ruff format

bench: ## Measure whole builds against the same site without citations, and against others (SIZES='30 60 300')
	$(setup) test bench
	@$(python) -m benchmarks.run $$SIZES

fuzz: ## Try random pages and bibliographies (COUNT=2000 SEED=7 for the same again)
	$(setup) test
	@PYTHONPATH=tests:. $(python) -m fuzz --count "$$COUNT" $(if $(SEED),--seed "$$SEED")

torture: ## Build under bad conditions: a full disk, kills, odd files (ONLY=killed COUNT=100)
	$(setup) site
	@$(if $(count_is_typed),,unset COUNT; )$(python) -m tools.torture

cite: ## Add a source to references.bib: DOI=10.1001/… PMID=… ISBN=… FILE=x.bib (or x.ris), or make cite <x.bib
	$(setup) site
	@$(python) -m tools.cite

fetch: ## Fetch a bibliography that is kept elsewhere, such as a Zotero export: URL=https://… TO=bib/zotero.bib
	$(setup) site
	@$(python) -m tools.fetch

bib: ## Tidy references.bib and report mistakes in it
	$(setup) site
	@$(python) -m tools.bib

new: ## Create a page that builds: KIND=practice TITLE="Breathing out"
	$(setup) site
	@$(python) -m tools.new

reviews: ## List the pages that are due for review within 60 days (DAYS=90)
	$(setup) site
	@$(python) -m tools.reviews $$DAYS

schema: ## Write page.schema.json, what a page says about itself, for editors and programs
	$(setup) site
	@$(python) -m tools.schema

prose: ## Check spelling and Markdown (SINCE=main for changed lines only)
	$(setup) site prose
	@$(python) -m tools.prose

links: ## Check outside links and DOIs (REPORT=links.json writes a report for programs)
	$(setup) site links
	@$(python) -m tools.links $(if $(REPORT),"$$REPORT")

read: ## Show what is hard to read, and count caveats (ARGS='--json docs/index.md' for a program, or for one page)
	$(setup) site
	@$(python) -m tools.read $$ARGS

lighthouse: ## Measure five pages with Lighthouse, as a phone sees them; fetches it from npm
	$(setup) site lighthouse browser
	@$(python) -m tools.lighthouse

pictures: preview ## Make the icons, the card for shared links and the README's picture again
	$(setup) test browser
	@$(python) -m tools.pictures

lock: ## Compile requirements/ from pyproject.toml (UPGRADE=1 for newer versions, at least COOLDOWN='7 days' old)
	$(setup) lock
	@$(compile) --group site --output-file requirements/site.txt
	@$(compile) --group links --output-file requirements/links.txt
	@$(compile) --group prose --output-file requirements/prose.txt
	@$(compile) --group test $(foreach level,site links prose,--constraint requirements/$(level).txt) \
		--output-file requirements/test.txt
	@$(compile) --group audio --constraint requirements/site.txt --output-file requirements/audio.txt
	@$(compile) --group lighthouse --output-file requirements/lighthouse.txt
	@$(compile) --group bench --constraint requirements/test.txt --output-file requirements/bench.txt
	@$(compile) --group dist --output-file requirements/dist.txt
	@$(compile) --group lock --output-file requirements/lock.txt
	@$(compile) --group upkeep --output-file requirements/upkeep.txt

weekly: ## Check links, list reviews, and write both as the text of an issue (REPORT=links.json BODY=weekly.md)
	-@$(MAKE) links
	@$(python) -m tools.weekly "$$REPORT" "$$BODY"

release: ## Put together a release in dist/release/ (VERSION=v2026.11.24)
	$(setup) site
	@$(python) -m tools.release --check "$$VERSION"
	@$(MAKE) zip
	@$(python) -m tools.release "$$VERSION"

verify: ## Build a commit in two unlike clones and compare every byte (COMMIT=HEAD; ALSO='python3.12 python3.13')
	$(setup) site pango-if-possible
	@$(python) -m tools.verify "$$COMMIT" $$ALSO

licences: ## List the licence of each package that the site or the tests use
	$(setup) site test
	@$(python) -m tools.licences

upkeep: ## Build with other versions: WHAT=properdocs, lowest or newest; or WHAT=audit for known vulnerabilities
	$(setup) site lock
	@$(python) -m tools.upkeep "$$WHAT"

looks: ## Accept how the handouts look now: tests compare their pages with these pictures (tests/psychoed/handouts/looks/)
	$(setup) test pango
	@LOOKS=accept $(python) -m pytest -q tests/psychoed/handouts/test_looks.py

clean: ## Remove everything that was built, cached or set up
	@rm -rf site dist .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
