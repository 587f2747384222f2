"""Names that are one file on some disks and several on others.

threat: host
expect: nothing
tamper: odd_name "Dense.ipynb" "{}"
tamper: odd_name "DENSE.IPYNB" "{}"
tamper: odd_name "dense.Ipynb" "{}"
"""
