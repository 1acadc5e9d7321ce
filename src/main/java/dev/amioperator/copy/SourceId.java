package dev.amioperator.copy;

import dev.amioperator.ownership.Owner;

/** The region and id of a source image. Its hash, a tag on the copies, tells sources apart. */
record SourceId(String region, String imageId) {
  private static final int SUFFIX = 8;

  /** The value of the tag {@code amioperator.dev/source}. */
  String hash() {
    return Owner.hash(region + "/" + imageId);
  }

  /** The last eight hexadecimal digits of the image id. */
  String suffix() {
    return imageId.substring(imageId.length() - SUFFIX);
  }

  @Override
  public String toString() {
    return imageId + " in " + region;
  }
}
