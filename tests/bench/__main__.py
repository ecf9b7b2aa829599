"""Runs the benchmarks and prints one line a figure: `bench NAME ratio=0.41 bound>=0.40 ok|MISS`.

`python -m tests.bench [NAME …] [--quick]`; each module in this folder has `run(quick) -> None`.
"""

import argparse
import importlib
import pkgutil
import sys

import tests.bench


def main() -> int:
    """Run the named benchmarks, or all."""
    known = sorted(
        module.name
        for module in pkgutil.iter_modules(tests.bench.__path__)
        if module.name.startswith("bench_")
    )
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*known, []], metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="a tenth of the size")
    given = parser.parse_args()
    for name in given.names or known:
        importlib.import_module(f"tests.bench.{name}").run(given.quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())
