package dev.amioperator.retention;

import static java.util.stream.Collectors.joining;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageUsageReport;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.UsageReportAction.CreateImageUsageReport;
import dev.amioperator.ec2.UsageReportAction.DeleteImageUsageReport;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Scope;
import dev.amioperator.observer.UsageQueries;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequestedRead;
import dev.amioperator.usage.ReportedUse;
import dev.amioperator.usage.UnreadablePlace;
import dev.amioperator.usage.Usage;
import dev.amioperator.usage.UsagePlace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads EC2's usage reports about images that are due to be disabled or deregistered and shared
 * outside their account, in accounts with {@code spec.usageReports}. In mode Approved an image
 * waits for its approval first: reports of what is never retired are of no use.
 */
final class ReportedUseReads {
  /** EC2 permits 2,000 pending reports in a region, which other programs need, too. */
  static final int AT_ONCE = 100;

  /** Entries of a report that is available never change. */
  private static final Duration MAX_ENTRIES_AGE = Duration.ofHours(12);

  private static final Comparator<Decision> DUE_FIRST =
      Comparator.comparing((Decision decision) -> decision.dueAt().orElse(Instant.MAX))
          .thenComparing(Decision::imageId);

  private final Function<AccountRegion, ObservationSession> sessions;
  private final Map<String, UsagePlace> places = new HashMap<>();
  private final Map<AccountRegion, Boolean> enabled = new HashMap<>();
  private final Set<String> dueImages = new HashSet<>();

  ReportedUseReads(Function<AccountRegion, ObservationSession> sessions) {
    this.sessions = sessions;
  }

  /**
   * Requests what the images lack, those due first.
   *
   * @return its value throws {@link ObservationReader.ObservationPendingException} while EC2 is
   *     queried
   */
  RequestedRead<Void> request(List<Decision> decisions, Facts facts) {
    return RequestedRead.of(
        () -> {
          RequestedRead.all(
              decisions.stream()
                  .filter(decision -> isEnabled(decision.accountRegion()))
                  .filter(decision -> isUnread(decision, facts))
                  .sorted(DUE_FIRST)
                  .<Runnable>map(decision -> () -> read(decision, facts))
                  .toList());
          return null;
        });
  }

  /** What reports and the other places know together about an image. */
  Usage combined(String imageId, Usage otherPlaces) {
    return Optional.ofNullable(places.get(imageId))
        .map(place -> Usage.combined(List.of(otherPlaces, place.usageOf(imageId))))
        .orElse(otherPlaces);
  }

  /** The actions on the reports of an image: one that fails does not stop the others. */
  Stream<PlannedActions> actions(Decision decision) {
    if (!(places.get(decision.imageId()) instanceof ReportedUse reported)) {
      return Stream.of();
    }
    ReportedUse.Renewal renewal = reported.renewal();
    return Stream.<AwsAction>concat(
            renewal.delete().stream().map(DeleteImageUsageReport::new),
            renewal.create() ? Stream.of(create(decision, reported)) : Stream.of())
        .map(
            action ->
                new PlannedActions(
                    decision.accountRegion(),
                    new PlannedActions.Purpose.UsageReport(decision.imageId()),
                    List.of(action)));
  }

  /** An image may turn out to be due once it is read again: then its place has to prove more. */
  private boolean isUnread(Decision decision, Facts facts) {
    UsagePlace place = places.get(decision.imageId());
    return place == null
        || place instanceof ReportedUse reported
            && reported.proof().unkeptSince().isEmpty()
            && isDue(decision, facts);
  }

  private boolean isEnabled(AccountRegion region) {
    return enabled.computeIfAbsent(region, key -> sessions.apply(key).usageReports());
  }

