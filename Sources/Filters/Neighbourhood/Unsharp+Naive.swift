extension Unsharp {
  package func naive(_ image: NaiveImage) -> NaiveImage {
    let blurred = image.blurred(sigma: sigma)
    return NaiveImage(image.shape) { x, y, channel in
      let sample = image[x, y, channel]
      let difference = sample - blurred[x, y, channel]
      let mattersFrom = threshold * image.maximum / 255
      let added = abs(difference) >= mattersFrom ? amount * difference : 0
      return min(max(sample + added, 0), image.maximum)
    }
  }
}
