"""One module for each format, with `writer` and `read` (see `reader.exchange.format`)."""
