package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A copy that EC2 failed to create because of a KMS key. Another copy would fail alike, so none is
 * made before the key, the AwsAccount or the spec has changed, unless a grant was too new. Pure.
 *
 * @param snapshots those of the failed copy: EC2 names the key in their state only
 */
record KeyFailure(CopyTarget target, Image image, List<Snapshot> snapshots, ObservedCopy observed) {
  /** In EC2's reasons, such as "Given key ID is not accessible". */
  private static final Pattern KEY = Pattern.compile("(?i)\\b(?:kms|key)");

  /** Whether EC2 gives a KMS key as the reason of a failed image or of its snapshots. */
  static boolean isKeyFailure(Image image, List<Snapshot> snapshots) {
    return KEY.matcher(reason(image, snapshots)).find();
  }

  /**
   * Whether another copy would fail alike: nothing is known to have changed since the failure, by
   * the record in the status, and no grant was too new for the failed copy.
   */
  boolean recurs() {
    return observed.keyFacts().isEmpty() || hash().equals(facts()) && !precedesGrant();
  }

  /** Whether the copy began before KMS applied a grant that exists now; both times are AWS's. */
  private boolean precedesGrant() {
    return observed
        .keyFacts()
        .flatMap(KeyFacts::grantsEffectiveAt)
        .filter(effectiveAt -> image.created().filter(effectiveAt::isAfter).isPresent())
        .isPresent();
  }

  private Optional<String> hash() {
    return observed.keyFacts().map(KeyFacts::hash);
  }

  /** The entry with a record of what the failed copy depended on. */
  RegionStatus record(RegionStatus entry) {
    return RegionStatusFactory.withFailedFor(entry, facts());
  }

  /** The ready state until something changes. */
  ReadyState readyState() {
    return new ReadyState.Stalled(
        Reason.ImageFailed,
        ("EC2 failed to create the copy %s: %s. %s It is copied again once the key, its policy or"
                + " grants, the AwsAccount or this spec is changed; after another change, such as of the"
                + " role's permissions, deregister %s.")
            .formatted(image.id(), reason(image, snapshots), remedy(), image.id()));
  }

  /** What the failed copy depended on: recorded at first sight, and kept. */
  private Optional<String> facts() {
    return target
        .regionStatus()
        .filter(entry -> image.id().equals(entry.imageId()))
        .map(RegionStatus::failedFor)
        .or(this::hash);
  }

  private static String reason(Image image, List<Snapshot> snapshots) {
    return Stream.concat(
            Stream.of(image.stateMessage()),
            snapshots.stream()
                .filter(snapshot -> !snapshot.creation().failure().isEmpty())
                .map(snapshot -> snapshot.id() + ": " + snapshot.creation().failure()))
        .collect(Collectors.joining("; "));
  }

  private String remedy() {
    String source = CopyRefusal.keyPermission(target);
    String key =
        snapshots.stream()
            .flatMap(snapshot -> snapshot.kmsKeyArn().stream())
            .findFirst()
            .or(() -> observed.key().described().map(KmsKey::arn))
            .orElse("the account's default EBS key");
    Optional<KmsKey> unusable =
        observed.key().described().filter(described -> !described.enabled());
    return unusable.isPresent()
        ? "Enable %s, which is in the state %s.%s".formatted(key, unusable.get().state(), source)
        : ("The policy of %s, or of the key of %s, has to allow the operator's role in account %s"
                + " kms:DescribeKey, kms:Decrypt, kms:CreateGrant, kms:GenerateDataKeyWithoutPlaintext"
                + " and kms:ReEncrypt*, and both keys have to be enabled.%s")
            .formatted(
                key, target.sourceId().imageId(), target.accountRegion().accountId(), source);
  }
}
