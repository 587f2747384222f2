"""The lesson as a student and an instructor see it: JupyterLab and Formgrader in a real browser."""
