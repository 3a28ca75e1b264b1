"""`python -m viewer` is the `thecal` command."""

from viewer.app.main import main

if __name__ == "__main__":
    raise SystemExit(main())
