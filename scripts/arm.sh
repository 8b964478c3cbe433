#!/bin/sh
# Runs the loops of Sources/Kernels as an emulated ARM processor (AArch64, NEON) does, and as this one
# does, over the same noise: prints how many results were compared, and fails if one differs.
#   arm.sh FOLDER
# Everything made goes into FOLDER. Needs qemu-aarch64 and a Swift with the embedded library for
# AArch64, which has no system: neither a Swift for ARM nor a system's files are needed.
#
# What the loops are called with is what KernelTests*.swift say, rewritten: embedded Swift has no values
# that are types, so the loops' names take the place of the table, and no test macros.
set -eu

folder=$1
here=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$folder/sources"

for file in "$here"/Sources/KernelTable/*.swift "$here"/Sources/Kernels/*.swift \
  "$here"/Tests/TestSupport/SeededRandom.swift "$here"/Tests/VectorsTests/Noise.swift; do
  case $file in
  */Table.swift | */KernelTable.swift) ;;
  *) sed '/^import /d' "$file" >"$folder/sources/$(basename "$file")" ;;
  esac
done
for file in "$here"/Tests/VectorsTests/KernelTests*.swift; do
  sed -E \
    -e '/^import /d' \
    -e '/^@Suite\(/,/^struct /c struct KernelTests {' \
    -e '/  \/\/\/ Lets every build fill/d' \
    -e '/  func compare</,/^  }/d' \
    -e 's/@Test(\(.*\))? func /func /' \
    -e '/^  @Test\(.*\)$/d' \
    -e 's/\bk\.([a-z])([a-zA-Z]*)\./\u\1\2Loops./g' \
    -e 's/\bvectors\.kernels\.([a-z])([a-zA-Z]*)\./\u\1\2Loops./g' \
    -e 's/for vectors in Vectors\.available/for _ in 0..<1/' \
    -e 's/#expect\(/expect(/' \
    "$file" >"$folder/sources/$(basename "$file")"
done
cp "$here/Tests/VectorsTests/Emulated/Digests.swift" "$folder/sources/"

compile() { swiftc -O -wmo -parse-as-library -module-name Digests -package-name triptych "$@"; }
compile "$folder"/sources/*.swift -o "$folder/here"
compile -target aarch64-none-none-elf -enable-experimental-feature Embedded \
  -c "$folder"/sources/*.swift -o "$folder/loops.o"
clang --target=aarch64-none-elf -O2 -ffreestanding -fno-builtin \
  -c "$here/Tests/VectorsTests/Emulated/start.c" -o "$folder/start.o"
"$(dirname "$(command -v ld.lld || command -v swiftc)")/ld.lld" -static \
  "$folder/start.o" "$folder/loops.o" -o "$folder/arm"

"$folder/here" >"$folder/here.txt"
qemu-aarch64 "$folder/arm" >"$folder/arm.txt"
if grep -q untrue "$folder/arm.txt" || ! cmp -s "$folder/here.txt" "$folder/arm.txt"; then
  diff "$folder/here.txt" "$folder/arm.txt" >&2 || true
  echo "arm: the loops do something else on ARM" >&2
  exit 1
fi
echo "arm: $(wc -l <"$folder/arm.txt") results of the loops are the same on AArch64"
