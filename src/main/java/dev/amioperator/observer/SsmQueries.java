package dev.amioperator.observer;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Queries about SSM parameters, which name images. */
public final class SsmQueries {
  /** GetParameters takes at most this many names. */
  private static final int PARAMETERS_PER_CALL = 10;

  private static final QueryType<Optional<String>> PARAMETER =
      QueryType.<Optional<String>>batched(
              "parameter",
              PARAMETERS_PER_CALL,
              (reads, names) ->
                  reads.parameters().parameters(reads.accountRegion(), names).entrySet().stream()
                      .collect(Collectors.toMap(Map.Entry::getKey, e -> Optional.of(e.getValue()))),
              (before, at) -> Optional.empty())
          .readBy(ReadFrequency.SEARCH);

  private SsmQueries() {}

  /** The value of an SSM parameter, private or public; empty if it is missing. */
  public static Query<Optional<String>> parameter(String name) {
    return new Query<>(PARAMETER, name);
  }
}
