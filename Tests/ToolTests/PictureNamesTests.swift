import Pipeline
import Testing
import Tool

@Suite struct PictureNamesTests {
  @Test(arguments: [
    ("a.png", true), ("a.PNG", true), ("a.apng", true), ("a.jpg", true), ("a.JpEg", true),
    ("a.jpe", true), ("a.jfif", true), ("a.b.png", true), ("a.txt", false), ("png", false),
    (".png", false), ("a.", false), ("a.png.bak", false), ("", false),
  ])
  func whatIsTakenFromFolders(name: String, isTaken: Bool) {
    #expect(PictureNames.isPicture(Array(name.utf8)) == isTaken)
  }

  @Test(arguments: [
    ("a.PNG", Recipe.Format.same, "a.PNG"), ("noext", .same, "noext"),
    ("a.PNG", .png, "a.PNG"), ("a.jpg", .png, "a.png"), ("a.apng", .png, "a.png"),
    ("a.png", .jpeg, "a.jpg"), ("a.jpeg", .jpeg, "a.jpeg"), ("a.tiff", .jpeg, "a.jpg"),
    ("IMG.2024", .jpeg, "IMG.2024.jpg"), ("noext", .png, "noext.png"), (".png", .jpeg, ".png.jpg"),
    ("v1.2.png", .jpeg, "v1.2.jpg"),
  ])
  func outputNames(name: String, format: Recipe.Format, expected: String) {
    #expect(PictureNames.output(Array(name.utf8), format: format) == Array(expected.utf8))
  }

  @Test func namesThatAreNoTextKeepTheirBytes() {
    let name: [UInt8] = [0xFF, 0xFE] + Array(".png".utf8)
    #expect(PictureNames.output(name, format: .jpeg) == [0xFF, 0xFE] + Array(".jpg".utf8))
    #expect(PictureNames.isPicture(name))
  }
}
