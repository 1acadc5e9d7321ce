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
import dev.amioperator.reconcile.Requeue;
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

  private final CallerIdentity callerIdentity;
  private final AccountAccess accountAccess;
  private final StatusReporter statusReporter;
  private final OrphanedBuildInstanceCollector buildInstanceCollector;
  private final ReleasedSnapshotCollector snapshotCollector;
  private final InstantSource clock;

  AwsAccountReconciler(
      CallerIdentity callerIdentity,
      AccountAccess accountAccess,
      StatusReporter statusReporter,
      OrphanedBuildInstanceCollector buildInstanceCollector,
      ReleasedSnapshotCollector releasedSnapshotCollector,
      InstantSource clock) {
    this.callerIdentity = callerIdentity;
    this.accountAccess = accountAccess;
    this.statusReporter = statusReporter;
    this.buildInstanceCollector = buildInstanceCollector;
    this.snapshotCollector = releasedSnapshotCollector;
    this.clock = clock;
  }

  @Override
  public UpdateControl<AwsAccount> reconcile(AwsAccount account, Context<AwsAccount> context) {
    StatusUpdate<AwsAccountStatus> statusUpdate = verifyIdentity(account);
    Duration again = statusReporter.report(account, statusUpdate, AwsAccount::new, context);
    boolean asking =
        statusUpdate.readyState() instanceof ReadyState.Ready
            && collectGarbage(account, statusUpdate.status());
    return UpdateControl.<AwsAccount>noUpdate()
        .rescheduleAfter(
            asking && again.compareTo(Requeue.NEXT_STEP) > 0 ? Requeue.NEXT_STEP : again);
  }

  /**
   * Looks for what outlived its object; whether EC2 is still being asked about snapshots of that
   * kind.
   */
  private boolean collectGarbage(AwsAccount account, AwsAccountStatus status) {
    boolean asking = false;
    for (String region : regions(account).toList()) {
      AccountRegion accountRegion =
          new AccountRegion(account.getMetadata().getName(), status.accountId(), region);
      buildInstanceCollector.collect(accountRegion);
      asking |= snapshotCollector.collect(accountRegion, clock.instant());
    }
    return asking;
  }

  @Override
  public DeleteControl cleanup(AwsAccount account, Context<AwsAccount> context) {
    List<String> users =
        referencingObjects(account.getMetadata().getName(), context.getClient()).toList();
    if (users.isEmpty()) {
      accountAccess.unverified(account.getMetadata().getName());
      return DeleteControl.defaultDelete();
    }
    // What belongs to it can only go through its gate, which a process that began since then has
    // not opened yet.
    StatusUpdate<AwsAccountStatus> verified = verifyIdentity(account);
    ReadyState held =
        new ReadyState.Blocked(
            Reason.InUse,
            users.size() == 1
                ? "%s still belongs to this account. Delete it first.".formatted(users.getFirst())
                : "%d objects still belong to this account, such as %s. Delete them first."
                    .formatted(users.size(), users.getFirst()),
            Requeue.ACCOUNT_REFERENCED);
    StatusUpdate<AwsAccountStatus> statusUpdate =
        verified.readyState() instanceof ReadyState.Ready
            ? statusUpdate(account, verified.status().accountId(), held)
            : verified;
    Duration again = statusReporter.report(account, statusUpdate, AwsAccount::new, context);
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(again.toMillis());
  }

  private StatusUpdate<AwsAccountStatus> verifyIdentity(AwsAccount account) {
    String name = account.getMetadata().getName();
    Optional<String> pinned = pinnedAccountId(account);
    try {
      String actual = callerIdentity.accountId(name);
      if (pinned.isPresent() && !pinned.get().equals(actual)) {
        accountAccess.unverified(name);
        return statusUpdate(account, pinned.get(), accountMismatch(pinned.get(), actual));
      }
      accountAccess.verified(name, actual);
      return statusUpdate(
          account,
          actual,
          new ReadyState.Ready(
              Reason.AccountReachable, "The credentials are those of %s.".formatted(actual)));
    } catch (Ec2CallException failure) {
      return statusUpdate(account, pinned.orElse(null), ErrorReasons.readyState(failure));
    }
  }

  /** Those that the account lists, and those that objects live in. */
  private Stream<String> regions(AwsAccount account) {
    return Stream.concat(
            Optional.ofNullable(account.getSpec()).map(AwsAccountSpec::regions).stream()
                .flatMap(List::stream),
            accountAccess.regionsInUse(account.getMetadata().getName()).stream())
        .distinct();
  }

  private static ReadyState accountMismatch(String pinned, String actual) {
    return new ReadyState.Stalled(
        Reason.AccountNotReady,
        ("This AwsAccount is pinned to %s, but the credentials are those of %s now. Nothing is"
                + " done until they are those of %s again; for another account make another"
                + " AwsAccount.")
            .formatted(pinned, actual, pinned));
  }

  private StatusUpdate<AwsAccountStatus> statusUpdate(
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

  private static Optional<String> pinnedAccountId(AwsAccount account) {
    return Optional.ofNullable(account.getStatus()).map(AwsAccountStatus::accountId);
  }

  /** The objects that name the account, read from the API server: a deletion is rare. */
  private static Stream<String> referencingObjects(String name, KubernetesClient kubernetes) {
    return Stream.of(
            referencingObjects(
                kubernetes, AmiImage.class, name, image -> image.getSpec().accountRef()),
            referencingObjects(kubernetes, AmiCopy.class, name, AwsAccountReconciler::accountRefOf),
            referencingObjects(
                kubernetes,
                AmiRetentionPolicy.class,
                name,
                policy -> policy.getSpec().accountRef()))
        .flatMap(List::stream);
  }

  /** A copy of an AmiImage names no account; its status does, even when the AmiImage is gone. */
  private static String accountRefOf(AmiCopy copy) {
    return Optional.ofNullable(copy.getSpec().source().accountRef())
        .or(() -> Optional.ofNullable(copy.getStatus()).map(AmiCopyStatus::accountRef))
        .orElse(null);
  }

  private static <R extends HasMetadata> List<String> referencingObjects(
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
