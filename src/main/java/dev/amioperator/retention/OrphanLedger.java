package dev.amioperator.retention;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.SnapshotDeletion;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatusSnapshotDeletionBuilder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The orphaned snapshots that a policy counted in the last 24 hours, each before it was deleted
 * ({@code status.snapshotDeletions}). A snapshot that is not deleted by the end of that time is
 * counted again.
 */
record OrphanLedger(List<SnapshotDeletion> entries) {
  static final OrphanLedger EMPTY = new OrphanLedger(List.of());

  /** What EC2 answered to DeleteSnapshot: empty, it deleted the snapshot; else why it did not. */
  record Outcome(String snapshotId, Optional<String> refusal) {}

  OrphanLedger {
    entries = List.copyOf(entries);
  }

  /** The entries of a status that still count. */
  static OrphanLedger of(List<SnapshotDeletion> recorded, Instant now) {
    return recorded == null ? EMPTY : new OrphanLedger(new OrphanLedger(recorded).counted(now));
  }

  /** The entries that count for the limit; a time that cannot be read counts as now. */
  List<SnapshotDeletion> counted(Instant now) {
    return entries.stream()
        .filter(entry -> countedAt(entry, now).plus(RetirementLimit.PERIOD).isAfter(now))
        .toList();
  }

  private static Instant countedAt(SnapshotDeletion entry, Instant now) {
    try {
      Instant at = Instant.parse(entry.counted());
      return at.isAfter(now) ? now : at;
    } catch (DateTimeParseException e) {
      return now;
    }
  }

  /** The snapshots that were counted, and that EC2 neither deleted nor refused to delete. */
  Set<String> pending() {
    return entries.stream()
        .filter(entry -> entry.deleted() == null && entry.message() == null)
        .map(SnapshotDeletion::snapshotId)
        .collect(toSet());
  }

  boolean deleted(String snapshotId) {
    return entry(snapshotId).filter(entry -> entry.deleted() != null).isPresent();
  }

  /** When EC2 confirmed the deletion. */
  Optional<Instant> deletedAt(String snapshotId) {
    return entry(snapshotId).map(SnapshotDeletion::deleted).flatMap(OrphanLedger::parse);
  }

  Optional<String> refusal(String snapshotId) {
    return entry(snapshotId).map(SnapshotDeletion::message);
  }

  private Optional<SnapshotDeletion> entry(String snapshotId) {
    return entries.stream().filter(entry -> entry.snapshotId().equals(snapshotId)).findFirst();
  }

  private static Optional<Instant> parse(String time) {
    try {
      return Optional.of(Instant.parse(time));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** With snapshots that are counted now, to be deleted once the status is written. */
  OrphanLedger counting(Collection<OrphanDecision> due, Instant now) {
    String counted = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new OrphanLedger(
        Stream.concat(
                entries.stream(),
                due.stream()
                    .map(
                        decision ->
                            new SnapshotDeletion(
                                decision.accountRegion().account(),
                                decision.accountRegion().accountId(),
                                decision.accountRegion().region(),
                                decision.snapshotId(),
                                counted,
                                null,
                                null)))
            .toList());
  }

  /** With what EC2 answered. */
  OrphanLedger answered(List<Outcome> outcomes, Instant now) {
    Map<String, Outcome> byId =
        outcomes.stream().collect(toMap(Outcome::snapshotId, outcome -> outcome));
    return new OrphanLedger(
        entries.stream()
            .map(
                entry ->
                    Optional.ofNullable(byId.get(entry.snapshotId()))
                        .map(outcome -> answered(entry, outcome, now))
                        .orElse(entry))
            .toList());
  }

  private static SnapshotDeletion answered(SnapshotDeletion entry, Outcome outcome, Instant now) {
    return AmiRetentionPolicyStatusSnapshotDeletionBuilder.builder(entry)
        .deleted(
            outcome.refusal().isEmpty() ? now.truncatedTo(ChronoUnit.SECONDS).toString() : null)
        .message(outcome.refusal().orElse(null))
        .build();
  }
}
