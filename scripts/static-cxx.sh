#!/bin/sh
# Makes a folder in which the linker finds the C++ library only as an archive, so that the tool
# carries the part that Swift's runtime needs: loading the shared one takes half a millisecond of
# each start. Where there is no archive, the shared one is linked.
set -eu

folder=$1
mkdir -p "$folder"
for compiler in clang g++ c++ cc; do
  archive=$("$compiler" -print-file-name=libstdc++.a 2>/dev/null) || continue
  # A bare name means that there is none.
  case $archive in
    /*)
      ln -sfn "$archive" "$folder/libstdc++.a"
      exit
      ;;
  esac
done
rm -f "$folder/libstdc++.a"
