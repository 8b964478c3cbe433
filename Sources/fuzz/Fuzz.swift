import FuzzTargets

#if canImport(Glibc)
  import Glibc
#endif

// Entry points of libFuzzer, which brings the main function:
// `TRIPTYCH_FUZZ_TARGET=png fuzz [libFuzzer's arguments]`, or `fuzz seeds FOLDER PICTURE...`.
//
// The target is named in the environment, since libFuzzer starts itself again with its arguments.

/// Chosen once, before anything runs.
nonisolated(unsafe) private var target = FuzzTarget.png

@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutableRawPointer?
) -> CInt {
  guard let name = unsafe getenv("TRIPTYCH_FUZZ_TARGET"),
    let chosen = unsafe FuzzTarget(rawValue: String(cString: name))
  else {
    let all = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
    print("fuzz: name a target in TRIPTYCH_FUZZ_TARGET, one of \(all)")
    exit(2)
  }
  unsafe target = chosen
  let words = CommandLine.arguments
  if words.count > 2, words[1] == "seeds" {
    exit(Seeds.write(for: chosen, into: words[2], from: Array(words[3...])))
  }
  return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // Safe: the bytes are libFuzzer's for as long as the call, and copied.
  unsafe target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
