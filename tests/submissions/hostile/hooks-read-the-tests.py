"""Read the test cells just before they run, with hooks before and after every cell, and keep them in a file.

threat: secrets
expect: nothing
"""
# %% first
shell = get_ipython()
notes = open("tests.txt", "a")


def remember(info):
    notes.write(info.raw_cell)
    notes.flush()


shell.events.register("pre_run_cell", remember)
shell.events.register("post_run_cell", lambda result: print(result.info.raw_cell[:80]))
# %% last
print(open("tests.txt").read())
