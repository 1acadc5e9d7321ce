package dev.amioperator.copy;

import dev.amioperator.account.AccountGate;
import dev.amioperator.account.AccountWatch;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ec2.Place;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.Happenings;
import dev.amioperator.reconcile.Outcome;
import dev.amioperator.reconcile.Reporter;
import dev.amioperator.reconcile.Rhythm;
import dev.amioperator.reconcile.Suspension;
import dev.amioperator.reconcile.Verdict;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Brings every region to what an AmiCopy says of it: observe, plan, act, report. */
@GradualRetry(maxAttempts = Rhythm.UNLIMITED, maxInterval = Rhythm.LONGEST_RETRY_MILLIS)
@ControllerConfiguration(name = "amicopy", finalizerName = Api.FINALIZER)
public class AmiCopyReconciler implements Reconciler<AmiCopy>, Cleaner<AmiCopy> {
  private final RegionReconciler regions;
  private final AccountGate accounts;
  private final Reporter reporter;
  private final Happenings happenings;
  private final Rhythm rhythm;
  private final ClusterId cluster;
  private final InstantSource clock;

  AmiCopyReconciler(
      RegionReconciler regions,
      AccountGate accounts,
      Reporter reporter,
      Happenings happenings,
      Rhythm rhythm,
      ClusterId cluster,
      InstantSource clock) {
    this.regions = regions;
    this.accounts = accounts;
    this.reporter = reporter;
    this.happenings = happenings;
    this.rhythm = rhythm;
    this.cluster = cluster;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, AmiCopy>> prepareEventSources(EventSourceContext<AmiCopy> context) {
    InformerEventSource<AmiImage, AmiCopy> images = SourceWatch.of(context);
    return List.of(
        images,
        AccountWatch.of(
            context,
            AmiCopy.class,
            copy -> SourceLook.accountRef(copy, SourceWatch.imageOf(copy, images))));
  }

  @Override
  public UpdateControl<AmiCopy> reconcile(AmiCopy resource, Context<AmiCopy> context) {
    Round round = settle(resource, pass(resource, context));
    return UpdateControl.<AmiCopy>noUpdate().rescheduleAfter(report(resource, round, context));
  }

  @Override
  public DeleteControl cleanup(AmiCopy resource, Context<AmiCopy> context) {
    Optional<Round> left = depart(resource, pass(resource, context));
    return left.isEmpty()
        ? DeleteControl.defaultDelete()
        : DeleteControl.noFinalizerRemoval()
            .rescheduleAfter(report(resource, left.get(), context).toMillis());
  }

  /** What one reconcile came to; the regions set the pace of the next. */
  private record Round(Outcome<AmiCopyStatus> outcome, List<Regional> regions) {}

  private Round settle(AmiCopy resource, Pass pass) {
    Optional<Verdict> obstacle = Suspension.of(resource.getSpec().suspend()).or(pass::locked);
    if (obstacle.isPresent()) {
      return new Round(pass.status().asking(obstacle.get()), List.of());
    }
    Source source = read(pass);
    List<Regional> all =
        Stream.concat(
                pass.desired().regions().stream().map(region -> converge(pass, source, region)),
                pass.going().stream().flatMap(entry -> clear(pass, entry).stream()))
            .toList();
    if (all.stream().noneMatch(Regional::asking)) {
      regions.sourceServed(pass.desired());
    }
    return round(pass, source, all);
  }

  /** Nothing, once every region is clean. */
  private Optional<Round> depart(AmiCopy resource, Pass pass) {
    if (Annotations.abandoned(resource) || pass.status().entries().isEmpty()) {
      return Optional.empty();
    }
    Optional<Verdict> obstacle = Suspension.of(resource.getSpec().suspend()).or(pass::locked);
    if (obstacle.isPresent()) {
      return Optional.of(new Round(pass.status().asking(obstacle.get()), List.of()));
    }
    List<Regional> left =
        pass.status().entries().stream().flatMap(entry -> clear(pass, entry).stream()).toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(round(pass, pass.source(), left));
  }

  private static Round round(Pass pass, Source source, List<Regional> regions) {
    return new Round(pass.status().of(pass.account(), pass.desired(), source, regions), regions);
  }

  private Regional converge(Pass pass, Source source, String region) {
    Optional<RegionStatus> entry = pass.status().entry(region);
    return switch (pass.doors().get(region)) {
      case AccountGate.Entry.Closed(Verdict why) -> Regional.ofWanted(region, entry, why);
      case AccountGate.Entry.Open(Place place, var allow) ->
          source instanceof Source.Unknown(Verdict why)
              ? Regional.ofWanted(region, entry, why)
              : converge(pass, source, place, entry);
    };
  }

  /** A region that is not at rest after all needs the source, which was not looked at yet. */
  private Regional converge(Pass pass, Source source, Place place, Optional<RegionStatus> entry) {
    SourceId id = source.id().orElseThrow();
    boolean settled = pass.settled(place.region());
    Optional<Verdict> refusal = pass.refusal();
    Regional regional =
        regions.converge(
            new Target(pass.desired(), id, source, place, entry), refusal, pass.now(), settled);
    if (!regional.asking() || !(source instanceof Source.Unread)) {
      return regional;
    }
    Source read = regions.read(pass.desired(), id, pass.account(), pass.now(), settled);
    return read instanceof Source.Unread
        ? regional
        : regions.converge(
            new Target(pass.desired(), id, read, place, entry), refusal, pass.now(), settled);
  }

  private Optional<Regional> clear(Pass pass, RegionStatus entry) {
    return switch (pass.doors().get(entry.region())) {
      case AccountGate.Entry.Closed(Verdict why) -> Optional.of(Regional.ofGoing(entry, why));
      case AccountGate.Entry.Open(Place place, var allow) ->
          regions.clear(pass.desired(), place, entry, pass.now());
    };
  }

  /** The source as EC2 shows it, if any copy needs it. */
  private Source read(Pass pass) {
    return pass.source() instanceof Source.Unread(SourceId id) && pass.needsSource()
        ? regions.read(pass.desired(), id, pass.account(), pass.now(), pass.settled())
        : pass.source();
  }

  private Pass pass(AmiCopy resource, Context<AmiCopy> context) {
    Optional<AmiImage> image = context.getSecondaryResource(AmiImage.class);
    Optional<AwsAccount> account = context.getSecondaryResource(AwsAccount.class);
    String accountRef = SourceLook.accountRef(resource, image);
    CopyStatus status = new CopyStatus(resource, clock.instant());
    Desired desired = Desired.of(resource, cluster);
    SortedMap<String, AccountGate.Entry> doors = new TreeMap<>();
    Stream.concat(desired.regions().stream(), status.entries().stream().map(RegionStatus::region))
        .forEach(region -> doors.put(region, door(accountRef, account, region, status)));
    return new Pass(desired, status, SourceLook.named(resource, image), doors, clock.instant());
  }

  /** The pinned account has to be the same, and has to list a region that is new. */
  private AccountGate.Entry door(
      String accountRef, Optional<AwsAccount> account, String region, CopyStatus status) {
    AccountGate.Entry pinned = accounts.enter(accountRef, account, region, status.accountId());
    return pinned instanceof AccountGate.Entry.Open && status.entry(region).isEmpty()
        ? accounts.enter(accountRef, account, region, null)
        : pinned;
  }

  private Duration report(AmiCopy resource, Round round, Context<AmiCopy> context) {
    Duration again = reporter.report(resource, round.outcome(), AmiCopy::new, context);
    News.of(resource.getStatus(), round.outcome().status())
        .forEach(news -> happenings.publish(resource, news));
    return round.regions().stream()
        .map(region -> rhythm.after(region.verdict()))
        .reduce(again, (a, b) -> a.compareTo(b) <= 0 ? a : b);
  }
}
