#!/bin/sh
# Processes one folder of pictures in all three modes, checks that the outputs are the same to the
# last byte, and prints what each mode cost.
set -eu

triptych=$1
fixtures=$2
folder=.build/demo
chain=resize=1600x1600,gaussian=sigma=3,unsharp=sigma=1:amount=0.8

mkdir -p "$folder"
if [ ! -f "$folder/in/MANIFEST.tsv" ]; then
  echo "demo: drawing two dozen pictures into $folder/in"
  rm -rf "$folder/in"
  "$fixtures" make "$folder/in" --large
fi

for mode in locked free forked; do
  echo "demo: processing them in mode $mode"
  rm -rf "${folder:?}/$mode" "$folder/$mode.json"
  "$triptych" process "$folder/in" -o "$folder/$mode" -f "$chain" --mode "$mode" \
    --report "$folder/$mode.json" --quiet
done

for mode in free forked; do
  if ! diff -r "$folder/locked" "$folder/$mode"; then
    echo "demo: the outputs of locked and $mode differ; that must never be" >&2
    exit 1
  fi
done
echo "demo: all three outputs are the same, byte for byte"
echo
echo "  $chain"
echo
awk -f "$(dirname "$0")/table.awk" "$folder/locked.json" "$folder/free.json" "$folder/forked.json"
