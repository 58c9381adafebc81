"""Personal data: one's own file, the requests and their clock, the register of processings, the public notice."""
