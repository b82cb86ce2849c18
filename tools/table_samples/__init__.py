"""Ways of making the PDFs of tables: web pages printed, office files exported, tables drawn."""
