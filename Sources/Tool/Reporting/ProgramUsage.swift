import Platform

/// What the kernel has charged to this program since it was started: to the process itself, and to
/// those it started, which have ended by now.
///
/// It is what time(1) will say of the program, but for the writing of the report.
package struct ProgramUsage: Sendable, Hashable {
  package var own: ResourceUsage
  /// Nil where it is not known: the process that should have waited for the others died.
  package var children: ResourceUsage?

  /// Nanoseconds that this process's threads were ready to run and had no CPU; nil where the kernel
  /// does not say.
  package var runQueueDelay: UInt64?

  package init(own: ResourceUsage = ResourceUsage(), children: ResourceUsage? = nil) {
    self.own = own
    self.children = children
  }

  /// Up to this moment.
  /// - Parameter countsChildren: whether all processes that were started have been waited for.
  package static func now(countsChildren: Bool) -> ProgramUsage {
    var usage = ProgramUsage(own: .ofSelf(), children: countsChildren ? .ofChildren() : nil)
    usage.runQueueDelay = RunQueue.delay()
    return usage
  }

  package var all: ResourceUsage? { children.map { own.adding($0) } }
}
