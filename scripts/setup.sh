#!/bin/sh
# Sees to it that the toolchain and the libraries that the build needs are there.
# Says what it does in one line each, and installs nothing that is there already.
set -eu

need_major=6
need_minor=2
. "$(dirname "$0")/packages.sh"

version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
if [ -z "$version" ]; then
  echo "setup: there is no Swift here; get Swift $need_major.$need_minor or later from https://www.swift.org/install/linux/ and put its usr/bin on PATH" >&2
  exit 1
fi
major=${version%%.*}
rest=${version#*.}
minor=${rest%%.*}
if [ "$major" -lt "$need_major" ] || { [ "$major" -eq "$need_major" ] && [ "$minor" -lt "$need_minor" ]; }; then
  echo "setup: Swift $version is too old; get Swift $need_major.$need_minor or later from https://www.swift.org/install/linux/" >&2
  exit 1
fi

missing=
command -v pkg-config >/dev/null || missing="$missing pkg-config"
has_library() { command -v pkg-config >/dev/null && pkg-config --exists "$1"; }
has_library libpng || missing="$missing libpng-dev"
has_library libjpeg || missing="$missing libjpeg-dev"
has_library libdeflate || missing="$missing libdeflate-dev"
has_library zlib || missing="$missing zlib1g-dev"
has_library lcms2 || missing="$missing liblcms2-dev"
has_library liburing || missing="$missing liburing-dev"
if [ -n "$missing" ]; then
  # Each word is a package.
  # shellcheck disable=SC2086
  install_packages $missing
fi
echo "setup: Swift $version, libpng, libjpeg, libdeflate, zlib, lcms2 and liburing are there"
