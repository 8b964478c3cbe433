import CVectorShims
import KernelTable
import Kernels

#if arch(x86_64)
  import KernelsWide
  import KernelsWidest
#endif
#if canImport(Glibc)
  import Glibc
#endif

/// Which build of the loops runs: the one place where the processor is asked.
///
/// Chosen once, when it is first wanted. `TRIPTYCH_VECTORS` in the environment asks for another
/// one by its name, such as `baseline`: the loops that run on every processor. Results are the same
/// to the last byte.
package struct Vectors: Sendable {
  /// `x86-64-v4` (AVX-512), `x86-64-v3` (AVX2), or `baseline`: what every processor of its kind
  /// has, SSE2 or NEON.
  package let name: String
  package let kernels: KernelTable

  /// What this processor can run, slowest first.
  package static let available: [Vectors] = {
    var builds = [Vectors(name: "baseline", kernels: Kernels.kernelTable)]
    #if arch(x86_64)
      let level = triptych_x86_64_level()
      if level >= 3 { builds.append(Vectors(name: "x86-64-v3", kernels: KernelsWide.kernelTable)) }
      if level >= 4 { builds.append(Vectors(name: "x86-64-v4", kernels: widest)) }
    #endif
    return builds
  }()

  #if arch(x86_64)
    /// The resize's loops are written for narrower vectors: what the compiler makes of them for
    /// AVX-512 takes up to 2.6 times as long (decision 0023).
    private static var widest: KernelTable {
      var kernels = KernelsWidest.kernelTable
      kernels.resize = KernelsWide.kernelTable.resize
      return kernels
    }
  #endif

  package static let chosen: Vectors = {
    // Safe: a string of the environment, which nobody changes this early.
    let wish = unsafe getenv("TRIPTYCH_VECTORS").map { unsafe String(cString: $0) }
    return available.first { $0.name == wish } ?? available[available.count - 1]
  }()
}
