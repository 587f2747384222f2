"""The whole folder is a link to the instructor's.

threat: host
expect: INVALID
says: folder that was handed in was a link
tamper: link_folder ../../source/dense
"""
