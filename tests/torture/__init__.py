"""The torture run: the real program killed, starved of disk, unplugged and fed damaged files, a thousand times over.

`python3 dev.py torture` runs it whole; the short form of every bar is an ordinary test beside it.
"""
