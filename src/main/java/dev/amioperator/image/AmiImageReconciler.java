package dev.amioperator.image;

import dev.amioperator.account.AccountGate;
import dev.amioperator.account.AccountWatch;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.ec2.Place;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.Happenings;
import dev.amioperator.reconcile.Outcome;
import dev.amioperator.reconcile.Reason;
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
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Brings EC2 to what an AmiImage says: observe, plan, act, report. */
@GradualRetry(maxAttempts = Rhythm.UNLIMITED, maxInterval = Rhythm.LONGEST_RETRY_MILLIS)
@ControllerConfiguration(name = "amiimage", finalizerName = Api.FINALIZER)
public class AmiImageReconciler implements Reconciler<AmiImage>, Cleaner<AmiImage> {
  private final ImageRounds rounds;
  private final AccountGate accounts;
  private final Reporter reporter;
  private final Happenings happenings;
  private final ClusterId cluster;
  private final UserData userData;
  private final InstantSource clock;
  private volatile Cache<AmiImage> siblings;

  AmiImageReconciler(
      ImageRounds rounds,
      AccountGate accounts,
      Reporter reporter,
      Happenings happenings,
      ClusterId cluster,
      UserData userData,
      InstantSource clock) {
    this.rounds = rounds;
    this.accounts = accounts;
    this.reporter = reporter;
    this.happenings = happenings;
    this.cluster = cluster;
    this.userData = userData;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, AmiImage>> prepareEventSources(EventSourceContext<AmiImage> context) {
    siblings = context.getPrimaryCache();
    return List.of(AccountWatch.of(context, AmiImage.class, AmiImageReconciler::account));
  }

  @Override
  public UpdateControl<AmiImage> reconcile(AmiImage resource, Context<AmiImage> context) {
    Outcome<AmiImageStatus> outcome = settle(resource, context);
    Duration again = reporter.report(resource, outcome, AmiImage::new, context);
    Succession.news(resource.getStatus(), outcome.status())
        .ifPresent(news -> happenings.publish(resource, news));
    Loss.news(resource.getStatus(), outcome.status())
        .ifPresent(news -> happenings.publish(resource, news));
    return UpdateControl.<AmiImage>noUpdate().rescheduleAfter(again);
  }

  @Override
  public DeleteControl cleanup(AmiImage resource, Context<AmiImage> context) {
    Optional<Outcome<AmiImageStatus>> left = depart(resource, context);
    if (left.isEmpty()) {
      return DeleteControl.defaultDelete();
    }
    Duration again = reporter.report(resource, left.get(), AmiImage::new, context);
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(again.toMillis());
  }

  private Outcome<AmiImageStatus> settle(AmiImage resource, Context<AmiImage> context) {
    ImageStatus status = new ImageStatus(resource, clock.instant());
    Optional<Verdict> suspension = Suspension.of(resource.getSpec().suspend());
    if (suspension.isPresent()) {
      return status.only(suspension.get());
    }
    return switch (enter(resource, context)) {
      case AccountGate.Entry.Closed(Verdict verdict) -> status.asking(verdict);
      case AccountGate.Entry.Open(Place place, AwsAccountSpec.Allow allow) -> {
        Desired desired = Desired.of(resource, cluster);
        yield Permission.toAdopt(desired, allow, place)
            .map(status::only)
            .orElseGet(
                () -> rounds.converge(place, desired, surroundings(resource, allow), status));
      }
    };
  }

  /** Nothing, once EC2 is clean of the object. */
  private Optional<Outcome<AmiImageStatus>> depart(AmiImage resource, Context<AmiImage> context) {
    ImageStatus status = new ImageStatus(resource, clock.instant());
    Desired desired = Desired.of(resource, cluster);
    if (Annotations.abandoned(resource) || desired.observesOnly()) {
      return Optional.empty();
    }
    Optional<Verdict> suspension = Suspension.of(resource.getSpec().suspend());
    return switch (enter(resource, context)) {
      case AccountGate.Entry.Closed(Verdict verdict) ->
          status.blank() && verdict.reason() != Reason.Observing
              ? Optional.empty()
              : Optional.of(suspension.map(status::only).orElseGet(() -> status.asking(verdict)));
      case AccountGate.Entry.Open(Place place, var allow) ->
          rounds.depart(place, desired, status, suspension);
    };
  }

  private Surroundings surroundings(AmiImage resource, AwsAccountSpec.Allow allow) {
    String namespace = resource.getMetadata().getNamespace();
    return new Surroundings(
        allow,
        name -> siblings.get(new ResourceID(name, namespace)),
        key -> userData.read(namespace, key));
  }

  private AccountGate.Entry enter(AmiImage resource, Context<AmiImage> context) {
    String pinned = resource.getStatus() == null ? null : resource.getStatus().accountId();
    return accounts.enter(
        account(resource),
        context.getSecondaryResource(AwsAccount.class),
        resource.getSpec().region(),
        pinned);
  }

  private static String account(AmiImage resource) {
    return AccountGate.nameOf(resource.getSpec().accountRef());
  }
}
