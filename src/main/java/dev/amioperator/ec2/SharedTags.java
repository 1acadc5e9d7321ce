package dev.amioperator.ec2;

import java.util.Map;
import java.util.TreeMap;

/** Tags of an image that EC2 shows to every account that can use the image. */
public final class SharedTags {
  /** The prefix of their keys. */
  public static final String PREFIX = "ec2:SharedTag/";

  private SharedTags() {}

  /** Whether EC2 shares the tag with a key along with the image. */
  public static boolean isShared(String key) {
    return key.startsWith(PREFIX);
  }

  /** Tags without shared tags, for snapshots: EC2 shares only tags of images. */
  public static Map<String, String> without(Map<String, String> tags) {
    Map<String, String> others = new TreeMap<>(tags);
    others.keySet().removeIf(SharedTags::isShared);
    return others;
  }
}
