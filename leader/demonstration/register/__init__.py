"""A register of companies for the demonstration and the tests: invented companies, answers like the real one's."""
