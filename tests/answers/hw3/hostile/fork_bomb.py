# task = "score"
# family = "resources"
# why = "Doubles itself for as long as it can."
# then = "All its processes end with the submission."
# slow = true


import os

pids = []
try:
    while True:
        os.fork()
except OSError:
    pass
while True:
    try:
        os.fork()
    except OSError:
        pass
