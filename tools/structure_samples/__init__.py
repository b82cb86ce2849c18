"""PDFs of many producers with the texts that they hold, to measure how exactly they are read."""
