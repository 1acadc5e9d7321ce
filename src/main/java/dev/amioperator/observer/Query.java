package dev.amioperator.observer;

/**
 * A read of EC2 whose answer is a {@code T}; made by the factories of this package only.
 *
 * @param type how it is answered
 * @param key which resource it is about; queries of the same type and key share an answer
 */
public record Query<T>(QueryType<T> type, String key) {
  private static final String REGION = "all";

  /** A query that has only a single answer in a region. */
  static <T> Query<T> ofRegion(QueryType<T> type) {
    return new Query<>(type, REGION);
  }

  /** How often EC2 is worth asking. */
  public ReadFrequency frequency() {
    return type.frequency();
  }

  @Override
  public String toString() {
    return type.name() + " " + key;
  }
}
