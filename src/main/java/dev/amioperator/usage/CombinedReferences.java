package dev.amioperator.usage;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observation.Failed;
import dev.amioperator.observer.Observation.Known;
import dev.amioperator.observer.Observation.Pending;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The references to an image in several accounts, as a single observation. */
public final class CombinedReferences {
  private CombinedReferences() {}

  /**
   * Combines the answers of accounts. References in any are known; otherwise one failure or pending
   * read is that of all, and the answer is as old as the oldest.
   */
  public static Observation<List<ImageReference>> of(
      List<Observation<List<ImageReference>>> answers) {
    List<ImageReference> references =
        known(answers).flatMap(answer -> answer.value().stream()).toList();
    if (!references.isEmpty()) {
      return new Known<>(references, oldest(answers));
    }
    return answers.stream()
        .filter(Failed.class::isInstance)
        .min(Comparator.comparing(CombinedReferences::isThrottled))
        .or(() -> answers.stream().filter(Pending.class::isInstance).findFirst())
        .orElseGet(() -> new Known<>(List.of(), oldest(answers)));
  }

  /** The answer of another account than the image's, with its name in a failure. */
  public static Observation<List<ImageReference>> inAccount(
      String account, Observation<List<ImageReference>> answer) {
    return answer instanceof Failed<List<ImageReference>>(var failure, var retryAt)
        ? new Failed<>(
            new Ec2CallException(
                failure.errorClass(),
                failure.action() + UsagePlace.ofAccount(account),
                failure.code(),
                failure.getMessage(),
                failure),
            retryAt)
        : answer;
  }

  /** A throttled read is only late, so that another failure tells more. */
  private static boolean isThrottled(Observation<List<ImageReference>> answer) {
    return answer instanceof Failed<List<ImageReference>>(var failure, var retryAt)
        && failure.errorClass() == ErrorClass.THROTTLED;
  }

  private static Instant oldest(List<Observation<List<ImageReference>>> answers) {
    return known(answers).map(Known::observedAt).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static Stream<Known<List<ImageReference>>> known(
      List<Observation<List<ImageReference>>> answers) {
    return answers.stream()
        .flatMap(
            answer ->
                answer instanceof Known<List<ImageReference>> known
                    ? Stream.of(known)
                    : Stream.empty());
  }
}
