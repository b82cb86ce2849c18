"""Where a generation's reports, passages, vectors and words lie on disk; each file here holds one outside library.

Row i of every store is passage i. Nothing here decides what to search for, and nothing is ever unpickled.
"""
