// Every sample of every window is looked at.

extension NaiveImage {
  fileprivate func reduced(_ radius: Int, _ better: (Double, Double) -> Double) -> NaiveImage {
    NaiveImage(shape) { x, y, channel in
      var best = self[x, y, channel]
      for j in -radius...radius {
        for i in -radius...radius { best = better(best, self[x + i, y + j, channel]) }
      }
      return best
    }
  }
}

extension Dilate {
  package func naive(_ image: NaiveImage) -> NaiveImage { image.reduced(radius, max) }
}

extension Erode {
  package func naive(_ image: NaiveImage) -> NaiveImage { image.reduced(radius, min) }
}

extension Open {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    image.reduced(radius, min).reduced(radius, max)
  }
}

extension Close {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    image.reduced(radius, max).reduced(radius, min)
  }
}
