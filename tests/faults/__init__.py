"""Real processes are killed here; a worker in the middle of its job, in tests/shared/test_mails.py."""
