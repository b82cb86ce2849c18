"""What a script and a language are: normalisation, digits, sentences, tokens, names. Knows nothing of reports."""
