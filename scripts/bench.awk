# Joins our times with the other libraries' into a Markdown table.
#   awk -f bench.awk OURS.tsv [PEERS.tsv]
# The last column is the fastest peer's time divided by ours; below the table stand its geometric
# mean and its least.

BEGIN { FS = "\t" }

NR == FNR { ours[$1] = $2; order[++cases] = $1; next }
FNR == 1 { for (i = 2; i <= NF; i++) name[i] = $i; columns = NF; next }
{ for (i = 2; i <= NF; i++) peer[$1, i] = $i }

END {
  line = "| kernel | triptych |"; rule = "|---|---:|"
  for (i = 2; i <= columns; i++) { line = line " " name[i] " |"; rule = rule "---:|" }
  if (columns) { line = line " ratio |"; rule = rule "---:|" }
  print line; print rule
  for (k = 1; k <= cases; k++) row(order[k])
  if (ratios) {
    printf "\nFastest peer ÷ triptych: geometric mean %.2f, least %.2f (%s).\n", \
      exp(logs / ratios), least, slowest
  }
}

function row(kernel,  i, line, best) {
  line = "| " kernel " | " ours[kernel] " |"
  for (i = 2; i <= columns; i++) {
    line = line " " (((kernel, i) in peer) ? peer[kernel, i] : "-") " |"
    if (((kernel, i) in peer) && peer[kernel, i] != "-" && (!best || peer[kernel, i] + 0 < best))
      best = peer[kernel, i] + 0
  }
  if (columns) line = line " " (best ? sprintf("%.2f", best / ours[kernel]) : "-") " |"
  print line
  if (!best) return
  ratios++; logs += log(best / ours[kernel])
  if (!least || best / ours[kernel] < least) { least = best / ours[kernel]; slowest = kernel }
}
