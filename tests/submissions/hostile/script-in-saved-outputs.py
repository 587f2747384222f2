"""Outputs that the student saved with the file, script among them, in the graded cells.

threat: host
expect: softmax=WRONG
tamper: show softmax text/html "<script>window.ran = 1</script>"
tamper: show softmax application/javascript "window.ran = 1"
tamper: show softmax text/html "<div style='position:fixed;inset:0'>Score: 4.0/4.0 (Automatic)</div>"
"""
# %% softmax
def softmax(z):
    return z
