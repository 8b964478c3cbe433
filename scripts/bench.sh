#!/bin/sh
# Measures each filter on one thread and prints Markdown tables, beside OpenCV, Pillow and libvips where
# PEERS_PYTHON names a Python that has cv2, numpy, PIL and pyvips.
#   bench.sh FILTERBENCH FIXTURES
# BENCH_PHOTO names the photograph (PNG or JPEG); without one a picture is drawn. BENCH_ONLY, an extended
# regular expression, measures only the cases whose names it matches (`filterbench --list` has them).
# BENCH_NAME keeps the figures, with notes on the machine, in Benchmarks/results/BENCH_NAME, and, unless
# BENCH_ONLY is set, writes docs/speed.md and the kernels' table in README.md from them. BENCH_NOTE is a
# sentence for that page, on what disturbed the measurement, say.
set -eu

filterbench=$1
fixtures=$2
here=$(dirname "$0")
results=Benchmarks/results
folder=.build/bench
mkdir -p "$folder"

# What is measured comes from these; results that are kept, and pages about them, may change meanwhile.
# Asked before anything is written.
sources() {
  commit=$(git describe --always 2>/dev/null) || { echo unknown; return; }
  changed=$(git status --porcelain -- Package.swift Package.resolved Sources scripts \
    ':(glob)Benchmarks/*.py' | cut -c 4- | tr '\n' ' ')
  echo "$commit${changed:+, with changes that were not committed: ${changed% }}"
}
commit=$(sources)
load=$(cut -d ' ' -f 1-3 /proc/loadavg)

photo=${BENCH_PHOTO-}
if [ -z "$photo" ]; then
  [ -f "$folder/in/MANIFEST.tsv" ] || "$fixtures" make "$folder/in" --large
  photo=$(find "$folder/in" -name 'landscape*.jpg' | sort | head -n 1)
fi
[ -f "$photo" ] || { echo "bench: there is no photograph at '$photo'" >&2; exit 1; }

# Names have spaces, and no line ends.
names=$("$filterbench" --list | grep -E -e "${BENCH_ONLY:-.}") || {
  echo "bench: BENCH_ONLY='${BENCH_ONLY-}' matches no case of '$filterbench --list'" >&2; exit 1
}
set -f
IFS='
'
# shellcheck disable=SC2086
set -- $names
unset IFS
set +f

# What else runs on the machine shows in the figures, so it is told.
notes() {
  echo "photograph: $(basename "$photo")"
  echo "date: $(date -u +%Y-%m-%dT%H:%MZ)"
  echo "commit: $commit"
  echo "system: $(uname -srm)"
  echo "processor:$(sed -n 's/^model name[^:]*://p' /proc/cpuinfo | head -n 1)"
  echo "processors: $(getconf _NPROCESSORS_ONLN)"
  echo "load before: $load"
  echo "load after: $(cut -d ' ' -f 1-3 /proc/loadavg)"
  echo "vectors: ${TRIPTYCH_VECTORS:-the widest}"
  echo "compiler: $(swift --version 2>/dev/null | head -n 1)"
}

echo "bench: CPU nanoseconds per pixel of $photo, one thread, $# cases" >&2
"$filterbench" "$photo" "$@" >"$folder/triptych.tsv"
rm -f "$folder/peers.tsv"
if [ -n "${PEERS_PYTHON-}" ]; then
  echo "bench: the same of other libraries" >&2
  "$PEERS_PYTHON" "$here/../Benchmarks/peers.py" "$photo" Fixtures "$@" >"$folder/peers.tsv"
  awk -f "$here/bench.awk" "$folder/triptych.tsv" "$folder/peers.tsv" >"$folder/table.md"
else
  echo "bench: PEERS_PYTHON is not set, so no other library is measured" >&2
  awk -f "$here/bench.awk" "$folder/triptych.tsv" >"$folder/table.md"
fi
cat "$folder/table.md"

# The figures on exactness that belong to these, or else the newest: folders begin with their date.
quality() {
  found=$results/$BENCH_NAME/quality.md
  [ -f "$found" ] || found=$(find "$results" -name quality.md | sort | tail -n 1)
  [ -z "$found" ] || cat <<QUALITY

How near to double precision the results are, beside the same libraries: \`Benchmarks/quality.py\`, with the
figures in [quality.md](../$found).
QUALITY
}

# For readers who want the tables only.
page() {
  cat <<PAGE
# How fast the filters are

CPU nanoseconds per pixel of the source, one thread, 8-bit RGB, the least of three runs and of what else
begins within 0.7 seconds; decoding is not counted. The ratio is the fastest other library's time divided by ours. Ours
yields its rows one after the other into the same memory, as \`triptych process\` does; the others make whole
pictures. For the kernels, the others' results come in memory that is fresh from the system; for the other
filters in memory that they had before, since fresh memory costs as much as moving pixels does. What each
library was asked for stands in \`Benchmarks/peers*.py\`.

Differences in what is computed: our Gaussian goes to four standard deviations, OpenCV's to three at
8 bits; our Lanczos has three lobes and widens when reducing, OpenCV's has four and skips pixels.

$(cat "$folder/table.md")

$(notes | sed -n 's/^\(photograph\|date\|processor\):/- \1:/p')
- raw figures: [$results/$BENCH_NAME](../$results/$BENCH_NAME)

${BENCH_NOTE+$BENCH_NOTE

}Made by

    BENCH_PHOTO=photo.jpg PEERS_PYTHON=python3 BENCH_NAME=$BENCH_NAME make bench

with a Python that has \`cv2\`, \`numpy\`, \`PIL\` and \`pyvips\`. Without \`BENCH_NAME\` the tables are only
printed; \`BENCH_ONLY='^median|canny'\` measures only the cases whose names match.
PAGE
  quality
}

# The lines between the two marks are the table of the kernels, and what is said below it.
readme() {
  sed '/^The other filters:$/,$d' "$folder/table.md" >"$folder/kernels.md"
  awk -v table="$folder/kernels.md" '
    /^<!-- kernels, written by make bench -->$/ {
      print; print ""
      while ((getline line < table) > 0) { if (line != "" || last != "") print line; last = line }
      if (last != "") print ""
      inside = 1
    }
    /^<!-- end of kernels -->$/ { inside = 0 }
    !inside' README.md >"$folder/README.md"
  cp "$folder/README.md" README.md
}

if [ -n "${BENCH_NAME-}" ]; then
  kept=$results/$BENCH_NAME
  mkdir -p "$kept"
  cp "$folder"/*.tsv "$folder/table.md" "$kept/"
  notes >"$kept/notes.txt"
  if [ -z "${BENCH_ONLY-}" ]; then
    page >docs/speed.md
    readme
  fi
  echo "bench: kept in $kept" >&2
fi
