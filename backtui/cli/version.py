"""Which backtui this is."""


def version() -> str:
    """The version that was installed; a checkout that never was says so."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("backtui")
    except PackageNotFoundError:
        return "0+checkout"
