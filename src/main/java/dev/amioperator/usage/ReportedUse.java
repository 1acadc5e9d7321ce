package dev.amioperator.usage;

import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageUsageReport;
import dev.amioperator.ec2.ImageUsageReport.State;
import dev.amioperator.observer.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The use of a shared image in other accounts, as EC2's usage reports tell it. A report is late:
 * "Instance activity from the past 24 hours and launch template activity from the past few days
 * might not appear in the report" (EC2 user guide, View your AMI usage). It counts the instances,
 * launch templates and Image Builder recipes of other accounts (API reference,
 * ImageUsageResourceTypeRequest).
 *
 * @param reports the cluster's reports about the image, in any order
 * @param entries those of the latest available report; pending if there is none
 * @param proof what a report has to prove
 */
public record ReportedUse(
    List<ImageUsageReport> reports, Observation<List<ImageUsageReport.Entry>> entries, Proof proof)
    implements UsagePlace {
  /** The "few days" of launch templates, on the safe side. */
  public static final Duration LAG = Duration.ofDays(3);

  /** How long EC2 may take for a report, and its answer count, besides the policy's interval. */
  private static final Duration USABLE_FOR = Duration.ofDays(2);

  /** A report that found a use holds the image for this long before a newer one is requested. */
  private static final Duration USE_REPORTED_AGAIN_AFTER = Duration.ofDays(7);

  /** A report that EC2 could not create is requested again after this. */
  private static final Duration RETRIED_AFTER = Duration.ofHours(6);

  private static final Comparator<ImageUsageReport> BY_AGE =
      Comparator.comparing(ImageUsageReport::created).thenComparing(ImageUsageReport::id);

  public ReportedUse {
    reports = List.copyOf(reports);
  }

  /**
   * What a report has to prove, and when.
   *
   * @param unkeptSince when no rule kept the image any more: the report has to tell about a later
   *     time; empty: no proof is needed, as no step is due
   * @param interval between two looks at the report
   */
  public record Proof(Optional<Instant> unkeptSince, Duration interval, Instant now) {
    /** No report that was created before proves anything. */
    private Instant notBefore() {
      Instant recent = recent();
      return unkeptSince.map(since -> since.plus(LAG)).filter(recent::isBefore).orElse(recent);
    }

    /** What was created before is too old, whatever it is to prove. */
    private Instant recent() {
      return now.minus(USABLE_FOR).minus(interval);
    }
  }

  /** What is to be done about the reports of an image. */
  public record Renewal(boolean create, List<String> delete) {
    public Renewal {
      delete = List.copyOf(delete);
    }
  }

  /** The latest report of an image whose entries can be read. */
  public static Optional<ImageUsageReport> latestAvailable(List<ImageUsageReport> reports) {
    return reports.stream().filter(report -> report.state() == State.AVAILABLE).max(BY_AGE);
  }

  @Override
  public Usage usageOf(String imageId) {
    return latestAvailable(reports)
        .map(
            report ->
                switch (entries) {
                  case Observation.Known<List<ImageUsageReport.Entry>>(var found, var at) ->
                      found.isEmpty()
                          ? unused(report, imageId)
                          : new Usage.Used(references(report, found));
                  case Observation.Pending<List<ImageUsageReport.Entry>>() -> new Usage.Pending();
                  case Observation.Failed<List<ImageUsageReport.Entry>>(var failure, var retryAt) ->
                      new Usage.Unknown(
                          "usage report %s of %s could not be read. %s failed: %s"
                              .formatted(
                                  report.id(), imageId, failure.action(), failure.getMessage()));
                })
        .orElseGet(() -> unproven(imageId));
  }

  @Override
  public boolean pending() {
    return entries instanceof Observation.Pending && latestAvailable(reports).isPresent();
  }

  /** Which reports of the image to delete, and whether to create one. */
  public Renewal renewal() {
    Map<Boolean, List<ImageUsageReport>> byNeed =
        reports.stream().collect(Collectors.partitioningBy(this::isNeeded));
    boolean create =
        byNeed.get(true).stream()
            .max(BY_AGE)
            .map(newest -> newest.state() == State.AVAILABLE && isOutdated(newest))
            .orElseGet(this::mayProve);
    return new Renewal(
        create, byNeed.get(false).stream().map(ImageUsageReport::id).sorted().toList());
  }

  /** Whether a report can still tell more than the latest that is available. */
  private boolean isNeeded(ImageUsageReport report) {
    Optional<ImageUsageReport> available = latestAvailable(reports);
    return available.filter(latest -> BY_AGE.compare(report, latest) < 0).isEmpty()
        && switch (report.state()) {
          case AVAILABLE -> true;
          case PENDING -> !isStuck(report);
          case ERROR, UNKNOWN -> report.created().plus(RETRIED_AFTER).isAfter(proof.now());
        };
  }

  private boolean isOutdated(ImageUsageReport available) {
    if (!(entries instanceof Observation.Known<List<ImageUsageReport.Entry>>(var found, var at))) {
      return false;
    }
    return found.isEmpty()
        ? available.created().isBefore(proof.notBefore()) && mayProve()
        : !available.created().plus(USE_REPORTED_AGAIN_AFTER).isAfter(proof.now());
  }

  /** Whether a step is due for which a report of now would be a proof. */
  private boolean mayProve() {
    return proof.unkeptSince().filter(since -> !since.plus(LAG).isAfter(proof.now())).isPresent();
  }

  private boolean isStuck(ImageUsageReport pending) {
    return pending.created().isBefore(proof.recent());
  }

  private Usage unused(ImageUsageReport report, String imageId) {
    return proof.unkeptSince().isEmpty() || !report.created().isBefore(proof.notBefore())
        ? new Usage.Unused(Instant.MAX)
        : unproven(imageId);
  }

  private Usage unproven(String imageId) {
    return proof.unkeptSince().isEmpty()
        ? new Usage.Unused(Instant.MAX)
        : new Usage.Unknown(
            "whether other accounts use %s, which is shared, is told by an EC2 usage report, and %s"
                .formatted(imageId, missing()));
  }

  private String missing() {
    Optional<ImageUsageReport> newest = reports.stream().max(BY_AGE);
    if (newest.isPresent() && newest.get().state() == State.PENDING) {
      return "EC2 has been creating %s since %s"
          .formatted(newest.get().id(), newest.get().created());
    }
    if (newest.isPresent() && newest.get().state() != State.AVAILABLE) {
      String reason = newest.get().stateReason();
      return "EC2 could not create %s: %s. It is requested again after %d hours"
          .formatted(
              newest.get().id(),
              reason.isEmpty() ? "it names no reason" : reason,
              RETRIED_AFTER.toHours());
    }
    if (!mayProve()) {
      return "none is requested before %s, as it does not show the last %d days"
          .formatted(proof.unkeptSince().orElseThrow().plus(LAG), LAG.toDays());
    }
    return newest
        .map(
            old ->
                "%s of %s is too old. A newer one is requested".formatted(old.id(), old.created()))
        .orElse("there is none. One is requested");
  }

  private static List<ImageReference> references(
      ImageUsageReport report, List<ImageUsageReport.Entry> entries) {
    return entries.stream()
        .map(
            entry ->
                new ImageReference(
                    report.imageId(),
                    entry.resourceType(),
                    "of account %s (%d by usage report %s of %s)"
                        .formatted(
                            entry.accountId(), entry.count(), report.id(), report.created())))
        .toList();
  }
}
