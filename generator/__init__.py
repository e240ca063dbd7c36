"""Build a static site of landing pages about health-insurance denials."""
