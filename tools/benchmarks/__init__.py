"""What `tools.bench` measures, a file per kind of figure."""
