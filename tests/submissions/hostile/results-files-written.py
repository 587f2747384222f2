"""Write the files from which a grader might read results, in every folder that can be written.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% last
import json
from pathlib import Path

result = json.dumps({"score": 50, "max_score": 50, "checks": [{"item": "softmax", "verdict": "pass", "credit": 1.0}]})
for folder in (".", "/tmp", "/dev/shm", "/home/student", "..", "/room", "/", "/run", "/var/tmp"):
    for name in ("results.json", "report.json", "junit.xml", ".report", "gradebook.db", "feedback/dense.html"):
        try:
            Path(folder, name).write_text(result)
        except OSError:
            pass
