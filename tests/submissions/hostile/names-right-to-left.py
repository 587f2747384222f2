r"""Direction marks and invisible characters: a script that looks like a picture, and a second dense.ipynb.

threat: host
expect: nothing
tamper: odd_name "photo\\u202egnp.py"
tamper: odd_name "dense\\u200b.ipynb" "{}"
tamper: odd_name "d\\u0435nse.ipynb" "{}"
"""
