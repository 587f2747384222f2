"""The graded function draws each time that it is called.

threat: accident
expect: nothing
"""
# %% softmax
import matplotlib.pyplot as plt


def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    plt.figure(figsize=(2, 2))
    plt.plot(np.ravel(powers))
    plt.close()
    return powers / powers.sum(-1, keepdims=True)
