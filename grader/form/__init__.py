"""Whether a file would be found, read and repaired: code that students get as one script, and that the grader uses too.

What goes into the script (`grader.form.script.PARTS`) needs the standard library of Python 3.8 alone.
"""
