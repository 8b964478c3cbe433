package func makeEngine(_ choice: EngineChoice, depth: Int, throttle: Throttle?) throws(FileError) -> (engine: any FileEngine, note: String?) { (BlockingEngine(throttle: throttle), nil) }
