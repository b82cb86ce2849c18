"""Prints the installed versions as pip constraints, without what is only a build of a version ("+cpu") or is ours.

Run through `make lock` after dependencies were changed and the tests have passed.
"""

from importlib.metadata import distributions

_NOT_OURS_TO_PIN = {"dalil", "pip", "setuptools", "wheel"}


def main() -> None:
    """Print one "name==version" a line, sorted."""
    versions = {
        distribution.metadata["Name"].lower().replace("_", "-"): distribution.version.partition("+")[0]
        for distribution in distributions()
    }
    print("# The versions that the tests pass with; written by `make lock`.")
    for name in sorted(versions):
        if name not in _NOT_OURS_TO_PIN:
            print(f"{name}=={versions[name]}")


if __name__ == "__main__":
    main()
