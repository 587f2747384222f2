"""Print tags and terminal sequences: window title, clipboard, hyperlink, cursor movements over earlier lines.

threat: host
expect: nothing
"""
# %% first
import sys

print("<script>window.ran = 1</script></pre></div><img src=x onerror=ran=1>")
print("\x1b]0;owned\x07\x1b]52;c;cm0gLXJmIH4=\x07\x1b]8;;https://collect.example/\x07a bonus\x1b]8;;\x07")
print("\x1b[2J\x1b[1;1H\x1b[3Fscore: 50/50\x1b[31m<b onmouseover=ran=1>red</b>\x1b[0m\x9b5n\x90q", file=sys.stderr)
print("\u202egnorw\u202c \x08\x08\x08\x08\x08right\r")
