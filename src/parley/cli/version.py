from parley import __version__


def version() -> None:
    """Print the version."""
    print(f"parley {__version__}")
