"""Time and features change places at the end."""


def to_timesteps(flat, features):
    return flat.reshape(len(flat), -1, features).swapaxes(1, 2)
