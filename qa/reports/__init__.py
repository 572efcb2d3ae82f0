"""From a file to a Report: formats, cleaning, structure, metadata, and the library that keeps reports."""
