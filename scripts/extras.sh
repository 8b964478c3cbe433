#!/bin/sh
# Programs that only some tests want. Those tests say so and are skipped where one is absent.
#   extras.sh            says which are absent
#   extras.sh install    installs them
set -eu
. "$(dirname "$0")/packages.sh"

# program, package, what it is for
extras() {
  cat <<'LIST'
chromium chromium shows whether pages come out as meant
djpeg libjpeg-turbo-progs decodes JPEG files independently
objdump binutils shows that wide vectors stay where they belong
valgrind valgrind counts instructions, to see whether kernels have become slower
pngcheck pngcheck finds fault with PNG files that libpng forgives
jsonschema python3-jsonschema validates exports against their schemas
qemu-x86_64 qemu-user runs the tool on a processor without wide vectors, and loops on ARM
LIST
}

absent=
while read -r program package purpose; do
  command -v "$program" >/dev/null && continue
  absent="$absent $package"
  [ "${1-}" = install ] || echo "extras: $program is absent ($package; it $purpose)"
done <<LIST
$(extras)
LIST

if [ -z "$absent" ]; then
  echo "extras: all there"
elif [ "${1-}" = install ]; then
  # Each word is a package.
  # shellcheck disable=SC2086
  install_packages $absent
fi