  private void read(Decision decision, Facts facts) {
    ObservationSession session = sessions.apply(decision.accountRegion());
    boolean due = isDue(decision, facts);
    Observation<List<ImageUsageReport>> listed =
        session.observation(
            Scope.ownedBy(session.owner()),
            UsageQueries.reports(),
            facts.freshness().evaluationStart());
    if (listed instanceof Observation.Failed<List<ImageUsageReport>>(var failure, var retryAt)) {
      if (due) {
        unreadable(
            decision,
            "whether other accounts use %s is told by EC2 usage reports. %s failed: %s"
                .formatted(decision.imageId(), failure.action(), failure.getMessage()));
      }
      return;
    }
    List<ImageUsageReport> reports =
        session.value(listed).stream()
            .filter(report -> report.imageId().equals(decision.imageId()))
            .toList();
    if (due && !mayAsk(decision.imageId())) {
      unreadable(
          decision,
          "use in other accounts is determined for %d images at once, and others are due before %s"
              .formatted(AT_ONCE, decision.imageId()));
    } else if (!reports.isEmpty() || due && isShared(session, decision, facts)) {
      place(session, decision, reports, facts);
    }
  }

  private boolean mayAsk(String dueImage) {
    return dueImages.contains(dueImage) || dueImages.size() < AT_ONCE && dueImages.add(dueImage);
  }

  private static boolean isDue(Decision decision, Facts facts) {
    return decision.nextStep().filter(step -> step != RetireStep.DEPRECATE).isPresent()
        && decision.dueAt().filter(at -> !at.isAfter(facts.now())).isPresent()
        && facts.approval().covers(decision);
  }

  /** EC2 removes the permissions of a disabled image, which the policy's tag counts. */
  private boolean isShared(ObservationSession session, Decision decision, Facts facts) {
    Image image = decision.image();
    if (image.settings().everyone()) {
      return true;
    }
    if (image.state() == Image.State.DISABLED) {
      return PermissionsTag.of(image).map(tag -> tag.entries() > 0).orElse(true);
    }
    Observation<LaunchPermissions> permissions =
        session.observation(
            Scope.ownedBy(session.owner()),
            ImageQueries.launchPermissions(image.id()),
            facts.freshness().evaluationStart());
    if (permissions instanceof Observation.Failed<LaunchPermissions>(var failure, var retryAt)) {
      unreadable(
          decision,
          "whether %s is shared with other accounts is unknown. %s failed: %s"
              .formatted(image.id(), failure.action(), failure.getMessage()));
      return false;
    }
    return !session.value(permissions).isEmpty();
  }

  private void place(
      ObservationSession session, Decision decision, List<ImageUsageReport> reports, Facts facts) {
    Observation<List<ImageUsageReport.Entry>> entries =
        ReportedUse.latestAvailable(reports)
            .map(
                report ->
                    session.observation(
                        Scope.WHOLE_REGION,
                        UsageQueries.reportEntries(report.id()),
                        facts.now().minus(MAX_ENTRIES_AGE)))
            .orElseGet(Observation.Pending::new);
    ReportedUse place =
        new ReportedUse(
            reports,
            entries,
            new ReportedUse.Proof(
                decision.unkeptSince().filter(since -> isDue(decision, facts)),
                facts.freshness().interval(),
                facts.now()));
    if (place.pending()) {
      session.value(entries);
    }
    places.put(decision.imageId(), place);
  }

  private void unreadable(Decision decision, String why) {
    places.put(decision.imageId(), new UnreadablePlace(why));
  }

  /**
   * The token names what the report replaces, so that a repeated call creates no second one,
   * whichever policy of the cluster makes it. With the day in it, no report that EC2 deleted long
   * ago is meant.
   */
  private AwsAction create(Decision decision, ReportedUse reported) {
    String cluster = sessions.apply(decision.accountRegion()).claimant().cluster().value();
    String replaced =
        reported.reports().stream().map(ImageUsageReport::id).sorted().collect(joining(" "));
    return new CreateImageUsageReport(
        decision.imageId(),
        Owner.hash(
            String.join(
                " ",
                cluster,
                decision.imageId(),
                reported.proof().now().truncatedTo(ChronoUnit.DAYS).toString(),
                replaced)),
        Map.of(TagKeys.CLUSTER, cluster));
  }
}
