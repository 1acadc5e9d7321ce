package dev.amioperator.copy;

import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.Optional;

/** Explains why EC2 refused or failed to copy a source image. Pure. */
final class CopyRefusal {
  /** In EC2's message for snapshots that the caller may not copy; its code says nothing. */
  private static final String STORAGE = "permission to access the storage of this ami";

  private CopyRefusal() {}

  /** The ready state after CopyImage, with what the owner of the source has to change. */
  static ReadyState explain(CopyTarget target, ExecutionResult result) {
    ReadyState readyState = result.readyState();
    if (result.failure().isEmpty()
        || !(target.source() instanceof ObservedSource.Available(SourceId id, Image source))) {
      return readyState;
    }
    if (readyState.message().contains(STORAGE)) {
      return new ReadyState.Stalled(readyState.reason(), unreadable(target, id, source));
    }
    if (result.failure().equals(Optional.of(ErrorClass.NOT_FOUND))
        && !source.ownerId().equals(target.accountRegion().accountId())) {
      return new ReadyState.Stalled(readyState.reason(), unshared(target, id, source));
    }
    return source.state() == Image.State.DISABLED
            && result.failure().equals(Optional.of(ErrorClass.WRONG_STATE))
        ? new ReadyState.Stalled(
            Reason.SourceNotReady,
            "%s is disabled, and EC2 refuses to copy it: %s. Enable it (EnableImage), or name another"
                    .formatted(id, readyState.message())
                + " image in source.")
        : readyState;
  }

  private static String unshared(CopyTarget target, SourceId id, Image source) {
    String account = target.accountRegion().accountId();
    return ("EC2 does not show %s to account %s. Its owner, account %s, has to add account %s to its"
            + " launchPermission (ModifyImageAttribute), and to the createVolumePermission of %s"
            + " (ModifySnapshotAttribute), which sharing with an organization does not cover.%s If both"
            + " are given, Allowed AMIs of account %s hides it.")
        .formatted(
            id,
            account,
            source.ownerId(),
            account,
            String.join(", ", source.snapshotIds()),
            keyPermission(account, source),
            account);
  }

  private static String unreadable(CopyTarget target, SourceId id, Image source) {
    String account = target.accountRegion().accountId();
    return ("%s is shared with account %s, but its snapshots are not: %s. Its owner, account %s, has"
            + " to add account %s to the createVolumePermission of each of them"
            + " (ModifySnapshotAttribute).%s")
        .formatted(
            id,
            account,
            String.join(", ", source.snapshotIds()),
            source.ownerId(),
            account,
            keyPermission(account, source));
  }

  /** What the owner of an encrypted source has to allow; empty for other sources. */
  static String keyPermission(CopyTarget target) {
    return target.source() instanceof ObservedSource.Available(_, Image source)
        ? keyPermission(target.accountRegion().accountId(), source)
        : "";
  }

  private static String keyPermission(String account, Image source) {
    boolean encrypted = source.blockDevices().stream().anyMatch(Image.BlockDevice::encrypted);
    return encrypted && !source.ownerId().equals(account)
        ? (" %s is encrypted: the policy of its KMS key has to allow account %s, and the operator's"
                + " role, kms:DescribeKey, kms:Decrypt, kms:CreateGrant and kms:ReEncrypt*.")
            .formatted(source.id(), account)
        : "";
  }
}
