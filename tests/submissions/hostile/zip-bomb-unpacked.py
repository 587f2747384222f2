"""Unpack an archive of a megabyte that holds a gigabyte.

threat: resources
expect: nothing
stops: files
"""
# %% first
import io
import zipfile

archive = io.BytesIO()
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("zeros", "w") as member:
    for _ in range(100):
        member.write(bytes(10**6))
zipfile.ZipFile(archive).extractall()
