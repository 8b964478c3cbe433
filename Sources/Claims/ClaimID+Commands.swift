extension ClaimID {
  /// What has to be known before the commands are run.
  package var commandsNote: String {
    let place = "'pictures' stands for a folder of your own."
    switch self {
    case .c1:
      return place
        + " The traces open in ui.perfetto.dev; pictures of a megapixel or more show most."
    case .c3:
      return place
        + " Let the pictures have a megapixel or more: additions are lost only where two threads "
        + "count at the same moment, and small pictures are soon counted."
    default: return place
    }
  }

  /// Command lines that show it on pictures of one's own, in a folder `pictures`.
  package var commands: [String] {
    let chain = "-f gaussian=sigma=3,median=radius=3"
    switch self {
    case .c1:
      return [
        "triptych process pictures -o out \(chain) --mode locked --workers 2 --trace locked.json",
        "triptych process pictures -o out2 \(chain) --mode free --workers 2 --trace free.json",
      ]
    case .c2:
      return ["triptych compare pictures \(chain) --modes locked,free --workers 1,2,4"]
    case .c3:
      return [
        "triptych process pictures -o out --mode locked --workers 2 --tally racy",
        "triptych process pictures -o out2 --mode free --workers 2 --tally racy",
        "triptych process pictures -o out3 --mode free --workers 2 --tally atomic",
      ]
    case .c4:
      return ["triptych compare pictures \(chain) --modes locked --workers 1,2,4"]
    case .c5:
      return [
        "triptych compare pictures --modes locked --workers 1,4 --io blocking --io-latency 20ms"
      ]
    case .c6: return ["triptych compare pictures \(chain) --modes free"]
    case .c7: return ["triptych compare pictures \(chain) --modes forked"]
    case .c8:
      return ["triptych compare pictures \(chain) --modes free,forked --handoff path,pipe,shm"]
    case .c9:
      return [
        "triptych advise pictures \(chain)", "triptych advise pictures --io-latency 20ms",
        "triptych compare pictures \(chain)",
      ]
    }
  }
}
