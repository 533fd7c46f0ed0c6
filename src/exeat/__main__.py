"""`python -m exeat`: the command line."""

from exeat.cli import main

main(prog_name="exeat")
