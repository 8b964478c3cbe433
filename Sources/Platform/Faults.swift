import CPlatformShims
import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Installs fault plans, so that tests see what happens when the kernel says no.
///
/// A plan holds for a thread and for the threads that it starts through `Thread`, so that tests in
/// the same process do not disturb each other; or, from the environment, for the whole process and
/// the workers it forks. While there is none, a system call pays one relaxed atomic load.
package enum Faults {
  /// How many plans are installed anywhere in the process.
  private static let installed = Atomic<Int>(0)
  private static let ofProcess = Guarded<FaultPlan?>(nil)

  /// Runs `body` under the plan.
  @discardableResult
  package static func with<Result, Failure: Error>(
    _ plan: FaultPlan, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outer = unsafe platform_thread_pointer()
    // The plan outlives the stretch in which the pointer is set: it is held by this frame.
    unsafe platform_set_thread_pointer(Unmanaged.passUnretained(plan).toOpaque())
    installed.add(1, ordering: .relaxed)
    defer {
      installed.subtract(1, ordering: .relaxed)
      unsafe platform_set_thread_pointer(outer)
      withExtendedLifetime(plan) {}
    }
    return try body()
  }

  /// Runs `body`, and what it starts, outside of all plans: for calls that only watch the program.
  @discardableResult
  package static func aside<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard installed.load(ordering: .relaxed) != 0 else { return try body() }
    return try with(FaultPlan([]), body)
  }

  /// Installs the plan named by TRIPTYCH_FAULTS for the whole process, where it is set.
  /// Meant for tests that drive the built binary; call it before any thread starts.
  ///
  /// How often the plan struck, in this process and those forked from it, is added to an integer of
  /// eight bytes, in the machine's order, at the beginning of the file that TRIPTYCH_FAULTS_STRUCK
  /// names, if any.
  ///
  /// - Throws: `FaultPlan.SyntaxError`, or `TallyError`.
  package static func installFromEnvironment() throws {
    guard let value = unsafe getenv("TRIPTYCH_FAULTS") else { return }
    let plan = try FaultPlan(parsing: unsafe String(cString: value))
    if let path = unsafe getenv("TRIPTYCH_FAULTS_STRUCK"), unsafe platform_tally_open(path) != 0 {
      throw TallyError(path: unsafe String(cString: path), errno: Errno(rawValue: errno))
    }
    ofProcess.withLock { $0 = plan }
    installed.add(1, ordering: .relaxed)
  }

  /// A file in which strikes cannot be counted.
  package struct TallyError: Error, CustomStringConvertible {
    package var path: String
    package var errno: Errno
    package var description: String {
      "\(path): cannot count planted faults in it: \(errno); it has to have eight bytes"
    }
  }

  /// The plan that a thread started by this one inherits.
  static var ofThisThread: FaultPlan? {
    guard let pointer = unsafe platform_thread_pointer() else { return nil }
    // Set only by `with`, which holds the plan for as long as the pointer is set.
    return unsafe Unmanaged<FaultPlan>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// What is to happen to the call that is about to be made; counts it.
  /// - Parameter others: what can happen to it besides failing.
  package static func strike(
    _ call: Sys.Call, _ others: FaultPlan.Others = []
  ) -> FaultPlan.Effect? {
    guard installed.load(ordering: .relaxed) != 0 else { return nil }
    if let plan = ofThisThread { return plan.strike(call, others) }
    let effect = ofProcess.withLock { $0 }?.strike(call, others)
    if effect != nil { platform_tally_add() }
    return effect
  }
}
