/// The loops that filters and codecs spend their time in, as one build of them.
///
/// The room `Kernels` is compiled from the same sources for the least processor that the program
/// runs on and, on x86-64, for two with wider vectors. Each build offers its loops in a table of
/// this kind, and `Vectors` chooses a table when the program starts. A loop is reached through a
/// protocol's requirement, so that no caller ever contains one: code for wide vectors stays in the
/// room that was compiled for them.
///
/// What holds for all of them:
/// - All builds give the same bytes. Loops add in a fixed order per sample, whatever the vectors'
///   width, and products are rounded before they are added.
/// - A call handles a row or a tile of it, so that its price does not matter.
/// - Callers vouch for the bounds. "Samples in blocks of n" means that a loop reads and writes
///   whole blocks, so rows go on for up to n − 1 elements behind the last.
package struct KernelTable: Sendable {
  package let blur: any BlurKernels.Type
  package let box: any BoxKernels.Type
  package let median: any MedianKernels.Type
  package let average: any AverageKernels.Type
  package let edge: any EdgeKernels.Type
  package let extreme: any ExtremeKernels.Type
  package var resize: any ResizeKernels.Type
  package let alpha: any AlphaKernels.Type
  package let rowFilter: any RowFilterKernels.Type
  package let window: any WindowKernels.Type
  package let warp: any WarpKernels.Type
  package let point: any PointKernels.Type
  package let luma: any LumaKernels.Type
  package let curve: any CurveKernels.Type
  package let lookup: any LookupKernels.Type
  package let localCurve: any LocalCurveKernels.Type
  package let move: any MoveKernels.Type
  package let halving: any HalvingKernels.Type

  package init(
    blur: any BlurKernels.Type,
    box: any BoxKernels.Type,
    median: any MedianKernels.Type,
    average: any AverageKernels.Type,
    edge: any EdgeKernels.Type,
    extreme: any ExtremeKernels.Type,
    resize: any ResizeKernels.Type,
    alpha: any AlphaKernels.Type,
    rowFilter: any RowFilterKernels.Type,
    window: any WindowKernels.Type,
    warp: any WarpKernels.Type,
    point: any PointKernels.Type,
    luma: any LumaKernels.Type,
    curve: any CurveKernels.Type,
    lookup: any LookupKernels.Type,
    localCurve: any LocalCurveKernels.Type,
    move: any MoveKernels.Type,
    halving: any HalvingKernels.Type
  ) {
    self.blur = blur
    self.box = box
    self.median = median
    self.average = average
    self.edge = edge
    self.extreme = extreme
    self.resize = resize
    self.alpha = alpha
    self.rowFilter = rowFilter
    self.window = window
    self.warp = warp
    self.point = point
    self.luma = luma
    self.curve = curve
    self.lookup = lookup
    self.localCurve = localCurve
    self.move = move
    self.halving = halving
  }
}
