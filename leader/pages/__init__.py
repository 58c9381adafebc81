"""Home and the pages that mix several apps."""
