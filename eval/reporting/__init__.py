"""A run for people and for build servers: terminal tables, Markdown, JUnit XML, and one HTML page with plots."""
