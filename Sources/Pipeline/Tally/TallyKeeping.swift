/// How workers count into one table.
package enum TallyKeeping: String, Sendable, Hashable, CaseIterable {
  /// A number is read, and written back with one added: two steps, between which another worker may
  /// do the same, and one of the two additions is lost.
  case racy
  /// A number is raised in one step that nobody can come between.
  case atomic
  /// Each job counts in a table of its own, and the coordinator adds them up.
  case merged
  /// As atomic, in memory that processes have in common.
  case shared
}
