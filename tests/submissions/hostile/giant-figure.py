"""A figure of 50 000 by 50 000 dots.

threat: resources
expect: nothing
"""
# %% after linear
import matplotlib.pyplot as plt

plt.figure(figsize=(500, 500), dpi=100)
plt.plot(range(10))
plt.show()
