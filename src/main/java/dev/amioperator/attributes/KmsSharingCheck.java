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
 * The keys that an image's snapshots are encrypted with, and whether those can use them whom the
 * image is shared with. Sharing with one who cannot is of no use; it does no harm either, so only
 * what is plainly so stands in the way.
 *
 * @param keysBySnapshot customers' keys, by the id of the snapshot
 */
public record KmsSharingCheck(Map<String, KmsKeyAccess> keysBySnapshot) {
  /** As many as fit into a message that somebody reads. */
  private static final int MAX_NAMED = 5;

  public static KmsSharingCheck of(ObservedSharing observedSharing) {
    Map<String, KmsKeyAccess> keys = new TreeMap<>(observedSharing.kmsKeyAccess());
    keys.values().removeIf(KmsKeyAccess::awsManaged);
    return new KmsSharingCheck(keys);
  }

  /** That a key is plainly not shared with some of those to be let in. */
  public Optional<ReadyState> obstacle(String imageId, LaunchPermissions added) {
    for (KmsKeyAccess key : distinctKeys()) {
      List<String> without = principalsWith(added, key, Tristate.NO);
      if (!without.isEmpty()) {
        return Optional.of(
            new ReadyState.Stalled(
                Reason.CannotShare,
                ("%s cannot be shared with %s: they cannot use %s, which %s is encrypted with, by"
                        + " its policy or a grant. Add a statement to the key's policy that allows"
                        + " kms:Decrypt, kms:DescribeKey, kms:CreateGrant and kms:ReEncrypt* to %s.")
                    .formatted(
                        imageId,
                        abbreviate(without),
                        key.arn(),
                        String.join(", ", snapshotsEncryptedWith(key)),
                        abbreviate(
                            without.stream().map(one -> policyPrincipal(one, key)).toList()))));
      }
    }
    return Optional.empty();
  }

  /** What is to be said of those who are let in, and perhaps cannot use a key; may be empty. */
  public String warning(LaunchPermissions wanted) {
    return distinctKeys().stream()
        .flatMap(
            key -> Stream.of(unusableKeyWarning(wanted, key), uncheckedKeyWarning(wanted, key)))
        .collect(Collectors.joining());
  }

  private static String unusableKeyWarning(LaunchPermissions wanted, KmsKeyAccess key) {
    List<String> without = principalsWith(wanted, key, Tristate.NO);
    return without.isEmpty()
        ? ""
        : " It is shared with %s, who cannot use its key %s: add them to the key's policy."
            .formatted(abbreviate(without), key.arn());
  }

  private static String uncheckedKeyWarning(LaunchPermissions wanted, KmsKeyAccess key) {
    List<String> perhaps = principalsWith(wanted, key, Tristate.UNKNOWN);
    return perhaps.isEmpty()
        ? ""
        : " Whether %s can use its key %s could not be checked: %s."
            .formatted(
                abbreviate(perhaps),
                key.arn(),
                KmsPolicyEvaluator.evaluate(key, perhaps.getFirst()).uncertainty());
  }

  private List<KmsKeyAccess> distinctKeys() {
    return keysBySnapshot.values().stream().distinct().toList();
  }

  private List<String> snapshotsEncryptedWith(KmsKeyAccess key) {
    return keysBySnapshot.keySet().stream()
        .filter(id -> keysBySnapshot.get(id).equals(key))
        .toList();
  }

  private static List<String> principalsWith(
      LaunchPermissions who, KmsKeyAccess key, Tristate use) {
    return Stream.concat(who.accountIds().stream(), who.arns().stream())
        .filter(entity -> KmsPolicyEvaluator.evaluate(key, entity).allowed() == use)
        .sorted()
        .toList();
  }

  private static String policyPrincipal(String entity, KmsKeyAccess key) {
    return KmsPrincipal.of(entity).policyPrincipal(key.partition());
  }

  private static String abbreviate(List<String> all) {
    String named = all.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
    return all.size() <= MAX_NAMED
        ? named
        : "%s and %d more".formatted(named, all.size() - MAX_NAMED);
  }
}
