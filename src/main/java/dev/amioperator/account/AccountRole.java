package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Durations;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** IAM role of an AwsAccount, with the defaults of its session, and the checks before its use. */
final class AccountRole {
  /** The session's name in CloudTrail. */
  private static final String SESSION_NAME = "ami-operator";

  /** The limit of a role that another role assumes, as IRSA and Pod Identity make of ours. */
  private static final Duration SESSION_DURATION = Duration.ofHours(1);

  private AccountRole() {}

  /** The role that {@code spec.roleArn} names; empty for the operator's own credentials. */
  static Optional<AssumedRole> of(AwsAccount account, ClusterId cluster) {
    return Optional.ofNullable(account.getSpec())
        .filter(spec -> spec.roleArn() != null)
        .map(
            spec ->
                new AssumedRole(
                    spec.roleArn(),
                    Objects.requireNonNullElseGet(
                        spec.externalId(),
                        () -> cluster.value() + "/" + account.getMetadata().getName()),
                    Objects.requireNonNullElse(spec.sessionName(), SESSION_NAME),
                    Optional.ofNullable(spec.sessionDuration())
                        .map(Durations::parse)
                        .orElse(SESSION_DURATION),
                    Map.of(TagKeys.CLUSTER, cluster.value())));
  }

  /**
   * Refuses a role that cannot be the account's, before STS is called.
   *
   * @param pinned the account id that the AwsAccount was verified with before
   * @param stsRegion the region of the STS endpoint
   * @param partitionOf the partition of a region
   */
  static Optional<ReadyState> refusal(
      AwsAccount account,
      AssumedRole role,
      Optional<String> pinned,
      String stsRegion,
      UnaryOperator<String> partitionOf) {
    String partition = partitionOf.apply(stsRegion);
    return otherPartition(role, stsRegion, partition)
        .or(() -> otherAccount(role, pinned))
        .or(() -> regionsOutside(partition, account, partitionOf));
  }

  private static Optional<ReadyState> otherPartition(
      AssumedRole role, String stsRegion, String partition) {
    return role.partition().equals(partition)
        ? Optional.empty()
        : stalled(
            Reason.Rejected,
            "spec.roleArn is in the partition %s, but the operator's own credentials are used in %s"
                + " (AWS_REGION is %s), and no role can be assumed across partitions. Set"
                + " spec.roleArn to a role in %s, or run an operator in the other partition.",
            role.partition(),
            partition,
            stsRegion,
            partition);
  }

  private static Optional<ReadyState> otherAccount(AssumedRole role, Optional<String> pinned) {
    return pinned
        .filter(id -> !id.equals(role.accountId()))
        .flatMap(
            id ->
                stalled(
                    Reason.AccountNotReady,
                    "This AwsAccount is pinned to %s, but spec.roleArn is a role of %s. Nothing is"
                        + " done until spec.roleArn names a role of %s again; for another account,"
                        + " create another AwsAccount.",
                    id,
                    role.accountId(),
                    id));
  }

  private static Optional<ReadyState> regionsOutside(
      String partition, AwsAccount account, UnaryOperator<String> partitionOf) {
    return regions(account).stream()
        .filter(region -> !partitionOf.apply(region).equals(partition))
        .findFirst()
        .flatMap(
            region ->
                stalled(
                    Reason.Rejected,
                    "spec.regions: %s is not in the partition of spec.roleArn (%s). Remove the"
                        + " region; it needs an AwsAccount of an operator in its partition.",
                    region,
                    partition));
  }

  private static List<String> regions(AwsAccount account) {
    return Optional.ofNullable(account.getSpec()).map(AwsAccountSpec::regions).orElse(List.of());
  }

  private static Optional<ReadyState> stalled(Reason reason, String message, Object... values) {
    return Optional.of(new ReadyState.Stalled(reason, message.formatted(values)));
  }
}
