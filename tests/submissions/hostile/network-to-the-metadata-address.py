"""Ask the cloud for the machine's credentials.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import urllib.request


def reached():
    for place in ("169.254.169.254/latest/meta-data/", "metadata.google.internal/computeMetadata/v1/", "[fd00:ec2::254]/"):
        try:
            return bool(urllib.request.urlopen(f"http://{place}", timeout=0.4).read())
        except OSError:
            continue
    return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
