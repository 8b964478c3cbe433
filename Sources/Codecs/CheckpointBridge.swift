import CCodecShims
import Pixels

/// Lets the C shims poll a checkpoint, and keeps what it threw, which cannot pass through C.
@safe
final class CheckpointBridge {
  private let checkpoint: Checkpoint
  /// Why the work was to end; nil while it was not.
  private(set) var refusal: ImageError?

  init(_ checkpoint: Checkpoint) { self.checkpoint = checkpoint }

  /// What `poll` is to be called with. The bridge must outlive the calls.
  var context: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

  static let poll: @convention(c) (UnsafeMutableRawPointer?) -> CInt = { context in
    guard let context = unsafe context else { return 0 }
    // Safe: the pointer came from `context`, and whoever passed it on keeps the bridge.
    let bridge = unsafe Unmanaged<CheckpointBridge>.fromOpaque(context).takeUnretainedValue()
    do throws(ImageError) {
      try bridge.checkpoint.poll()
      return 0
    } catch {
      bridge.refusal = error
      return 1
    }
  }
}
