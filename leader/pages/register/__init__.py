"""Our files beside the register of companies: where they differ, and what a person decides."""
