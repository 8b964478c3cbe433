import Foundation
import Platform
import SystemPackage
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Descriptors that somebody sent")
struct DescriptorTests {
  /// The other side may be an attacker's, and what it sends must not stay open here.
  @Test(arguments: [2, 3]) func `several descriptors at once are none`(count: Int) throws {
    let pair = try Sys.socketPair()
    // struct cmsghdr: its length, SOL_SOCKET and SCM_RIGHTS, and the descriptors.
    var control = [CInt](repeating: pair.first.borrowed.rawValue, count: 4 + count)
    control.replaceSubrange(0..<4, with: [CInt(16 + 4 * count), 0, 1, 1])
    var byte: UInt8 = 0
    let sent = unsafe control.withUnsafeMutableBytes { control in
      unsafe withUnsafeMutableBytes(of: &byte) { byte in
        var data = unsafe iovec(iov_base: byte.baseAddress, iov_len: 1)
        return unsafe withUnsafeMutablePointer(to: &data) { data in
          // Safe: all of it outlives the call.
          var message = unsafe msghdr(
            msg_name: nil, msg_namelen: 0, msg_iov: data, msg_iovlen: 1,
            msg_control: control.baseAddress, msg_controllen: control.count, msg_flags: 0)
          return unsafe sendmsg(pair.first.borrowed.rawValue, &message, 0)
        }
      }
    }
    #expect(sent == 1)
    let received = try Sys.receiveDescriptor(pair.second.borrowed)
    let isNone = received == nil
    #expect(isNone)
    #expect(try links(to: pair.first.borrowed) == 1)
  }

  /// Descriptors of this process that are copies of this one, itself among them.
  private func links(to descriptor: FileDescriptor) throws -> Int {
    let files = FileManager.default
    let folder = "/proc/self/fd"
    let target = try files.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor.rawValue)")
    return try files.contentsOfDirectory(atPath: folder).filter {
      (try? files.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) == target
    }.count
  }
}
