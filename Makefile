# One command a habit; each target makes what it needs, once. `make help` lists them.
PYTHON ?= python3.13
ARGS ?=

BIN := .venv/bin
# Modules are compiled when they are first imported: compiling all that pip installs takes twice as long.
PIP := -m pip install -qq --disable-pip-version-check --no-input --no-compile
CHECKS := "ruff check" "ruff format --check" mypy lint-imports "python scripts/lint_keys.py src" typos "deptry src"
KERNELS := $(wildcard src/kernels/*.py)
# What a suite or a campaign needs beside the others.
BENCHED_peers := peers-if-possible
BENCHED_coldstart := packages .venv-lambda/.ready
SOAKED_kills := packages .venv-lambda/.ready
KEEPING := $(if $(findstring --keep,$(ARGS)),.venv-ministack/.ready)
# What a package is made of.
SHARED := $(shell find src/coaching src/models -name '*.py') scripts/package.sh scripts/compile_classes.py
PACKAGED_api = $(SHARED) $(shell find src/graph src/resolvers -name '*.py') requirements/api.txt $(wildcard documents.json) \
  $(PLAYGROUND)
PACKAGED_processor := $(SHARED) $(shell find src/uploads -name '*.py') requirements/uploads.txt
PLAYGROUND := $(shell find playground -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

MAKEFLAGS += --no-print-directory
# Compiled modules and kernels are kept: the second start of everything is the fast one.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve engines sam-local test soak bench check fix schema kernels packages package-check playground lock template-check deploy smoke audit contract clients answers clean peers-if-possible playground-if-possible

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: .venv/.made $(KEEPING) ## Start the whole service on this machine; ARGS="--keep DIR" goes to `stridegraph serve`
	@$(MAKE) -s -j2 .venv/.kernels playground-if-possible
	@$(BIN)/stridegraph serve $(ARGS)

engines: .venv/.made ## Start DynamoDB, S3 and SQS for `sam local start-api` in another terminal; ARGS="--host 0.0.0.0" for phones
	@$(MAKE) -s .venv/.kernels
	@$(BIN)/stridegraph engines $(ARGS)

sam-local: .venv/.made .venv-sam/.ready ## Run every function in a container, as Lambda does, over engines on this machine
	@PYTHON="$(PYTHON)" scripts/lambda-image.sh
	@$(MAKE) -s .venv/.kernels
	@PYTHON="$(PYTHON)" SAM_CLI_TELEMETRY=0 .venv-sam/bin/sam build >/dev/null
	@$(BIN)/stridegraph sam-local $(ARGS)

# In their own order: files of few tests are the longest here, and would be left for the end.
test: .venv/.dev .venv/.kernels ## Run all tests; ARGS="-k upload" goes to pytest
	@$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

soak: .venv/.dev .venv/.kernels $(SOAKED_$(SUITE)) ## Run a campaign: SUITE=faults COUNT=10000 SEED=1; without SUITE, list them
	@scripts/dynamodb-local.sh fetch >/dev/null
	@$(BIN)/python -m tests.soak $(SUITE) $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

# Measured is what the functions on Lambda run: kernels that were compiled ahead of time.
bench: .venv-bench/.ready src/kernels/_ahead.json $(BENCHED_$(SUITE)) ## Measure speed and weight: SUITE=table; without SUITE, all but the longest
	@.venv-bench/bin/python -m bench $(SUITE)

check: .venv/.dev ## Lint, formatting, types, import rules, spelling, dependencies
	@failed=; for tool in $(CHECKS); do \
	  echo "$$tool"; $(BIN)/$$tool || failed="$$failed, $$tool"; done; \
	  [ -z "$$failed" ] || { echo "Failed: $${failed#, }"; exit 1; }

fix: .venv/.dev ## Repair what ruff can repair, and format
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

schema: .venv/.serve ## Write schema.graphql, docs/table.md, docs/cost.md, the table of docs/kernels.md and the scores' curves from the code
	@$(BIN)/stridegraph schema > schema.graphql.new && mv schema.graphql.new schema.graphql
	@$(BIN)/stridegraph patterns > docs/table.md.new && mv docs/table.md.new docs/table.md
	@$(BIN)/stridegraph cost --page > docs/cost.md.new && mv docs/cost.md.new docs/cost.md
	@sed '/^| kernel /,$$d' docs/kernels.md > docs/kernels.md.new && $(BIN)/stridegraph kernels >> docs/kernels.md.new && \
	  mv docs/kernels.md.new docs/kernels.md
	@$(BIN)/stridegraph curves --sport RUNNING > docs/run-form-score.svg.new && \
	  mv docs/run-form-score.svg.new docs/run-form-score.svg
	@$(BIN)/stridegraph curves --sport WALKING > docs/active-form-score.svg.new && \
	  mv docs/active-form-score.svg.new docs/active-form-score.svg

kernels: src/kernels/_ahead.json ## Compile the kernels ahead of time, for a level of CPU (needs a C compiler)

playground: playground/dist/.built ## Build the playground (needs npm)

lock: .venv-lock/.ready ## Resolve the dependencies anew and write requirements/*.txt
	@scripts/lock.sh $(ARGS)

packages: .packages/api.ready .packages/processor.ready ## Build what the functions on Lambda are, into .packages/

package-check: packages .venv-lambda/.ready ## Check size, modules, imports, symbols and kernels of both packages
	@STRIDEGRAPH_EXPECT_ENGINES=packages $(BIN)/python -m pytest -q -n 0 tests/functions/test_packages.py
	@$(BIN)/python -m tests.kernels.equal .packages/processor 2000

template-check: .venv-sam/.ready .venv-checkov/.ready ## Validate, lint and audit template.yaml, and what SAM makes of it
	@scripts/template-check.sh

deploy: .venv-sam/.ready ## Deploy to AWS: STAGE=production; asks what it does not know; ARGS goes to `sam deploy`
	@scripts/deploy.sh $(or $(STAGE),dev) $(ARGS)

smoke: .venv/.serve ## Measure a deployed stack: STACK=stridegraph-dev, or ARGS="--url URL --token TOKEN" for any service
	@$(BIN)/stridegraph smoke $(if $(STACK),--stack $(STACK)) $(ARGS)

audit: tests/audit/node_modules/.ready ## Fetch the audit suite of GraphQL over HTTP, which `make test` runs (needs npm)

contract: scripts/contract/node_modules/.ready ## Compare schema.graphql with the released contract (needs npm)
	@node scripts/contract/check.mjs

clients: .venv/.dev .venv/.kernels .venv-clients/.ready tests/clients/node_modules/.ready ## Run clients of others against the service (needs npm)
	@STRIDEGRAPH_EXPECT_ENGINES=clients $(BIN)/python -m pytest -q -n 0 tests/clients $(ARGS)

answers: .venv/.dev .venv/.kernels ## Write the answers of docs/queries.md from the service
	@$(BIN)/python -m tests.docs

clean: ## Remove everything that make made
	rm -rf .venv .venv-bench .venv-checkov .venv-clients .venv-lambda .venv-lock .venv-ministack .venv-sam
	rm -rf .aws-sam .packages .mypy_cache .ruff_cache
	rm -rf playground/dist playground/node_modules tests/audit/node_modules tests/clients/node_modules \
	  scripts/contract/node_modules bench/servers/node/node_modules .pytest_cache .hypothesis .import_linter_cache
	rm -f src/kernels/_ahead*
	find src tests -name __pycache__ -prune -exec rm -rf {} +

# One environment, two locks: dev.txt holds all of serve.txt at equal versions, so it only ever adds to it.
.venv/.serve: requirements/serve.txt pyproject.toml | .venv/.made
	@echo "Installing what the service needs"
	@$(BIN)/python $(PIP) --require-hashes -r $<
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.serve
	@echo "Installing what tests and checks need"
	@$(BIN)/python $(PIP) --require-hashes -r $<
	@touch $@

.venv/.kernels: $(KERNELS) .venv/.serve
	@echo "Compiling the kernels"
	@$(BIN)/python -c "from kernels import jit; jit.load_all()"
	@touch $@

src/kernels/_ahead.json: $(KERNELS) scripts/build_kernels.py .venv/.dev
	@echo "Compiling the kernels ahead of time"
	@$(BIN)/python scripts/build_kernels.py

# The peers have an environment of their own: nothing else has to wait for them.
.venv-bench/.ready: requirements/bench.txt pyproject.toml | .venv-bench/.made
	@echo "Installing what the benchmarks measure against"
	@.venv-bench/bin/python $(PIP) --require-hashes -r $<
	@.venv-bench/bin/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv-%/.ready: requirements/%.txt | .venv-%/.made
	@echo "Installing requirements/$*.txt"
	@.venv-$*/bin/python $(PIP) --require-hashes -r $<
	@touch $@

.venv/.made .venv-bench/.made .venv-checkov/.made .venv-clients/.made .venv-lambda/.made .venv-lock/.made \
  .venv-ministack/.made .venv-sam/.made:
	@scripts/venv.sh "$(PYTHON)" $(@D)
	@touch $@

tests/audit/node_modules/.ready scripts/contract/node_modules/.ready tests/clients/node_modules/.ready \
  bench/servers/node/node_modules/.ready: %/node_modules/.ready: %/package-lock.json
	@cd $* && npm ci --no-audit --no-fund --loglevel=error >/dev/null && touch node_modules/.ready

playground/dist/.built: $(PLAYGROUND)
	@echo "Building the playground"
	@cd playground && npm ci --no-audit --no-fund --loglevel=error >/dev/null && node build.mjs
	@touch $@

# What the functions on Lambda are, each in its folder. Built aside, so that a broken build leaves the last one.
.packages/api.ready: $(PACKAGED_api)
	@$(MAKE) -s playground-if-possible
	@$(call packaged,api)

.packages/processor.ready: $(PACKAGED_processor) .packages/kernels.ready
	@$(call packaged,processor)

# Apart, because it takes longest and changes least.
.packages/kernels.ready: $(KERNELS) scripts/build_kernels.py scripts/package.sh .venv/.dev
	@$(call packaged,kernels)

define packaged
echo "Packaging: $(1)" && mkdir -p .packages && PYTHON="$(PYTHON)" flock .packages/$(1).lock sh -c 'rm -rf .packages/$(1).new && \
  scripts/package.sh $(1) .packages/$(1).new && rm -rf .packages/$(1) && mv .packages/$(1).new .packages/$(1)' && touch $@
endef

# Without npm the suite leaves out what runs on Node, and says so.
peers-if-possible:
	@if command -v npm >/dev/null; then $(MAKE) -s bench/servers/node/node_modules/.ready; fi

# Without npm, or with a build that fails, the service starts all the same: its page then says how to build it.
playground-if-possible:
	@if command -v npm >/dev/null; then \
	  $(MAKE) -s playground/dist/.built || echo "The playground could not be built; the service starts without it."; \
	else echo "npm was not found: the playground is not built; /graphql works without it."; fi
