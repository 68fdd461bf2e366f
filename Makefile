# Two commands: `make run` starts Liupan, `make test` tests it. The rest is for developers.
PYTHON ?= python3
export PYTHONUTF8 = 1

.PHONY: run test check bench lock screenshots dump

run test check bench lock screenshots dump:
	@exec $(PYTHON) tools/bootstrap.py $@
