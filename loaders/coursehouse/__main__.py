"""`python -m coursehouse` is the same as `coursehouse`."""

from coursehouse.cli import main

main()
