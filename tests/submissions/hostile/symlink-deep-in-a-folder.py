"""A harmless folder of data with a link three levels down, to the folder itself.

threat: host
expect: nothing
tamper: link_beside data/train/images/more ../../../data
tamper: link_beside data/train/gradebook.db ../../../../../gradebook.db
"""
