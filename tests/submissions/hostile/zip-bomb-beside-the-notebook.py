"""Archives within the submission, of zeros and of archives, that climb out of their folder where somebody unpacks them.

threat: host
expect: nothing
tamper: zip_bomb data.zip 100
tamper: zip_bomb dense.zip 20 4
"""
