"""The chat page, served: `wenbao serve` as a file to run, with all its options."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from qa import cli


def main(argv: Sequence[str] | None = None) -> int:
    """Serve the page; give the exit code."""
    return cli.main(["serve", *(sys.argv[1:] if argv is None else argv)])


if __name__ == "__main__":
    sys.exit(main())
