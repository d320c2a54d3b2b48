# task = "score"
# family = "resources"
# why = "Never ends, and cannot be interrupted by an exception."
# then = "The cell ends at its time limit, and the kernel with it if need be."
# slow = true


while True:
    try:
        while True:
            pass
    except BaseException:
        pass
