package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.CallerIdentity;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.garbagecollection.OrphanedBuildInstanceCollector;
import dev.amioperator.garbagecollection.ReleasedSnapshotCollector;
import dev.amioperator.reconcile.Conditions;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusReporter;
import dev.amioperator.reconcile.StatusUpdate;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Asks STS whose the credentials are, pins the answer, and opens the account's gate. */
@GradualRetry(
    maxAttempts = RequeuePolicy.UNLIMITED_RETRIES,
    maxInterval = RequeuePolicy.MAX_RETRY_INTERVAL_MILLIS)
@ControllerConfiguration(name = "awsaccount", finalizerName = Api.FINALIZER)
public class AwsAccountReconciler implements Reconciler<AwsAccount>, Cleaner<AwsAccount> {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration WHILE_REFERENCED = Duration.ofSeconds(10);

  private final CallerIdentity identity;
  private final AccountAccess gate;
  private final StatusReporter reporter;
  private final OrphanedBuildInstanceCollector sweep;
  private final ReleasedSnapshotCollector reaper;
  private final InstantSource clock;

  AwsAccountReconciler(
      CallerIdentity identity,
      AccountAccess gate,
      StatusReporter statusReporter,
      OrphanedBuildInstanceCollector sweep,
      ReleasedSnapshotCollector releasedSnapshotCollector,
      InstantSource clock) {
    this.identity = identity;
    this.gate = gate;
    this.reporter = statusReporter;
    this.sweep = sweep;
    this.reaper = releasedSnapshotCollector;
    this.clock = clock;
  }

  @Override
  public UpdateControl<AwsAccount> reconcile(AwsAccount account, Context<AwsAccount> context) {
    StatusUpdate<AwsAccountStatus> statusUpdate = verify(account);
    Duration again = reporter.report(account, statusUpdate, AwsAccount::new, context);
    boolean asking =
        statusUpdate.readyState() instanceof ReadyState.Ready
            && tidy(account, statusUpdate.status());
    return UpdateControl.<AwsAccount>noUpdate()
        .rescheduleAfter(asking && again.compareTo(SOON) > 0 ? SOON : again);
  }

  /**
   * Looks for what outlived its object; whether EC2 is still being asked about snapshots of that
   * kind.
   */
  private boolean tidy(AwsAccount account, AwsAccountStatus status) {
    boolean asking = false;
    for (String region : regions(account).toList()) {
      AccountRegion accountRegion =
          new AccountRegion(account.getMetadata().getName(), status.accountId(), region);
      sweep.collect(accountRegion);
      asking |= reaper.collect(accountRegion, clock.instant());
    }
    return asking;
  }

  @Override
  public DeleteControl cleanup(AwsAccount account, Context<AwsAccount> context) {
    List<String> users = users(account.getMetadata().getName(), context.getClient()).toList();
    if (users.isEmpty()) {
      gate.unverified(account.getMetadata().getName());
      return DeleteControl.defaultDelete();
    }
    // What belongs to it can only go through its gate, which a process that began since then has
    // not opened yet.
    StatusUpdate<AwsAccountStatus> verified = verify(account);
    ReadyState held =
        new ReadyState.Blocked(
            Reason.InUse,
            users.size() == 1
                ? "%s still belongs to this account. Delete it first.".formatted(users.getFirst())
                : "%d objects still belong to this account, such as %s. Delete them first."
                    .formatted(users.size(), users.getFirst()),
            WHILE_REFERENCED);
    StatusUpdate<AwsAccountStatus> statusUpdate =
        verified.readyState() instanceof ReadyState.Ready
            ? outcome(account, verified.status().accountId(), held)
            : verified;
    Duration again = reporter.report(account, statusUpdate, AwsAccount::new, context);
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(again.toMillis());
  }

  private StatusUpdate<AwsAccountStatus> verify(AwsAccount account) {
    String name = account.getMetadata().getName();
    Optional<String> pinned = pinned(account);
    try {
      String actual = identity.accountId(name);
      if (pinned.isPresent() && !pinned.get().equals(actual)) {
        gate.unverified(name);
        return outcome(account, pinned.get(), moved(pinned.get(), actual));
      }
      gate.verified(name, actual);
      return outcome(
          account,
          actual,
          new ReadyState.Ready(
              Reason.AccountReachable, "The credentials are those of %s.".formatted(actual)));
    } catch (Ec2CallException failure) {
      return outcome(account, pinned.orElse(null), ErrorReasons.readyState(failure));
    }
  }

  /** Those that the account lists, and those that objects live in. */
  private Stream<String> regions(AwsAccount account) {
    return Stream.concat(
            Optional.ofNullable(account.getSpec()).map(AwsAccountSpec::regions).stream()
                .flatMap(List::stream),
            gate.regionsInUse(account.getMetadata().getName()).stream())
        .distinct();
  }

  private static ReadyState moved(String pinned, String actual) {
    return new ReadyState.Stalled(
        Reason.AccountNotReady,
        ("This AwsAccount is pinned to %s, but the credentials are those of %s now. Nothing is"
                + " done until they are those of %s again; for another account make another"
                + " AwsAccount.")
            .formatted(pinned, actual, pinned));
  }

  private StatusUpdate<AwsAccountStatus> outcome(
      AwsAccount account, String id, ReadyState readyState) {
    long generation = account.getMetadata().getGeneration();
    return new StatusUpdate<>(
        new AwsAccountStatus(
            generation,
            id,
            Conditions.of(
                readyState,
                generation,
                account.getStatus() == null ? null : account.getStatus().conditions(),
                clock.instant())),
        readyState);
  }

  private static Optional<String> pinned(AwsAccount account) {
    return Optional.ofNullable(account.getStatus()).map(AwsAccountStatus::accountId);
  }

  /** The objects that name the account, read from the API server: a deletion is rare. */
  private static Stream<String> users(String name, KubernetesClient kubernetes) {
    return Stream.of(
            users(kubernetes, AmiImage.class, name, image -> image.getSpec().accountRef()),
            users(kubernetes, AmiCopy.class, name, AwsAccountReconciler::accountOf),
            users(
                kubernetes,
                AmiRetentionPolicy.class,
                name,
                policy -> policy.getSpec().accountRef()))
        .flatMap(List::stream);
  }

  /** A copy of an AmiImage names no account; its status does, even when the AmiImage is gone. */
  private static String accountOf(AmiCopy copy) {
    return Optional.ofNullable(copy.getSpec().source().accountRef())
        .or(() -> Optional.ofNullable(copy.getStatus()).map(AmiCopyStatus::accountRef))
        .orElse(null);
  }

  private static <R extends HasMetadata> List<String> users(
      KubernetesClient kubernetes, Class<R> kind, String name, Function<R, String> accountOf) {
    return kubernetes.resources(kind).inAnyNamespace().list().getItems().stream()
        .filter(r -> name.equals(AccountAccess.nameOf(accountOf.apply(r))))
        .map(
            r ->
                "%s %s/%s"
                    .formatted(
                        r.getKind(), r.getMetadata().getNamespace(), r.getMetadata().getName()))
        .toList();
  }
}
