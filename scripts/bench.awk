# Joins our times with the other libraries' into Markdown tables: one of the kernels, one of the other
# filters.
#   awk -f bench.awk OURS.tsv [PEERS.tsv]
# The last column is the fastest peer's time divided by ours; below each table stand its geometric mean,
# its least, and what is slower than a peer.

BEGIN { FS = "\t" }

NR == FNR {
  table = NF > 2 ? $3 : "kernels"
  ours[$1] = $2
  order[table, ++cases[table]] = $1
  next
}
FNR == 1 { for (i = 2; i <= NF; i++) name[i] = $i; columns = NF; next }
{ for (i = 2; i <= NF; i++) peer[$1, i] = $i }

END {
  if (cases["kernels"]) show("kernels", "kernel")
  if (cases["kernels"] && cases["filters"]) print "\nThe other filters:\n"
  if (cases["filters"]) show("filters", "filter")
}

function show(table, title,  i, k, line, rule) {
  line = "| " title " | triptych |"; rule = "|---|---:|"
  for (i = 2; i <= columns; i++) { line = line " " name[i] " |"; rule = rule "---:|" }
  if (columns) { line = line " ratio |"; rule = rule "---:|" }
  print line; print rule
  ratios = logs = least = 0
  slower = ""
  for (k = 1; k <= cases[table]; k++) row(order[table, k])
  if (!ratios) return
  printf "\nFastest peer ÷ triptych, %d %ss: geometric mean %.2f, least %.2f (%s).\n", \
    ratios, title, exp(logs / ratios), least, slowest
  if (slower) print "Slower than a peer: " slower "."
}

function row(kernel,  i, line, best, ratio) {
  line = "| " kernel " | " ours[kernel] " |"
  for (i = 2; i <= columns; i++) {
    line = line " " (((kernel, i) in peer) ? peer[kernel, i] : "-") " |"
    if (((kernel, i) in peer) && peer[kernel, i] != "-" && (!best || peer[kernel, i] + 0 < best))
      best = peer[kernel, i] + 0
  }
  ratio = best ? best / ours[kernel] : 0
  if (columns) line = line " " (best ? sprintf("%.2f", ratio) : "-") " |"
  print line
  if (!best) return
  ratios++; logs += log(ratio)
  if (!least || ratio < least) { least = ratio; slowest = kernel }
  if (ratio < 1) slower = slower (slower ? ", " : "") kernel
}
