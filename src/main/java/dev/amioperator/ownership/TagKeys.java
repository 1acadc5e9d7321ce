package dev.amioperator.ownership;

import java.util.Map;
import java.util.Set;

/** EC2 tag keys by which the operator identifies its resources. */
public final class TagKeys {
  public static final String PREFIX = "amioperator.dev/";

  /** The {@link ClusterId}. */
  public static final String CLUSTER = PREFIX + "cluster";

  /** The owning object: {@code AmiImage/images/web-42}. */
  public static final String RESOURCE = PREFIX + "resource";

  /** The {@link Owner.Role}: {@code image}, {@code copy}, {@code superseded} or {@code builder}. */
  public static final String ROLE = PREFIX + "role";

  /** The {@link #ROLE} of a build instance, from which an image is created. */
  public static final String BUILD_INSTANCE = "builder";

  /** Hash of the immutable source: another source needs another image. */
  public static final String SOURCE = PREFIX + "source";

  /** {@link MadeAsTag}: account, region and name of the created image: tags travel with copies. */
  public static final String MADE_AS = PREFIX + "made-as";

  /** The build of a build instance: sixteen hex digits. */
  public static final String BUILD = PREFIX + "build";

  /** When retention first found the image not kept, ISO date and time in UTC. */
  public static final String UNKEPT_SINCE = PREFIX + "unkept-since";

  /**
   * Of an image that retention deprecated: the deprecation time that it had before, the one set,
   * and the cluster.
   */
  public static final String DEPRECATION = PREFIX + "deprecation";

  /**
   * Of an image that retention disables: SHA-256 and number of entries of the record of its launch
   * permissions, and the cluster; written before.
   */
  public static final String PERMISSIONS = PREFIX + "permissions";

  /** When retention disabled the image, ISO date and time in UTC; written after. */
  public static final String DISABLED = PREFIX + "disabled";

  /**
   * Set by users: retention keeps the image, and the snapshot, whatever a policy says and whatever
   * the value is.
   */
  public static final String KEEP = PREFIX + "keep";

  /**
   * End of the cooldown of deregistration protection, ISO date and time in UTC. Written when the
   * operator disables protection in order to deregister the image.
   */
  public static final String PROTECTED_UNTIL = PREFIX + "protected-until";

  /**
   * {@link ReleasedTag}: a Created snapshot outlived its object. Another image uses it; it is
   * deleted once no image does.
   */
  public static final String RELEASED = PREFIX + "released";

  /** Keys that identify the owner; removed from an EC2 resource that is released. */
  public static final Set<String> OWNERSHIP = Set.of(CLUSTER, RESOURCE, ROLE, SOURCE, MADE_AS);

  private static final String AWS_PREFIX = "aws:";

  private TagKeys() {}

  /** Whether only AWS itself can set the tag; EC2 does not count it towards its limit. */
  public static boolean isReservedByAws(String key) {
    return key.startsWith(AWS_PREFIX);
  }

  /** Whether the tags show that the operator of any cluster manages the EC2 resource. */
  public static boolean managed(Map<String, String> tags) {
    return tags.containsKey(RESOURCE) || tags.containsKey(CLUSTER);
  }
}
