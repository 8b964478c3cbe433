#!/bin/sh
# Runs `triptych reproduce` again and again: on a machine with several CPUs that has nothing else to
# do, every claim must hold each time. With one CPU (taskset -c 0) the claims that need several must be
# left open, and none may fail.
#   claims.sh TRIPTYCH [TIMES] [OPTION...]
set -eu
tool=$1
times=${2:-10}
[ $# -ge 2 ] && shift 2 || shift 1
wrong=0
run=1
while [ "$run" -le "$times" ]; do
  status=0
  said=$("$tool" reproduce --quiet --seed "$run" "$@") || status=$?
  holding=$(printf '%s\n' "$said" | grep -c '^C[1-9]  HOLDS' || true)
  others=$(printf '%s\n' "$said" | grep '^C[1-9]  ' | grep -v HOLDS | tr '\n' ';' || true)
  echo "claims: run $run of $times: $holding of 9 hold, exit code $status${others:+; $others}"
  if [ "$status" -ne 0 ] || [ "$holding" -ne 9 ]; then
    wrong=$((wrong + 1))
    printf '%s\n' "$said"
  fi
  run=$((run + 1))
done
echo "claims: $((times - wrong)) of $times runs were as they should be"
[ "$wrong" -eq 0 ]
