# `make run` and `make test` are all the set-up there is: they bring what is missing. What they do is in scripts/dev.
PYTHON ?= python3
DEV := exec $(PYTHON) -m scripts.dev

.PHONY: help run test dev check gen bench torture abuse wheel
help:  ; @sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile ## this list
run:   ; @$(DEV) run $(ARGS) ## start Parley on this machine (ARGS are for `parley serve`)
test:  ; @$(DEV) test $(if $(ONLY),--only $(ONLY)) $(ARGS) ## run every test (ONLY=python|web|e2e, ARGS for its runner)
dev:   ; @$(DEV) dev $(ARGS) ## start Parley with live reload of the web client
check: ; @$(DEV) check $(if $(ONLY),--only $(ONLY)) ## format, lint, types, imports, generated files, locks (ONLY=one)
gen:   ; @$(DEV) gen $(ARGS) ## write the generated files anew
wheel: ; @$(DEV) wheel $(ARGS) ## build the package that `pip install` takes, web client included, into dist
bench: ; @$(DEV) bench $(ARGS) ## measure what the budgets name (ARGS="--keep" writes the results)
torture: ; @$(DEV) torture $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY)) $(ARGS) ## break everything, lose nothing (MINUTES=5 a stage, SEED, ONLY=sqlite|cluster, ARGS="--keep")
abuse: ; @$(DEV) abuse $(if $(SECONDS),--seconds $(SECONDS)) $(if $(ONLY),--only $(ONLY)) $(ARGS) ## let attackers do their worst while people talk (SECONDS=60 an attack, ONLY=sqlite|cluster, ARGS="--keep")
