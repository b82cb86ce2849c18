"""The steps by which the bundled embedding model is made; only `tools.train_model` runs them."""
