"""Who is connected here, and how a commit reaches them. Knows no SQL and no feature."""
