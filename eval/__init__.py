"""How often the answers are right: facts, metrics, runs.

It asks the assistant as a user would and never looks inside.
"""
