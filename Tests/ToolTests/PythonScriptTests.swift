import Foundation
import Report
import SystemPackage
import TestSupport
import Testing
import Tool

/// The example in Python, by itself: that it runs and says what it is asked for.
@Suite(.enabled(if: Places.program("python3") != nil, "python3 is absent"))
struct PythonScriptTests {
  let folder: TemporaryFolder
  let script: FilePath

  init() throws {
    folder = try TemporaryFolder()
    script = folder.appending("example.py")
    try Files.write(PythonScript.text.utf8, to: script)
  }

  private func run(_ words: String...) throws -> JSONValue {
    let result = try TestSupport.Process.run(
      #require(Places.program("python3")), [script.string] + words)
    #expect(result.ending == .exit(0), "\(result.errors)")
    return try JSONValue(parsing: Array(result.output.utf8))
  }

  @Test func factsAreSaid() throws {
    let facts = try run("facts")
    #expect(facts["version"]?.asString?.contains(".") == true)
    #expect(facts["lock"]?.asBool != nil)
  }

  @Test(arguments: ["threads", "processes"], ["filter", "waiting"])
  func picturesAreDone(mode: String, work: String) throws {
    let pictures = folder.appending("pictures")
    try Files.createFolder(pictures)
    for number in 0..<3 {
      let picture = PracticePicture(width: 17, height: 13, number: number)
      try Files.write(picture.pixmap(), to: pictures.appending("\(number).ppm"))
    }
    let found = try run(work, pictures.string, mode, "2", "1")
    for name in ["wall_s", "cpu_s", "voluntary_switches", "involuntary_switches"] {
      #expect(try #require(found[name]?.asNumber) >= 0)
    }
    #expect(try Files.tree(pictures).count == 3, "outputs are taken away")
  }

  @Test func everyWaitIsTaken() throws {
    let late = try #require(run("convoy", "1", "0.5", "5", "60")["lateness_ms"]?.asArray)
    #expect(late.count == 5)
    #expect(late.allSatisfy { ($0.asNumber ?? -1) > 0 })
  }

  @Test func pixmapsHoldEverySample() {
    let picture = PracticePicture(width: 20, height: 15, number: 1)
    #expect(picture.pixmap().starts(with: Array("P6\n20 15\n255\n".utf8)))
    #expect(picture.pixmap().count == 13 + 20 * 15 * 3)
  }
}
