"""Read the first line of /dev/zero in a graded function.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
def softmax(z):
    with open("/dev/zero", "rb") as file:
        return len(file.readline()) + z
