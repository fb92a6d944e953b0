"""What Python peers share: questions on stdin, answers on stdout, one JSON object a line, as in serve.mjs."""
import json
import resource
import sys
import time

import numpy as np


def peak():
    """Megabytes: the peak of resident memory of this process."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) / 1e3 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def write(file, arrays):
    with open(file, "wb") as out:
        for array in arrays:
            flat = np.asarray(array).reshape(-1)
            for start in range(0, flat.size, 1 << 13):
                out.write(flat[start : start + (1 << 13)].astype(np.float64).tobytes())


def serve(version, cases):
    """`cases[name](dtype)` gives (setup, values): see serve.mjs. `values` gives a list of arrays or (indptr, indices, data)."""
    print(json.dumps({"ready": version, "idle": peak()}), flush=True)
    call = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["op"] == "memory":
                reply = {"peak": peak()}
            elif request["op"] == "prepare":
                setup, values = cases[request["case"]](request["dtype"])
                start = time.perf_counter()
                call = setup()
                result = call()
                first = 1e3 * (time.perf_counter() - start)
                read = values(result)
                write(request["answer"], read)
                reply = {"first": first, "rows": len(read[0]) - 1 if isinstance(read, tuple) else None}
                del result, read
            else:
                count = request["count"]
                start = time.perf_counter()
                for _ in range(count):
                    call()
                reply = {"time": 1e3 * (time.perf_counter() - start) / count}
        except Exception as error:  # noqa: BLE001: whatever it is, the harness reports it
            reply = {"error": f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"}
        print(json.dumps(reply), flush=True)
