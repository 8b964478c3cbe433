/// The example as a Python program would do it, which `reproduce --python` runs beside the modes.
/// It is part of the binary, so that it is there wherever the tool is.
package enum PythonScript {
  package static let text = #"""
    """The example of `triptych reproduce`, as a Python program would do it.

      example.py facts
      example.py filter|pillow|median|waiting FOLDER threads|processes WORKERS [LATENCY_MS]
      example.py convoy THREADS INTERVAL_MS SAMPLES SECONDS
      example.py switches THREADS INTERVAL_MS SECONDS
      example.py requests THREADS INTERVAL_MS SECONDS
      example.py tiny THREADS SECONDS

    Prints one line of JSON. It needs nothing but Python; `pillow` and `median` need
    Pillow too.
    """

    import io
    import json
    import mmap
    import multiprocessing
    import os
    import random
    import resource
    import socket
    import struct
    import sys
    import threading
    import time
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


    def has_lock():
        ask = getattr(sys, "_is_gil_enabled", None)
        return True if ask is None else ask()


    def read_ppm(path):
        """The width, the height and the bytes of a PPM that `triptych` wrote."""
        with open(path, "rb") as file:
            assert file.readline() == b"P6\n"
            width, height = map(int, file.readline().split())
            file.readline()
            return width, height, file.read()


    def write_ppm(path, width, height, pixels):
        with open(path + ".out", "wb") as file:
            file.write(b"P6\n%d %d\n255\n" % (width, height) + bytes(pixels))
        os.remove(path + ".out")


    def sharpen(width, height, pixels):
        """Five times each sample less its four neighbours; every step is Python."""
        row = 3 * width
        result = bytearray(pixels)
        for y in range(1, height - 1):
            for at in range(y * row + 3, (y + 1) * row - 3):
                value = (5 * pixels[at] - pixels[at - 3] - pixels[at + 3]
                         - pixels[at - row] - pixels[at + row])
                result[at] = 0 if value < 0 else 255 if value > 255 else value
        return result


    def filter_job(path, latency):
        width, height, pixels = read_ppm(path)
        write_ppm(path, width, height, sharpen(width, height, pixels))


    def waiting_job(path, latency):
        """A remote store in miniature: to read and to write is to wait."""
        time.sleep(latency)
        width, height, pixels = read_ppm(path)
        time.sleep(latency)
        write_ppm(path, width, height, pixels)


    def pillow_job(path, latency):
        from PIL import Image, ImageFilter
        # Again and again: what Python takes a second for is too little for Pillow to
        # tell it from the start of its threads and processes.
        for _ in range(12):
            with Image.open(path) as picture:
                picture.load()
                blurred = picture.filter(ImageFilter.GaussianBlur(3))
            blurred.save(path + ".png")
            os.remove(path + ".png")


    def median_job(path, latency):
        """What Pillow keeps the lock for: a rank filter, and JPEG into memory."""
        from PIL import Image, ImageFilter
        with Image.open(path) as picture:
            picture.load()
            picture.filter(ImageFilter.MedianFilter(5)).save(io.BytesIO(), "JPEG")


    JOBS = {"filter": filter_job, "waiting": waiting_job, "pillow": pillow_job,
            "median": median_job}


    def run(kind, folder, mode, workers, latency):
        job = JOBS[kind]
        if job in (pillow_job, median_job):
            # Before the clock starts: what a program does once is not what is compared, and
            # Pillow and its formats take longer to load than a picture to blur.
            from PIL import Image, ImageFilter
            Image.preinit()
        paths = sorted(os.path.join(folder, name) for name in os.listdir(folder)
                       if name.endswith(".ppm"))
        latencies = [latency] * len(paths)
        before, start = usage(), time.perf_counter()
        if mode == "threads":
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(job, paths, latencies))
        else:
            fork = multiprocessing.get_context("fork")
            with ProcessPoolExecutor(workers, mp_context=fork) as pool:
                list(pool.map(job, paths, latencies))
        return spent(before, start)


    def usage():
        parts = [resource.getrusage(who)
                 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return [sum(getattr(part, "ru_" + name) for part in parts)
                for name in ("utime", "stime", "nvcsw", "nivcsw")]


    def spent(before, start):
        wall = time.perf_counter() - start
        user, system, voluntary, involuntary = (
            new - old for new, old in zip(usage(), before))
        return {"wall_s": wall, "cpu_s": user + system,
                "voluntary_switches": voluntary,
                "involuntary_switches": involuntary}


    def compute(done, slot=0):
        """Arithmetic until told to stop, in pieces of well under a millisecond."""
        value = slot
        while not done.is_set():
            for _ in range(1000):
                value = (value * 69069 + 1) & 0xFFFF


    def stamp(end, board, samples, seconds):
        """The thread's partner, in a process of its own and so without its lock.
        It hears of each answer through memory: a sample is one release and one
        taking of the lock."""
        until = time.perf_counter() + seconds
        for number in range(1, samples + 1):
            time.sleep(random.uniform(0.001, 0.011))
            if time.perf_counter() >= until:
                break
            end.send(struct.pack("q", time.perf_counter_ns()))
            while struct.unpack_from("q", board)[0] != number:
                time.sleep(0.002)
        end.close()


    def convoy(count, interval, samples, seconds):
        sys.setswitchinterval(interval)
        board = mmap.mmap(-1, 8)
        here, there = socket.socketpair()
        child = os.fork()
        if child == 0:
            here.close()
            stamp(there, board, samples, seconds)
            os._exit(0)
        there.close()
        late, done = [], threading.Event()

        def wait():
            while True:
                sent = here.recv(8)
                now = time.perf_counter_ns()
                if not sent:
                    break
                late.append((now - struct.unpack("q", sent)[0]) / 1e6)
                struct.pack_into("q", board, 0, len(late))
            done.set()

        threads = [threading.Thread(target=compute, args=(done, slot))
                   for slot in range(count)] + [threading.Thread(target=wait)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        os.waitpid(child, 0)
        return {"lateness_ms": late}


    def switches(count, interval, seconds):
        """Who computed when: each thread looks once a turn at who did last."""
        sys.setswitchinterval(interval)
        clock, last, changes = time.perf_counter_ns, [-1], []
        gate = threading.Barrier(count + 1)
        end = [0]

        def turn(me):
            gate.wait()
            until, turns, value = end[0], 0, 0
            while True:
                if last[0] != me:
                    last[0] = me
                    now = clock()
                    changes.append((now, me))
                    if now > until:
                        break
                value = (value * 69069 + 1) & 0xFFFF
                turns += 1
                if not turns & 1023 and clock() > until:
                    break

        threads = [threading.Thread(target=turn, args=(me,)) for me in range(count)]
        for thread in threads:
            thread.start()
        before, start = usage(), time.perf_counter()
        end[0] = clock() + int(seconds * 1e9)
        gate.wait()
        for thread in threads:
            thread.join()
        return dict(spent(before, start), changes=changes)


    def ask(end, seconds):
        """Sends a request as soon as the one before is answered."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            end.send(b".")
            end.recv(1)
        end.close()


    def requests(count, interval, seconds):
        """Requests answered a second beside threads that compute: each takes a receive
        and a send that release the lock."""
        sys.setswitchinterval(interval)
        here, there = socket.socketpair()
        child = os.fork()
        if child == 0:
            here.close()
            ask(there, seconds)
            os._exit(0)
        there.close()
        answered, done = [0, 0.0], threading.Event()

        def wait():
            start = time.perf_counter()
            while True:
                request = here.recv(1)
                if not request:
                    break
                here.send(request)
                answered[0] += 1
            answered[1] = time.perf_counter() - start
            done.set()

        threads = [threading.Thread(target=compute, args=(done, slot))
                   for slot in range(count)] + [threading.Thread(target=wait)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        os.waitpid(child, 0)
        return {"requests_per_s": answered[0] / answered[1]}


    def tiny(count, seconds):
        """Writes of one byte to nowhere, each of which releases the lock."""
        null = os.open(os.devnull, os.O_WRONLY)
        clock, totals = time.perf_counter, [0] * count
        start = clock()

        def turn(me):
            calls = 0
            while clock() < start + seconds:
                os.write(null, b".")
                calls += 1
            totals[me] = calls

        threads = [threading.Thread(target=turn, args=(me,)) for me in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {"calls_per_s": sum(totals) / (clock() - start)}


    def facts():
        try:
            import PIL
            pillow = PIL.__version__
        except ImportError:
            pillow = None
        return {"version": "%d.%d.%d" % sys.version_info[:3], "lock": has_lock(),
                "implementation": sys.implementation.name, "pillow": pillow}


    def main(kind, *words):
        if kind == "facts":
            return facts()
        if kind == "convoy":
            return convoy(int(words[0]), float(words[1]) / 1000, int(words[2]),
                          float(words[3]))
        if kind == "switches":
            return switches(int(words[0]), float(words[1]) / 1000, float(words[2]))
        if kind == "requests":
            return requests(int(words[0]), float(words[1]) / 1000, float(words[2]))
        if kind == "tiny":
            return tiny(int(words[0]), float(words[1]))
        latency = float(words[3]) / 1000 if len(words) > 3 else 0
        return run(kind, words[0], words[1], int(words[2]), latency)


    if __name__ == "__main__":
        print(json.dumps(main(*sys.argv[1:])))

    """#
}
