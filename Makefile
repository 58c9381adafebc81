# make run     the site on http://127.0.0.1:8000 (PORT= for another port)
# make test    every check
# make backup, make restore FILE=backups/...
# DATABASE_URL, in the environment or in .env, names another PostgreSQL than the embedded one.

PORT ?= 8000
MANAGE = .venv/bin/python manage.py

.PHONY: run test backup restore clean

run:
	@PYTHON="$(PYTHON)" tools/python tools/prepare.py run
	@exec $(MANAGE) run --port $(PORT)
