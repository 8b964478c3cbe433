// swift-tools-version: 6.2
import PackageDescription

// One settings array for every Swift target: Swift 6 language mode comes with the tools version.
let house: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
/// Set by `make fuzz`.
let isFuzzing = Context.environment["TRIPTYCH_FUZZ"] != nil
// Swift has no undefined-behaviour sanitizer: it traps by itself. The runtime for C comes with the
// address sanitizer's.
let sanitizedC = isFuzzing ? ["-fsanitize=undefined", "-fno-sanitize-recover=undefined"] : []
let strictC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"] + sanitizedC)]
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

/// A room of the house: a target that may use only the rooms named.
func room(_ name: String, _ uses: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: uses, swiftSettings: house)
}

/// A room whose code is the loops that the time goes to, compiled for the processor given, and
/// never into another room, where it would be compiled for another one.
func kernels(_ name: String, march: [String] = []) -> Target {
  .target(
    name: name, dependencies: ["KernelTable"],
    swiftSettings: house + [
      .unsafeFlags(["-disable-cmo"] + march.flatMap { ["-Xcc", "-march=\($0)"] })
    ])
}
// `KernelsWide` (AVX2) and `KernelsWidest` (AVX-512) are links to `Kernels`. Other processors than
// Intel's and AMD's have their widest vectors in the baseline.
#if arch(x86_64)
  let wideKernels = [
    kernels("KernelsWide", march: ["x86-64-v3"]), kernels("KernelsWidest", march: ["x86-64-v4"]),
  ]
  let wideKernelsUsed: [Target.Dependency] = ["KernelsWide", "KernelsWidest"]
#else
  let wideKernels: [Target] = []
  let wideKernelsUsed: [Target.Dependency] = []
#endif

func tests(_ name: String, _ uses: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: uses + ["TestSupport"], exclude: exclude, swiftSettings: house)
}

