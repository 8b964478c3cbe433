/// What can go wrong with a picture, in decoding, filtering or encoding.
package struct ImageError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable, Hashable {
    /// The file is neither PNG nor JPEG.
    case unknownFormat
    /// PNG or JPEG, but of a kind the library cannot read (lossless JPEG, 12 bits …).
    case unsupported
    /// The decoder refused the file.
    case corrupt
    /// Pixel data is missing or damaged, and the policy refuses that.
    case damaged
    /// A decoder warning, refused under `--strict`.
    case warned
    /// Larger than `--max-pixels` or another limit.
    case tooLarge
    /// More work than `--max-seconds` allows.
    case tooSlow
    /// The filter cannot work on this image (a crop outside it, say).
    case filter
    case encode
    case outOfMemory
    /// Asked to stop: not the picture's fault.
    case interrupted
  }

  package var code: Code
  /// What it happened to: a chunk, a marker, a filter's name; empty when it is the whole picture.
  package var subject: String
  /// Why, in the words a user can act on.
  package var reason: String

  package init(_ code: Code, subject: String = "", _ reason: String) {
    self.code = code
    self.subject = subject
    self.reason = reason
  }

  package static let interrupted = ImageError(.interrupted, "stopped before it was finished")

  package static func outOfMemory(bytes: Int) -> ImageError {
    ImageError(.outOfMemory, "could not get \(bytes) bytes of memory; try fewer workers")
  }

  package var description: String { subject.isEmpty ? reason : "\(subject): \(reason)" }
}
