import Pipeline

/// Jobs waiting for a worker: taken from the front, given back to the front.
package struct JobDeque {
  private var jobs: [Job]
  private var next = 0

  package init(_ jobs: [Job]) { self.jobs = jobs }

  package var count: Int { jobs.count - next }
  package var isEmpty: Bool { count == 0 }
  package var first: Job? { isEmpty ? nil : jobs[next] }

  package mutating func removeFirst() -> Job {
    defer { next += 1 }
    return jobs[next]
  }

  package mutating func putBack(_ job: Job) {
    // There is always room in front: whatever is put back was once taken.
    next -= 1
    jobs[next] = job
  }
}
