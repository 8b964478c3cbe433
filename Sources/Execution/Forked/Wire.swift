/// Writes values one after the other, little-endian, for a reader that knows their order.
package struct WireWriter {
  package init() {}

  package private(set) var bytes: [UInt8] = []

  package mutating func put(_ value: UInt8) { bytes.append(value) }

  package mutating func put(_ value: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  package mutating func put(_ value: Int) { put(UInt64(bitPattern: Int64(value))) }

  package mutating func put(_ value: [UInt8]) {
    put(value.count)
    bytes.append(contentsOf: value)
  }

  package mutating func put(_ value: String) { put([UInt8](value.utf8)) }
}

/// What a peer sent that makes no sense: its process is broken, or not ours.
package struct WireError: Error, Hashable {}

/// Reads what a `WireWriter` wrote. The bytes may come from a process that an attacker controls,
/// so nothing about them is taken for granted.
package struct WireReader {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package mutating func byte() throws(WireError) -> UInt8 {
    guard position < bytes.count else { throw WireError() }
    defer { position += 1 }
    return bytes[position]
  }

  package mutating func word() throws(WireError) -> UInt64 {
    guard bytes.count - position >= 8 else { throw WireError() }
    var value: UInt64 = 0
    for index in 0..<8 { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    position += 8
    return value
  }

  package mutating func integer() throws(WireError) -> Int { Int(Int64(bitPattern: try word())) }

  /// A number that counts something, of which a program may add up many: not negative, and no more
  /// than 2^40.
  package mutating func count() throws(WireError) -> Int {
    let value = try integer()
    guard (0...1 << 40).contains(value) else { throw WireError() }
    return value
  }

  /// Bytes that a plan comes to, perhaps more than any machine has: not negative. Whoever adds them
  /// up minds the largest number there is, and reserves nothing by them.
  package mutating func size() throws(WireError) -> Int {
    let value = try integer()
    guard value >= 0 else { throw WireError() }
    return value
  }

  /// Nanoseconds that something took: up to 2^50, thirteen days.
  package mutating func duration() throws(WireError) -> UInt64 {
    let value = try word()
    guard value <= 1 << 50 else { throw WireError() }
    return value
  }

  package mutating func array() throws(WireError) -> [UInt8] {
    let length = try count()
    guard length <= bytes.count - position else { throw WireError() }
    defer { position += length }
    return Array(bytes[position..<position + length])
  }

  package mutating func string() throws(WireError) -> String {
    String(decoding: try array(), as: UTF8.self)
  }

  /// To be called last: nothing may be left.
  package func finish() throws(WireError) {
    guard position == bytes.count else { throw WireError() }
  }
}
