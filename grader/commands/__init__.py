"""Commands of the command line: arguments in, lines for a person out."""
