#!/bin/sh
# Says which lines of Swift have more than 100 characters: `swift format` does not look at comments, nor at
# what it cannot break. Texts between """ are as long as whoever reads them wants them.
#   columns.sh FOLDER|FILE...
set -eu
find "$@" -name '*.swift' -exec env LC_ALL=C awk '
  FNR == 1 { inText = 0 }
  {
    line = $0
    # Bytes that go on with a character (UTF-8), so that what is left is one for each.
    gsub(/[\200-\277]/, "", line)
    if (!inText && length(line) > 100) {
      print FILENAME ":" FNR ": " length(line) " characters, of which 100 are allowed"
      found = 1
    }
    if (gsub(/"""/, "", line) % 2) inText = !inText
  }
  END { exit found }
' {} +
