# make run     the site on http://127.0.0.1:8000 (PORT= for another port)
# make test    every check
# make backup, make restore FILE=backups/...
# DATABASE_URL, in the environment or in .env, names another PostgreSQL than the embedded one.

PORT ?= 8000
MANAGE = .venv/bin/python manage.py

.PHONY: run test test-postgresql15 test-pgbouncer backup restore clean

run:
	@PYTHON="$(PYTHON)" tools/python tools/prepare.py run
	@exec $(MANAGE) run --port $(PORT)

test:
	@PYTHON="$(PYTHON)" tools/python tools/prepare.py test
	@.venv/bin/python tools/test.py $(ARGS)

# The same tests on another PostgreSQL, as a plain database owner; docs/deployment.md says more.
test-postgresql15:
	@PYTHON="$(PYTHON)" tools/python tools/prepare.py test
	@.venv/bin/python -m tools.with_postgresql --programs /usr/lib/postgresql/15/bin -- .venv/bin/python -m pytest -q $(ARGS)

test-pgbouncer:
	@PYTHON="$(PYTHON)" tools/python tools/prepare.py test
	@.venv/bin/python -m tools.with_postgresql --pgbouncer -- .venv/bin/python -m pytest -q $(ARGS)

backup:
	@PYTHON="$(PYTHON)" tools/python tools/prepare.py run
	@exec $(MANAGE) backup

restore:
	@test -n "$(FILE)" || { echo "Say which backup: make restore FILE=backups/..." >&2; exit 1; }
	@PYTHON="$(PYTHON)" tools/python tools/prepare.py run
	@exec $(MANAGE) restore "$(FILE)" $(if $(filter yes,$(CONFIRM)),--confirm)

# What can be made again; the database, the files and .env stay.
clean:
	rm -rf staticfiles .data/tests .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
