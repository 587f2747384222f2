r"""Files whose names are options, commands and paths to whoever pastes them into a shell.

threat: host
expect: nothing
tamper: odd_name "-rf"
tamper: odd_name "--config=evil.py"
tamper: odd_name "$(touch forwardpass-was-here)"
tamper: odd_name "; rm -r ."
tamper: odd_name "..\\\\..\\\\gradebook.db"
"""
