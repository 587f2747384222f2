"""A small training run and its plot stand among the answers.

threat: accident
expect: nothing
"""
# %% last
import matplotlib.pyplot as plt

rng = np.random.default_rng(0)
inputs, targets, weights, losses = rng.normal(size=(200, 3)), rng.normal(size=(200, 1)), np.zeros((3, 1)), []
for step in range(300):
    error = inputs @ weights - targets
    weights -= 0.1 * inputs.T @ error / len(inputs)
    losses.append(float((error**2).mean()))
    if step % 50 == 0:
        print(f"step {step}: loss {losses[-1]:.3f}")
plt.plot(losses)
plt.xlabel("step")
plt.show(block=True)
