package dev.amioperator.copy;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.SnapshotEncryption;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.Optional;

/**
 * Checks the KMS key of a copy before CopyImage, which EC2 checks only while it copies. Pure.
 *
 * @param observed the key, as KMS describes it
 */
record CopyKeyCheck(CopyTarget target, ObservedKey observed) {

  /** The encryption of the CopyImage call: a key by the ARN that was checked. */
  Optional<SnapshotEncryption> encryption() {
    return target
        .destination()
        .encryption()
        .map(wanted -> new SnapshotEncryption(wanted.kmsKeyId().map(_ -> arn())));
  }

  /** Why no copy can be encrypted with the key, or may be, if so. */
  Optional<ReadyState> refusal() {
    return target
        .destination()
        .kmsKey()
        .map(this::refusalOf)
        .orElseGet(() -> stateRefusal("the account's default EBS key"));
  }

  private Optional<ReadyState> refusalOf(NamedKmsKey named) {
    if (!named.isIn(at())) {
      return Optional.of(elsewhere(named));
    }
    if (observed instanceof ObservedKey.Unreadable(ErrorClass errorClass, String error)
        && !(named.isKeyArn() && errorClass == ErrorClass.DENIED)) {
      return Optional.of(unreadable(named, errorClass, error));
    }
    return target
        .allowlist()
        .copyKeyRefusal(named.text(), arn())
        .or(() -> stateRefusal("encryption.kmsKeyId: " + named));
  }

  private Optional<ReadyState> stateRefusal(String subject) {
    return observed.described().filter(key -> !key.enabled()).map(key -> disabled(subject, key));
  }

  private ReadyState elsewhere(NamedKmsKey named) {
    if (!named.accountId().equals(at().accountId())) {
      return unusable(
          "encryption.kmsKeyId: %s is a key of account %s. A copy in account %s is encrypted with a key"
              + " of that account: name it in encryption of the destination %s.",
          named, named.accountId(), at().accountId(), target.destination().key());
    }
    return named.isMultiRegion()
        ? unusable(
            "encryption.kmsKeyId: %s is the multi-Region key's replica in %s, which EC2 cannot use in"
                + " %s. Name %s in encryption of the destination %s; if it does not exist, create it"
                + " (ReplicateKey).",
            named,
            named.region(),
            at().region(),
            named.replicaIn(at().region()),
            target.destination().key())
        : unusable(
            "encryption.kmsKeyId: %s is a key of %s, which EC2 cannot use in %s. Name a key of %s in"
                + " encryption of the destination %s.",
            named, named.region(), at().region(), at().region(), target.destination().key());
  }

  private ReadyState unreadable(NamedKmsKey named, ErrorClass errorClass, String error) {
    if (errorClass != ErrorClass.NOT_FOUND) {
      return unusable(
          "encryption.kmsKeyId: %s could not be resolved to the ARN of a key: %s. Allow the operator"
              + " kms:DescribeKey of it, or name the key's ARN.",
          named, error);
    }
    String replica = named.isMultiRegion() ? ", by ReplicateKey," : "";
    return unusable(
        "encryption.kmsKeyId: account %s has no key %s in %s (%s). Create it there%s or name another: a"
            + " key, and an alias, exists in a single region.",
        at().accountId(), named, at().region(), error, replica);
  }

  private ReadyState disabled(String subject, KmsKey key) {
    return key.state().equals("PendingDeletion")
        ? unusable(
            "%s: %s is about to be deleted, and nothing can be encrypted with it. Name another key in"
                + " encryption.kmsKeyId, or cancel its deletion (CancelKeyDeletion) and enable it"
                + " (EnableKey).",
            subject, key.arn())
        : unusable(
            "%s: %s is in the state %s, and nothing can be encrypted with it. Enable it (EnableKey), or"
                + " name another key in encryption.kmsKeyId.",
            subject, key.arn(), key.state());
  }

  private String arn() {
    return observed
        .described()
        .map(KmsKey::arn)
        .orElseGet(() -> target.destination().kmsKey().map(NamedKmsKey::text).orElse(""));
  }

  private AccountRegion at() {
    return target.accountRegion();
  }

  private static ReadyState unusable(String message, Object... values) {
    return new ReadyState.Stalled(Reason.KeyUnusable, message.formatted(values));
  }
}
