package dev.amioperator.attributes;

import dev.amioperator.attributes.kms.KmsPolicyEvaluator;
import dev.amioperator.attributes.kms.KmsPrincipal;
import dev.amioperator.attributes.kms.Tristate;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether recipients of a shared image can use the KMS keys of its snapshots. Sharing
 * without the key has no effect but does no harm, so only a definite refusal is an obstacle.
 *
 * @param keysBySnapshot customer managed keys, by snapshot id
 */
record KmsSharingCheck(Map<String, KmsKeyAccess> keysBySnapshot) {
  /** Recipients named in a message; the rest is counted. */
  private static final int MAX_NAMED = 5;

  static KmsSharingCheck of(ObservedSharing permissions) {
    Map<String, KmsKeyAccess> keys = new TreeMap<>(permissions.kmsKeyAccess());
    keys.values().removeIf(KmsKeyAccess::awsManaged);
    return new KmsSharingCheck(keys);
  }

  /** Stalled if a KMS key definitely refuses some of the added recipients. */
  Optional<ReadyState> obstacle(String imageId, LaunchPermissions added) {
    for (KmsKeyAccess key : distinctKeys()) {
      List<String> refused = recipients(added, key, Tristate.NO);
      if (!refused.isEmpty()) {
        return Optional.of(
            new ReadyState.Stalled(
                Reason.CannotShare,
                ("%s cannot be shared with %s: they cannot use %s, which %s is encrypted with, by"
                        + " its policy or a grant. Add a statement to the key's policy that allows"
                        + " kms:Decrypt, kms:DescribeKey, kms:CreateGrant and kms:ReEncrypt* to %s.")
                    .formatted(
                        imageId,
                        abbreviate(refused),
                        key.arn(),
                        String.join(", ", snapshotsEncryptedWith(key)),
                        abbreviate(
                            refused.stream()
                                .map(id -> KmsPrincipal.of(id).policyPrincipal(key.partition()))
                                .toList()))));
      }
    }
    return Optional.empty();
  }

  /** Warning about recipients that cannot use a KMS key, or possibly not; may be empty. */
  String warning(LaunchPermissions wanted) {
    return distinctKeys().stream()
        .map(key -> unusableKeyWarning(wanted, key) + uncheckedKeyWarning(wanted, key))
        .collect(Collectors.joining());
  }

  private static String unusableKeyWarning(LaunchPermissions wanted, KmsKeyAccess key) {
    List<String> refused = recipients(wanted, key, Tristate.NO);
    return refused.isEmpty()
        ? ""
        : " It is shared with %s, who cannot use its key %s: add them to the key's policy."
            .formatted(abbreviate(refused), key.arn());
  }

  private static String uncheckedKeyWarning(LaunchPermissions wanted, KmsKeyAccess key) {
    List<String> unknown = recipients(wanted, key, Tristate.UNKNOWN);
    return unknown.isEmpty()
        ? ""
        : " Whether %s can use its key %s could not be checked: %s."
            .formatted(
                abbreviate(unknown),
                key.arn(),
                KmsPolicyEvaluator.evaluate(key, unknown.getFirst()).uncertainty());
  }

  private List<KmsKeyAccess> distinctKeys() {
    return keysBySnapshot.values().stream().distinct().toList();
  }

  private List<String> snapshotsEncryptedWith(KmsKeyAccess key) {
    return keysBySnapshot.keySet().stream()
        .filter(id -> keysBySnapshot.get(id).equals(key))
        .toList();
  }

  private static List<String> recipients(
      LaunchPermissions shared, KmsKeyAccess key, Tristate allowed) {
    return Stream.concat(shared.accountIds().stream(), shared.arns().stream())
        .filter(entity -> KmsPolicyEvaluator.evaluate(key, entity).allowed() == allowed)
        .sorted()
        .toList();
  }

  private static String abbreviate(List<String> all) {
    String named = all.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
    return all.size() <= MAX_NAMED
        ? named
        : "%s and %d more".formatted(named, all.size() - MAX_NAMED);
  }
}
