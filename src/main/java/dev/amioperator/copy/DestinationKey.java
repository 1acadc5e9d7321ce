package dev.amioperator.copy;

import java.util.Comparator;

/**
 * The AwsAccount and region of a destination.
 *
 * @param account the AwsAccount's name
 */
record DestinationKey(String account, String region) implements Comparable<DestinationKey> {
  private static final Comparator<DestinationKey> ORDER =
      Comparator.comparing(DestinationKey::account).thenComparing(DestinationKey::region);

  @Override
  public int compareTo(DestinationKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return account + "/" + region;
  }
}
