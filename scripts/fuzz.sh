#!/bin/sh
# Fuzzes targets with libFuzzer under the address and undefined-behaviour sanitizers, FUZZ_JOBS of
# them at a time (as many as there are processors). What it finds lands in .build-fuzz/found; the
# corpus in .build-fuzz/corpus grows from run to run and is kept small by merging. Exit status 0
# only if nothing was found.
set -u
cd "$(dirname "$0")/.." || exit 2

seconds=${FUZZ_SECONDS:-60}
fuzz=.build-fuzz/release/fuzz

if [ $# -eq 0 ]; then
  # Each target is a run of this script of its own.
  printf '%s ' ${TARGET:-png jpeg job metadata chain wire report journal spans} |
    xargs -r -n 1 -P "${FUZZ_JOBS:-$(nproc)}" sh scripts/fuzz.sh
  exit
fi

target=$1
corpus=.build-fuzz/corpus/$target
found=.build-fuzz/found/$target
status=0
# Runtime errors of the sanitizers end the run; a leak in one input is as good a finding as a crash.
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=1
export TRIPTYCH_FUZZ_TARGET="$target"
# Seeds are written each time: what is not new among them goes when the corpus is merged.
find Fixtures ../shared/corpus/bad ../shared/corpus/pngsuite ../shared/corpus/jpeg \
  ../shared/corpus/png -type f -size -16k \( -name '*.png' -o -name '*.jp*g' \) 2>/dev/null |
  sort | xargs "$fuzz" seeds "$corpus" || exit 2
mkdir -p "$found"
echo "fuzz: $target for $seconds s, from $(ls "$corpus" | wc -l) inputs"
# Time by the clock, of which other work on the machine may take most.
"$fuzz" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=2048 -max_len=16384 \
  -print_final_stats=1 -artifact_prefix="$found/" "$corpus" >".build-fuzz/$target.log" 2>&1 ||
  status=1
grep -E 'SUMMARY|ERROR|stat::number_of_executed_units|Fatal error' ".build-fuzz/$target.log" |
  sed "s/^/fuzz: $target: /"
# Only inputs that reach something new are kept. What merging finds, it only leaves behind.
known=$(ls "$found" | wc -l)
rm -rf "$corpus.new" && mkdir "$corpus.new"
if "$fuzz" -merge=1 -timeout=60 -rss_limit_mb=2048 -artifact_prefix="$found/" \
  "$corpus.new" "$corpus" >".build-fuzz/$target.merge.log" 2>&1; then
  rm -rf "$corpus" && mv "$corpus.new" "$corpus"
else
  echo "fuzz: $target: the corpus could not be merged: .build-fuzz/$target.merge.log"
  status=1
fi
if [ "$(ls "$found" | wc -l)" -gt "$known" ]; then
  echo "fuzz: $target: merging found something: $found"
  status=1
fi
exit $status
