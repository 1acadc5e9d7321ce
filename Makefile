# The commands of the project. `make` lists them; the scripts in hack/ implement them.

SHELL := /usr/bin/env bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Arguments for `make simulator`, such as ARGS="--speed 60", for `make bench` or for `make crash-test`.
ARGS ?=

##@ Use

.PHONY: help
help: ## List the commands
	@awk 'BEGIN { FS = ":.*## "; print "Usage: make <command>" } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: target/.built ## Run the operator with a simulated EC2 (EXIT=1: delete all, check, exit)
	@hack/demo $(if $(filter-out 0,$(EXIT)),--exit)

.PHONY: simulator
simulator: target/.built ## Run only the EC2 simulator, for any SDK (ARGS="--help")
	@"$$(hack/jdk)/bin/java" -cp "target/ami-operator-simulator.jar:$$(<target/simulator.classpath)" \
	  dev.amioperator.simulator.SimulatorMain $(ARGS)

.PHONY: control-plane
control-plane: ## Start an empty Kubernetes API server on this machine
	@kubeconfig=$$(hack/control-plane/start) && echo "export KUBECONFIG=$$kubeconfig" && \
	  echo "export PATH=$$(echo "$$(hack/control-plane/build)"/k8s/*):\$$PATH   # its kubectl" && \
	  echo "make control-plane-stop   # to stop it"

.PHONY: control-plane-stop
control-plane-stop: ## Stop that API server and delete its data
	@hack/control-plane/stop

##@ Develop

.PHONY: test
test: ## Run every test, as in CI, and count them by level
	@hack/test

.PHONY: test-oldest
test-oldest: ## Run the tests of CRDs, charts and samples on the oldest supported Kubernetes (builds it once, minutes)
	@hack/test-oldest

.PHONY: crash-test
crash-test: target/.built ## Kill the operator at every EC2 call it makes (many minutes)
	@hack/mvn -B -ntp -q test-compile failsafe:integration-test failsafe:verify -Dit.test=CrashIT -Dtests.excluded= $(ARGS)

.PHONY: bench
bench: target/.built ## Measure the whole operator (an hour or more; ARGS="--help")
	@"$$(hack/jdk)/bin/java" --sun-misc-unsafe-memory-access=allow -cp "target/test-classes:target/classes:$$(<target/simulator.classpath)" \
	  dev.amioperator.bench.BenchMain $(ARGS)

.PHONY: crds
crds: target/.built ## Regenerate crds/ and the chart's CRDs from the Java kinds
	@hack/crds

.PHONY: chart-docs
chart-docs: ## Regenerate the README of the Helm charts from their values
	@hack/chart-docs

.PHONY: kustomize
kustomize: ## Regenerate config/default from the chart of the operator
	@hack/kustomize

.PHONY: field-reference
field-reference: ## Regenerate docs/reference/fields from crds/
	@"$$(hack/python-env)" hack/field-reference

.PHONY: docs-site
docs-site: ## Build the documentation as a site, and check its links
	@hack/docs-site

.PHONY: format
format: ## Format the Java sources
	@hack/mvn -q spotless:apply

.PHONY: check
check: ## Check the format of the Java sources
	@hack/mvn -q spotless:check

.PHONY: clean
clean: control-plane-stop ## Remove build results (caches outside the tree stay)
	@rm -rf target .run

# Builds the operator and the simulator if a source is newer. Tests run in `make test` only.
target/.built: pom.xml $(shell find src/main src/simulator bench -type f 2>/dev/null)
	@hack/progress build hack/mvn -B package -DskipTests
	@touch $@
