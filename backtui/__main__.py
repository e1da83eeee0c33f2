"""`python -m backtui` is `backtui`."""

from backtui.cli.main import main

raise SystemExit(main())
