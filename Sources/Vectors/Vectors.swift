import CVectorShims
import KernelTable
import Kernels

#if arch(x86_64)
  import KernelsWide
#endif
#if canImport(Glibc)
  import Glibc
#endif

/// Which build of the loops runs: the one place where the processor is asked.
///
/// Chosen once, when it is first wanted. `TRIPTYCH_VECTORS=baseline` in the environment asks for
/// the loops that run on every processor; results are the same to the last byte.
package struct Vectors: Sendable {
  /// `x86-64-v3` (AVX2), or `baseline`: what every processor of its kind has, SSE2 or NEON.
  package let name: String
  package let kernels: KernelTable

  package static let baseline = Vectors(name: "baseline", kernels: Kernels.kernelTable)

  /// What this processor can run, slowest first.
  package static var available: [Vectors] {
    #if arch(x86_64)
      if triptych_runs_x86_64_v3() != 0 {
        return [baseline, Vectors(name: "x86-64-v3", kernels: KernelsWide.kernelTable)]
      }
    #endif
    return [baseline]
  }

  package static let chosen: Vectors = {
    let wish = unsafe getenv("TRIPTYCH_VECTORS")
    // Safe: a string of the environment, which nobody changes this early.
    if let wish = unsafe wish, unsafe String(cString: wish) == baseline.name { return baseline }
    return available[available.count - 1]
  }()
}
