package dev.amioperator.observer;

/**
 * An EC2 query with an answer of type {@code T}, from the factories of this package.
 *
 * @param type how EC2 answers it
 * @param key the EC2 resource; queries with the same type and key share an answer
 */
public record Query<T>(QueryType<T> type, String key) {
  private static final String REGION = "all";

  /** A query with a single answer in a region. */
  static <T> Query<T> ofRegion(QueryType<T> type) {
    return new Query<>(type, REGION);
  }

  /** How often reading the answer from EC2 is worth its cost. */
  public ReadFrequency frequency() {
    return type.frequency();
  }

  /** Whether a write of the operator to EC2 can change the answer. */
  public boolean changedByWrites() {
    return frequency() != ReadFrequency.REGIONS;
  }

  @Override
  public String toString() {
    return type.name() + " " + key;
  }
}
