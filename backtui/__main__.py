"""`python -m backtui` is `backtui`, and like it reads no module that happens to lie in the current folder."""

import sys

if not sys.flags.safe_path:
    del sys.path[0]  # the current folder, where a json.py or a click.py may lie

from backtui.cli.main import main

raise SystemExit(main())
