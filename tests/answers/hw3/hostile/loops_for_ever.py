# task = "score"
# why = "Never ends, and cannot be interrupted by an exception."


while True:
    try:
        while True:
            pass
    except BaseException:
        pass
