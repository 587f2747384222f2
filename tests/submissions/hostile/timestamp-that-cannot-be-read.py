"""A date that ends nbgrader's run for the whole class.

threat: host
expect: nothing
tamper: beside timestamp.txt "the day after tomorrow <script>alert(1)</script>"
"""
