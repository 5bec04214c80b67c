"""The connections of this process, and how a commit reaches them. Knows no SQL and no feature."""
