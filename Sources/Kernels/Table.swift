import KernelTable

/// This build's loops. See `KernelTable` for what holds in this room: plain loops over addresses,
/// nothing generic, so that every function has this module's name and is nobody else's.
package let kernelTable = KernelTable(
  blur: BlurLoops.self, box: BoxLoops.self, median: MedianLoops.self, average: AverageLoops.self,
  edge: EdgeLoops.self, extreme: ExtremeLoops.self, resize: ResizeLoops.self,
  alpha: AlphaLoops.self, rowFilter: RowFilterLoops.self, window: WindowLoops.self,
  warp: WarpLoops.self, point: PointLoops.self, luma: LumaLoops.self, curve: CurveLoops.self,
  lookup: LookupLoops.self, localCurve: LocalCurveLoops.self, move: MoveLoops.self,
  halving: HalvingLoops.self)
