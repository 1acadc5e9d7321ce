package dev.amioperator.retention;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.AccountEventSource;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.Observer;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusReporter;
import dev.amioperator.reconcile.StatusUpdate;
import dev.amioperator.reconcile.Suspension;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides which images may go, says so, and in mode Enforce lets them go. */
@GradualRetry(
    maxAttempts = RequeuePolicy.UNLIMITED_RETRIES,
    maxInterval = RequeuePolicy.MAX_RETRY_INTERVAL_MILLIS)
@ControllerConfiguration(name = "amiretentionpolicy", finalizerName = Api.FINALIZER)
public class AmiRetentionPolicyReconciler
    implements Reconciler<AmiRetentionPolicy>, Cleaner<AmiRetentionPolicy> {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Observer observer;
  private final ActionExecutor actuator;
  private final AccountAccess accounts;
  private final StatusReporter reporter;
  private final DecisionFreshness rounds;
  private final RequeuePolicy rhythm;
  private final ClusterId cluster;
  private final InstantSource clock;
  private Neighbours neighbours;

  AmiRetentionPolicyReconciler(
      Observer observer,
      ActionExecutor actionExecutor,
      AccountAccess accounts,
      StatusReporter statusReporter,
      DecisionFreshness decisionFreshness,
      RequeuePolicy requeuePolicy,
      ClusterId cluster,
      InstantSource clock) {
    this.observer = observer;
    this.actuator = actionExecutor;
    this.accounts = accounts;
    this.reporter = statusReporter;
    this.rounds = decisionFreshness;
    this.rhythm = requeuePolicy;
    this.cluster = cluster;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, AmiRetentionPolicy>> prepareEventSources(
      EventSourceContext<AmiRetentionPolicy> context) {
    neighbours = Neighbours.of(context);
    List<EventSource<?, AmiRetentionPolicy>> sources = new ArrayList<>(neighbours.eventSources());
    sources.add(AccountEventSource.of(context, AmiRetentionPolicy.class, Neighbours::account));
    return sources;
  }

  @Override
  public UpdateControl<AmiRetentionPolicy> reconcile(
      AmiRetentionPolicy policy, Context<AmiRetentionPolicy> context) {
    StatusUpdate<AmiRetentionPolicyStatus> statusUpdate = settle(policy, context);
    Duration again = reporter.report(policy, statusUpdate, AmiRetentionPolicy::new, context);
    return UpdateControl.<AmiRetentionPolicy>noUpdate().rescheduleAfter(again);
  }

  @Override
  public DeleteControl cleanup(AmiRetentionPolicy policy, Context<AmiRetentionPolicy> context) {
    Optional<StatusUpdate<AmiRetentionPolicyStatus>> left = leave(policy, context);
    if (left.isEmpty()) {
      return DeleteControl.defaultDelete();
    }
    Duration again = reporter.report(policy, left.get(), AmiRetentionPolicy::new, context);
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(again.toMillis());
  }

  private StatusUpdate<AmiRetentionPolicyStatus> settle(
      AmiRetentionPolicy policy, Context<AmiRetentionPolicy> context) {
    RetentionStatus status = new RetentionStatus(policy, clock.instant());
    Optional<ReadyState> suspension = suspension(policy);
    if (suspension.isPresent()) {
      return status.only(suspension.get());
    }
    if (!neighbours.synced()) {
      return status.asking(
          new ReadyState.Reconciling(
              Reason.Observing, "The cluster's objects are being read.", SOON));
    }
    return switch (enter(policy, status, context)) {
      case Entrance.Closed(ReadyState readyState) -> status.asking(readyState);
      case Entrance.Open open -> decide(policy, open, status);
    };
  }

  private StatusUpdate<AmiRetentionPolicyStatus> decide(
      AmiRetentionPolicy policy, Entrance.Open entrance, RetentionStatus status) {
    Owner owner = Owner.of(cluster, policy);
    Questions questions = new Questions(observer, owner);
    Freshness freshness = rounds.freshnessFor(policy, status.now(), false);
    Facts known = known(policy, entrance, status, freshness);
    try {
      Survey.Findings findings =
          Survey.take(
              questions, known, entrance.places().values(), known.proofNotBefore(), freshness);
      Agenda agenda =
          known.rules().enforce()
              ? agenda(
                  departures(questions, owner, findings, status, freshness),
                  findings,
                  entrance,
                  status)
              : Agenda.nothing(status.ledger(), status.history(), status.now());
      rounds.decided(policy);
      List<Ec2CallException> failures = perform(owner, agenda);
      return status.decided(
          entrance.accountId(),
          PlanSummary.of(findings.decisions()),
          agenda,
          Verdicts.of(known.rules(), findings, agenda, failures));
    } catch (ObservationReader.ObservationPendingException observationPendingException) {
      return status.asking(observationPendingException.readyState());
    }
  }

  private static Agenda agenda(
      Departures departures,
      Survey.Findings findings,
      Entrance.Open entrance,
      RetentionStatus status) {
    return Agenda.of(
        findings.decisions(),
        departures.steps(status.ledger(), entrance.places()),
        departures.newcomers(),
        status.history(),
        status.now());
  }

  /** Finishes what was begun and begins nothing; empty once nothing is left of it. */
  private Optional<StatusUpdate<AmiRetentionPolicyStatus>> leave(
      AmiRetentionPolicy policy, Context<AmiRetentionPolicy> context) {
    RetentionStatus status = new RetentionStatus(policy, clock.instant());
    if (Annotations.abandoned(policy) || status.ledger().isEmpty()) {
      return Optional.empty();
    }
    Optional<ReadyState> suspension = suspension(policy);
    if (suspension.isPresent()) {
      return suspension.map(status::only);
    }
    return switch (enter(policy, status, context)) {
      case Entrance.Closed(ReadyState readyState) -> Optional.of(status.asking(readyState));
      case Entrance.Open open -> finish(policy, open, status);
    };
  }

  private Optional<StatusUpdate<AmiRetentionPolicyStatus>> finish(
      AmiRetentionPolicy policy, Entrance.Open entrance, RetentionStatus status) {
    Owner owner = Owner.of(cluster, policy);
    Questions questions = new Questions(observer, owner);
    Freshness freshness = rounds.freshnessFor(policy, status.now(), false);
    try {
      Survey.Findings findings = Survey.undecided(questions, entrance.places().values(), freshness);
      List<Departures.Step> steps =
          departures(questions, owner, findings, status, freshness)
              .steps(status.ledger(), entrance.places());
      rounds.decided(policy);
      Agenda agenda = Agenda.last(steps, status.history(), status.now());
      List<Ec2CallException> failures = perform(owner, agenda);
      return Verdicts.underWay(agenda, failures)
          .map(readyState -> status.leaving(agenda, readyState));
    } catch (ObservationReader.ObservationPendingException observationPendingException) {
      return Optional.of(status.asking(observationPendingException.readyState()));
    }
  }

  /** What has a say besides EC2. */
  private Facts known(
      AmiRetentionPolicy policy,
      Entrance.Open entrance,
      RetentionStatus status,
      Freshness freshness) {
    return new Facts(
        Rules.of(policy.getSpec(), Neighbours.account(policy)),
        neighbours.others(policy),
        Map.of(),
        neighbours.declarations(cluster),
        entrance.foreignAllowed(),
        Map.of(),
        Passes.began(policy, freshness.startedAt()),
        status.history(),
        status.now());
  }

  private Departures departures(
      Questions questions,
      Owner owner,
      Survey.Findings findings,
      RetentionStatus status,
      Freshness freshness) {
    return new Departures(
        questions, owner, findings, status.history(), rhythm.gracePeriod(), freshness);
  }

  /** Does what the agenda says; the failure of one errand does not hold up the others. */
  private List<Ec2CallException> perform(Owner owner, Agenda agenda) {
    List<Ec2CallException> failures = new ArrayList<>();
    for (Agenda.Errand errand : agenda.errands()) {
      try {
        actuator.execute(errand.place(), owner, errand.actions());
      } catch (Ec2CallException failure) {
        failures.add(failure);
      }
    }
    return failures;
  }

  private Entrance enter(
      AmiRetentionPolicy policy, RetentionStatus status, Context<AmiRetentionPolicy> context) {
    return Entrance.of(
        accounts,
        Neighbours.account(policy),
        context.getSecondaryResource(AwsAccount.class),
        policy.getSpec().regions(),
        status);
  }

  private static Optional<ReadyState> suspension(AmiRetentionPolicy policy) {
    return Suspension.of(policy.getSpec().suspend(), "policy");
  }
}
