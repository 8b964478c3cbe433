import SystemPackage

/// File names as what they are: bytes without a zero, in no particular encoding.
extension FilePath {
  /// - Parameter bytes: a path without zero bytes; what follows one is lost.
  package init(bytes: some Sequence<UInt8>) {
    let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
    self.init(platformString: terminated)
  }

  package var bytes: [UInt8] {
    // Safe: the string is zero-terminated and lives as long as the call.
    unsafe withPlatformString { start in
      var bytes: [UInt8] = []
      var next = unsafe start
      while unsafe next.pointee != 0 {
        unsafe bytes.append(UInt8(bitPattern: next.pointee))
        unsafe next += 1
      }
      return bytes
    }
  }
}
