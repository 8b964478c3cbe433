# Prints one line a report: mode, workers, wall, CPU and effective cores.
# Reads what `triptych process --report` writes; a figure that is not there is shown as "-".

BEGIN {
  # The report's names of the figures, in nanoseconds where they are times.
  WALL = "wall_ns"; USER = "cpu_user_ns"; SYSTEM = "cpu_system_ns"; CORES = "effective_cores"
  printf "  %-8s %8s %10s %10s %16s\n", "mode", "workers", "wall", "CPU", "effective cores"
}

FNR == 1 && NR > 1 { report() }
{ text = text $0 " " }
END { report() }

# The number, word or quoted text after the first such key; empty where there is none.
function value(key, found) {
  if (!match(text, "\"" key "\"[ \t]*:[ \t]*(\"[^\"]*\"|[-+.0-9eE]+|null)")) return ""
  found = substr(text, RSTART, RLENGTH)
  sub(/^"[^"]*"[ \t]*:[ \t]*/, "", found)
  gsub(/"/, "", found)
  return found == "null" ? "" : found
}

function seconds(nanoseconds) {
  return nanoseconds == "" ? "-" : sprintf("%.2f s", nanoseconds / 1e9)
}

function report(  own, kernel, cores) {
  own = value(USER); kernel = value(SYSTEM); cores = value(CORES)
  printf "  %-8s %8s %10s %10s %16s\n", value("mode"), value("workers"), seconds(value(WALL)), \
    seconds(own == "" || kernel == "" ? "" : own + kernel), \
    cores == "" ? "-" : sprintf("%.2f", cores)
  text = ""
}
