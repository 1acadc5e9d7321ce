package dev.amioperator.ownership;

import java.util.Map;
import java.util.Set;

/** The tag keys by which the operator knows its own things in EC2. */
public final class TagKeys {
  public static final String PREFIX = "amioperator.dev/";

  /** The {@link ClusterId}. */
  public static final String CLUSTER = PREFIX + "cluster";

  /** The owning object: {@code AmiImage/images/web-42}. */
  public static final String RESOURCE = PREFIX + "resource";

  /**
   * What it is to the owner: {@code image}, {@code copy}, {@code superseded} or {@code builder}.
   */
  public static final String ROLE = PREFIX + "role";

  /** The {@link #ROLE} of an instance that an image is to be made of. */
  public static final String BUILD_INSTANCE = "builder";

  /** A hash of the immutable source: another source is another image. */
  public static final String SOURCE = PREFIX + "source";

  /**
   * Under which region and name an image was made, {@link MadeAs}: tags travel with copies that
   * others make of it.
   */
  public static final String MADE_AS = PREFIX + "made-as";

  /** Which of its owner's builds a builder belongs to: sixteen hex digits. */
  public static final String BUILD = PREFIX + "build";

  /** Since when nothing keeps an image, ISO date and time in UTC; written by retention only. */
  public static final String UNKEPT_SINCE = PREFIX + "unkept-since";

  /**
   * Until when deregistration protection outlasts its being lifted, ISO date and time in UTC;
   * written when an image that is to go is unprotected.
   */
  public static final String PROTECTED_UNTIL = PREFIX + "protected-until";

  /**
   * Since when a snapshot of ours outlives its image and its object because another image uses it,
   * ISO date and time in UTC; it is deleted once no image does.
   */
  public static final String RELEASED = PREFIX + "released";

  /** The keys that say whose a thing is; removed when it is let go. */
  public static final Set<String> OWNERSHIP = Set.of(CLUSTER, RESOURCE, ROLE, SOURCE, MADE_AS);

  private TagKeys() {}

  /** Whether these tags say that a cluster's operator, this one or another, manages the thing. */
  public static boolean managed(Map<String, String> tags) {
    return tags.containsKey(RESOURCE) || tags.containsKey(CLUSTER);
  }
}
