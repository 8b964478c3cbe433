import Pixels
extension FilterChain { package func reduced(for full: ImageShape) -> (eighths: Int, chain: FilterChain) { (8, self) } }
