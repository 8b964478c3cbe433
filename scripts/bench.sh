#!/bin/sh
# Measures each filter on one thread and prints a Markdown table, beside OpenCV, Pillow and libvips
# where PEERS_PYTHON names a Python that has cv2, PIL and pyvips.
#   bench.sh FILTERBENCH FIXTURES
# BENCH_PHOTO names the photograph (PNG or JPEG); without one a picture is drawn. BENCH_NAME keeps
# the figures, with notes on the machine, in Benchmarks/results/BENCH_NAME, and writes docs/speed.md
# from them. BENCH_NOTE is a sentence for that page, on what disturbed the measurement, say.
set -eu

filterbench=$1
fixtures=$2
here=$(dirname "$0")
folder=.build/bench
mkdir -p "$folder"

photo=${BENCH_PHOTO-}
if [ -z "$photo" ]; then
  [ -f "$folder/in/MANIFEST.tsv" ] || "$fixtures" make "$folder/in" --large
  photo=$(find "$folder/in" -name 'landscape*.jpg' | sort | head -n 1)
fi
[ -f "$photo" ] || { echo "bench: there is no photograph at '$photo'" >&2; exit 1; }

# What else runs on the machine shows in the figures, so it is told.
notes() {
  echo "photograph: $(basename "$photo")"
  echo "date: $(date -u +%Y-%m-%dT%H:%MZ)"
  echo "commit: $(git describe --always --dirty 2>/dev/null || echo unknown)"
  echo "system: $(uname -srm)"
  echo "processor:$(sed -n 's/^model name[^:]*://p' /proc/cpuinfo | head -n 1)"
  echo "processors: $(getconf _NPROCESSORS_ONLN)"
  echo "load before: $load"
  echo "load after: $(cut -d ' ' -f 1-3 /proc/loadavg)"
  echo "vectors: ${TRIPTYCH_VECTORS:-the widest}"
  echo "compiler: $(swift --version 2>/dev/null | head -n 1)"
}
load=$(cut -d ' ' -f 1-3 /proc/loadavg)

echo "bench: CPU nanoseconds per pixel of $photo, one thread" >&2
"$filterbench" "$photo" >"$folder/triptych.tsv"
rm -f "$folder/peers.tsv"
if [ -n "${PEERS_PYTHON-}" ]; then
  "$PEERS_PYTHON" "$here/../Benchmarks/peers.py" "$photo" >"$folder/peers.tsv"
  awk -f "$here/bench.awk" "$folder/triptych.tsv" "$folder/peers.tsv" >"$folder/table.md"
else
  echo "bench: PEERS_PYTHON is not set, so no other library is measured" >&2
  awk -f "$here/bench.awk" "$folder/triptych.tsv" >"$folder/table.md"
fi
cat "$folder/table.md"

# For readers who want the table only.
page() {
  cat <<PAGE
# How fast the filters are

CPU nanoseconds per pixel of the source, one thread, the least of five runs; decoding is not counted.
8-bit RGB. The ratio is the fastest other library's time divided by ours. Differences in what is
computed: our Gaussian goes to four standard deviations, OpenCV's to three at 8 bits; our
Lanczos has three lobes and widens when reducing, OpenCV's has four and skips pixels.

$(cat "$folder/table.md")

$(notes | sed -n 's/^\(photograph\|date\|processor\):/- \1:/p')
- raw figures: [Benchmarks/results/$BENCH_NAME](../Benchmarks/results/$BENCH_NAME)

${BENCH_NOTE+$BENCH_NOTE

}Made by

    BENCH_PHOTO=photo.jpg PEERS_PYTHON=python3 BENCH_NAME=$BENCH_NAME make bench

with a Python that has \`cv2\`, \`PIL\` and \`pyvips\`. Without \`BENCH_NAME\` the table is only printed.

How near to double precision the results are, beside the same libraries: \`Benchmarks/quality.py\`, with the
figures in [quality.md](../Benchmarks/results/2026-11-25-epyc-2-cores/quality.md).
PAGE
}

if [ -n "${BENCH_NAME-}" ]; then
  kept=Benchmarks/results/$BENCH_NAME
  mkdir -p "$kept"
  cp "$folder"/*.tsv "$folder/table.md" "$kept/"
  notes >"$kept/notes.txt"
  page >docs/speed.md
  echo "bench: kept in $kept" >&2
fi
