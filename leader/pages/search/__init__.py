"""The search over the whole site: one page, one list of sources, the one scope rule."""
