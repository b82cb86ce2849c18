"""What maintainers run: train the bundled model, make the sample reports, measure."""
