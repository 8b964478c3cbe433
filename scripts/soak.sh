#!/bin/sh
# Runs the tests of survival, identity and scale with many repetitions, shows what they counted as
# they go, and ends with a verdict. Exit status 0 only if nothing was violated.
set -u
cd "$(dirname "$0")/.." || exit 2

log=$(mktemp) || exit 2
trap 'rm -f "$log" "$log.status"' EXIT
echo "soak: ${TRIPTYCH_SOAK:=100} repetitions of each"
export TRIPTYCH_SOAK

{
  swift test -c release --skip-build --no-parallel \
    --filter "^ToolTests\.(${SOAK_FILTER:-Survival|Identity|Scale})" 2>&1
  echo $? >"$log.status"
} | tee "$log" | grep --line-buffered -E '^soak: |recorded an issue'
status=$(cat "$log.status")

violations=$(grep -c 'recorded an issue' "$log")
if [ "$status" -eq 0 ] && [ "$violations" -eq 0 ] && grep -q '^soak: ' "$log"; then
  echo "soak: nothing was violated"
else
  echo "soak: VIOLATED: $violations times (status $status)"
  tail -20 "$log"
  exit 1
fi