func library(_ name: String, pkgConfig: String, package: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
  name: "triptych",
  products: [.executable(name: "triptych", targets: ["triptych"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
  ],
  targets: wideKernels + [
    // Other people's libraries, and the C that Swift cannot say.
    library("CPNG", pkgConfig: "libpng", package: "libpng-dev"),
    library("CJPEG", pkgConfig: "libjpeg", package: "libjpeg-dev"),
    library("CDeflate", pkgConfig: "libdeflate", package: "libdeflate-dev"),
    library("CZlib", pkgConfig: "zlib", package: "zlib1g-dev"),
    library("CLCMS", pkgConfig: "lcms2", package: "liblcms2-dev"),
    .target(
      name: "CCodecShims", dependencies: ["CPNG", "CJPEG", "CDeflate", "CZlib"],
      cSettings: strictC),
    .target(name: "CPlatformShims", cSettings: strictC),
    .target(name: "CVectorShims", cSettings: strictC),
    .target(
      name: "CURing", cSettings: strictC, linkerSettings: [.linkedLibrary("uring")]),

    // The rooms, each using only those above it.
    room("Memory"),
    room("Figures"),
    room("Measure", ["Figures"]),
    room("Pixels", ["Memory"]),
    room("KernelTable"),
    kernels("Kernels"),
    room("Vectors", ["KernelTable", "Kernels", "CVectorShims"] + wideKernelsUsed),
    room("Filters", ["Vectors", "KernelTable", "Pixels", "Memory", "CLCMS"]),
    room("Codecs", ["Vectors", "KernelTable", "Pixels", "Memory", "CCodecShims"]),
    room("Platform", ["Memory", "CPlatformShims", system]),
    room("FileIO", ["Platform", "Memory", "CURing", system]),
    room("Journal", ["FileIO", "Platform", "Memory", system]),
    room("Pipeline", ["Filters", "Codecs", "Pixels", "Memory", "Platform", "Figures", system]),
    room(
      "Execution",
      ["Pipeline", "FileIO", "Platform", "Measure", "Figures", "Memory", "Pixels", system]),
    room("Report", ["Figures"]),
    room("Benchmark", ["Report", "Measure", "Figures"]),
    room("Claims", ["Benchmark", "Report", "Measure", "Figures"]),
    room("Advice", ["Measure"]),
    room("Pages", ["Claims", "Benchmark", "Measure", "Figures"]),
    room("LockProbes", ["Execution", "Figures", "Platform", system]),
    room(
      "Tool",
      [
        "Execution", "Journal", "LockProbes", "Advice", "Claims", "Pages", "Benchmark", "Measure",
        "Report",
        "Pipeline", "FileIO", "Platform", "Figures", "Filters", "Codecs", "Vectors", "Pixels",
        "Memory",
        argumentParser,
        system,
      ]),
    .executableTarget(name: "triptych", dependencies: ["Tool"], swiftSettings: house),

    // What reads bytes that others wrote, for fuzzing; `make fuzz` has the program that does it.
    room(
      "FuzzTargets",
      [
        "Tool", "Journal", "Execution", "Report", "Pipeline", "Filters", "Codecs", "Pixels",
        "Memory", "Platform", system,
      ]),

    // Test pictures, drawn by the project itself.
    room("Scenes", ["Pixels", "Memory"]),
    .executableTarget(
      name: "fixtures", dependencies: ["Scenes", "Pixels", system],
      swiftSettings: house),

    // The lock measured by itself, for comparison with CPython's.
    .executableTarget(
      name: "lockbench", dependencies: ["LockProbes", "Execution", "Figures", "Platform"],
      swiftSettings: house),

    // Each filter measured by itself.
    room("FilterCases"),
    .executableTarget(
      name: "filterbench",
      dependencies: [
        "FilterCases", "Pipeline", "Filters", "Codecs", "Pixels", "Memory", "Platform", system,
      ],
      swiftSettings: house),

    .target(
      name: "TestSupport", dependencies: ["Pixels", "Memory", "Platform", system],
      path: "Tests/TestSupport", swiftSettings: house),
    tests("MemoryTests", ["Memory"]),
    tests("JournalTests", ["Journal", "FileIO", system]),
    tests("FuzzTargetsTests", ["FuzzTargets", system]),
    tests("FiguresTests", ["Figures"]),
    tests("MeasureTests", ["Measure", "Figures"], exclude: ["Golden"]),
    tests("VectorsTests", ["Vectors", "KernelTable", system], exclude: ["Emulated"]),
    tests("FiltersTests", ["Filters", "Scenes", "Pixels", "Memory", system], exclude: ["Golden"]),
    tests("CodecsTests", ["Codecs", "CCodecShims", "Pixels", "Memory", "Scenes", system]),
    tests("PlatformTests", ["Platform", "Memory", "Figures", system]),
    tests("FileIOTests", ["FileIO", "Platform", "Memory", system]),
    // Locks that lack a part of the protocol: what is said of the real one must be untrue of them.
    .target(
      name: "LockDoubles", dependencies: ["Execution", "Platform"], path: "Tests/LockDoubles",
      swiftSettings: house),
    tests(
      "ExecutionTests",
      [
        "LockDoubles", "Execution", "Pipeline", "FileIO", "Platform", "Measure", "Figures",
        "Filters", "Codecs",
        "Memory",
        "Pixels", system,
      ]),
    tests("ReportTests", ["Report", "Figures"]),
    tests("BenchmarkTests", ["Benchmark", "Report", "Measure", "Figures"]),
    tests("ClaimsTests", ["Claims", "Benchmark", "Report", "Measure"]),
    tests("AdviceTests", ["Advice", "Measure"]),
    tests("LockProbesTests", ["LockProbes", "Execution", "Platform", system]),
    tests(
      "SignatureTests",
      ["Tool", "LockProbes", "LockDoubles", "Execution", "Report", "Figures", "Platform", system]),
    tests("PagesTests", ["Pages", "Claims", "Benchmark", "Measure", "Figures", system]),
    tests(
      "ToolTests",
      [
        "Tool", "Execution", "Advice", "Claims", "Benchmark", "Measure", "Report", "Pipeline",
        "FileIO", "Figures", "Vectors",
        "Filters", "FilterCases", "Codecs",
        "Pixels",
        "Memory", "Scenes", "Platform", argumentParser, system,
      ]),
  ]
)

// It needs libFuzzer's main function, which ordinary builds do not have.
if isFuzzing {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["FuzzTargets", "Platform", system], swiftSettings: house))
}
