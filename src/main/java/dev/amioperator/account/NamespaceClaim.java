package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ownership.Installation;
import dev.amioperator.ownership.WatchedNamespaces;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Claim of an installation to the objects of its namespaces, in an annotation of each AwsAccount.
 *
 * <p>The AwsAccount is what two installations with a common namespace would share, the only kind
 * that every installation may read, and no tenant may write it. The value is the time of the last
 * renewal and the namespaces: {@code 2027-01-31T12:00:00Z team-a team-b}, or {@code *} for all.
 *
 * @param renewed empty if the value cannot be read, which counts as a claim to every namespace
 */
record NamespaceClaim(
    Installation installation, WatchedNamespaces namespaces, Optional<Instant> renewed) {

  /** A claim that is not renewed for so long belongs to an installation that no longer exists. */
  static final Duration VALID = Duration.ofHours(1);

  /** Far more often than {@link #VALID}, and rare enough for those who watch AwsAccounts. */
  static final Duration RENEWAL = Duration.ofMinutes(10);

  private static final String EVERY = "*";

  /** An installation that must not run beside the own one, and the namespaces of both. */
  record Overlap(String account, Installation other, WatchedNamespaces common) {
    /** What is wrong and what to do. */
    String message() {
      return ("Installation %s also watches %s, according to the annotation %s of AwsAccount %s. No"
              + " object is reconciled here until only one of both does: change watchNamespaces, or"
              + " uninstall one. %s")
          .formatted(other, common, other.claimAnnotation(), account, expiry());
    }

    private String expiry() {
      return "The claim of an uninstalled installation expires after an hour; to end it at once,"
          + " remove the annotation.";
    }
  }

  /** The claims on an AwsAccount. */
  static List<NamespaceClaim> on(AwsAccount account) {
    Map<String, String> annotations =
        Optional.ofNullable(account.getMetadata().getAnnotations()).orElse(Map.of());
    return annotations.entrySet().stream()
        .flatMap(
            entry ->
                Installation.ofClaimAnnotation(entry.getKey())
                    .map(installation -> parse(installation, entry.getValue()))
                    .stream())
        .toList();
  }

  private static NamespaceClaim parse(Installation installation, String value) {
    String[] words = value.strip().split("\\s+");
    try {
      Instant renewed = Instant.parse(words[0]);
      Set<String> names = new TreeSet<>(List.of(words).subList(1, words.length));
      return new NamespaceClaim(
          installation,
          names.contains(EVERY) ? WatchedNamespaces.ALL : WatchedNamespaces.of(names),
          Optional.of(renewed));
    } catch (DateTimeParseException unreadable) {
      return new NamespaceClaim(installation, WatchedNamespaces.ALL, Optional.empty());
    }
  }

  /** The annotation's value. */
  String value() {
    return Stream.concat(
            renewed.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).stream(),
            namespaces.all() ? Stream.of(EVERY) : new TreeSet<>(namespaces.names()).stream())
        .reduce((left, right) -> left + " " + right)
        .orElseThrow();
  }

  /**
   * Whether the claim was renewed recently; an unreadable one may be valid. A date as far in the
   * future is not that of a renewal.
   */
  boolean validAt(Instant now) {
    return renewed.map(at -> isWithin(VALID, at, now)).orElse(true);
  }

  /** Whether the claim has to be written again, as if its date is in the future. */
  boolean renewalDueAt(Instant now) {
    return !renewed.map(at -> isWithin(RENEWAL, at, now)).orElse(false);
  }

  /** A difference, since the sum of a date and a duration may be no date. */
  private static boolean isWithin(Duration most, Instant at, Instant now) {
    return Duration.between(at, now).abs().compareTo(most) < 0;
  }

  /** The valid claim of another installation to a namespace of this claim. */
  Optional<Overlap> overlapOn(AwsAccount account, FutureClaims futureClaims, Instant now) {
    return on(account).stream()
        .filter(other -> !other.installation.equals(installation))
        .map(other -> futureClaims.dated(account, other, now))
        .filter(other -> other.validAt(now))
        .filter(other -> other.namespaces.overlaps(namespaces))
        .findFirst()
        .map(
            other ->
                new Overlap(
                    account.getMetadata().getName(),
                    other.installation,
                    namespaces.intersect(other.namespaces)));
  }
}
