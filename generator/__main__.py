"""Run the command line as ``python -m generator``."""

from generator.cli import command_line

command_line()
