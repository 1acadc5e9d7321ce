package dev.amioperator.attributes;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys that EC2 will encrypt a copy of an image with.
 *
 * @param keys empty for an unencrypted copy
 */
public record ExpectedEncryption(List<ExpectedKey> keys) {
  public ExpectedEncryption {
    keys = List.copyOf(keys);
  }

  /** A key, and why EC2 will encrypt with it. */
  public record ExpectedKey(KmsKeyAccess key, Cause cause) {}

  /** Cause of the encryption of a copy. */
  public enum Cause {
    /** The spec names the key. */
    NAMED("encryption.kmsKeyId names it"),
    /** The spec demands encryption and names no key. */
    DEMANDED("encryption names no other key, and it is the default EBS key of account %2$s there"),
    /** The source is encrypted with the key, and the copy in its region keeps it. */
    SOURCE_KEY("%1$s is encrypted with it"),
    /** The source is encrypted, and its key cannot be used for the copy. */
    SOURCE_ENCRYPTED("%1$s is encrypted, and it is the default EBS key of account %2$s there"),
    /** The account enables encryption by default. */
    BY_DEFAULT("account %2$s enables EBS encryption by default there, with this key");

    private final String text;

    Cause(String text) {
      this.text = text;
    }
  }

  /** Stalled if the copy, once made, could not be shared as desired. */
  public Optional<ReadyState> sharingObstacle(
      DesiredSharing sharing, String sourceImageId, AccountRegion destination) {
    return sharing
        .launchPermissions()
        .filter(wanted -> !wanted.isEmpty())
        .flatMap(
            wanted ->
                keys.stream()
                    .flatMap(key -> obstacle(key, wanted, sourceImageId, destination).stream())
                    .findFirst());
  }

  private static Optional<ReadyState> obstacle(
      ExpectedKey expected, LaunchPermissions wanted, String source, AccountRegion destination) {
    String copy = "A copy of %s in %s".formatted(source, destination.region());
    String cause = expected.cause().text.formatted(source, destination.accountId());
    if (wanted.everyone()) {
      return cannotShare(
          "%s would be encrypted with %s (%s), and an encrypted image cannot be public. Share it with"
              + " accounts instead (launchPermissions.accountIds).",
          copy, expected.key().arn(), cause);
    }
    if (expected.key().awsManaged()) {
      return cannotShare(
          "%s would be encrypted with %s (%s). AWS manages that key and no other account can use it,"
              + " so the copy could not be shared. %s, or remove launchPermissions.",
          copy, expected.key().arn(), cause, remedy(expected.cause(), destination));
    }
    return new KmsSharingCheck(Map.of("each of its snapshots", expected.key()))
        .obstacle(copy, wanted);
  }

  private static String remedy(Cause cause, AccountRegion destination) {
    String another =
        "Name a customer managed key that the recipients may use in encryption.kmsKeyId";
    return switch (cause) {
      case NAMED, SOURCE_KEY -> another;
      case DEMANDED, SOURCE_ENCRYPTED, BY_DEFAULT ->
          "%s, or make such a key the default EBS key of account %s in %s (ModifyEbsDefaultKmsKeyId)"
              .formatted(another, destination.accountId(), destination.region());
    };
  }

  private static Optional<ReadyState> cannotShare(String message, Object... arguments) {
    return Optional.of(new ReadyState.Stalled(Reason.CannotShare, message.formatted(arguments)));
  }
}
