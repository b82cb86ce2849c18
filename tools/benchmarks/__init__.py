"""What `tools.bench_retrieval` measures, a file per kind of figure."""
