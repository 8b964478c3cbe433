#!/bin/sh
# Makes a folder in which the linker finds the C++ library only as an archive, so that the tool
# carries the part that Swift's runtime needs: loading the shared one takes half a millisecond of
# each start. Where there is no archive, the shared one is linked.
set -eu

folder=$1
archive=
for compiler in clang g++ c++ cc; do
  command -v "$compiler" >/dev/null || continue
  found=$("$compiler" -print-file-name=libstdc++.a)
  # A bare name means that there is none.
  case $found in /*) archive=$found && break ;; esac
done
mkdir -p "$folder"
rm -f "$folder/libstdc++.a"
[ -z "$archive" ] || ln -s "$archive" "$folder/libstdc++.a"
