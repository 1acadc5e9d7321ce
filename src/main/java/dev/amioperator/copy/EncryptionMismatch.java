package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotEncryption;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.Collection;
import java.util.Optional;

/**
 * Finds copies that are not encrypted as the spec demands, which EC2 cannot change. Pure.
 *
 * @param key the key, read if the spec names it by an alias
 */
record EncryptionMismatch(CopyTarget target, ObservedKey key) {

  /** Stalled if a snapshot of an existing copy is not encrypted as the spec demands. */
  Optional<ReadyState> of(Image copy, Collection<Snapshot> snapshots) {
    return target
        .destination()
        .encryption()
        .flatMap(
            wanted ->
                snapshots.stream()
                    .filter(snapshot -> snapshot.state() == Snapshot.State.COMPLETED)
                    .filter(snapshot -> !matches(wanted, snapshot))
                    .findFirst()
                    .map(snapshot -> stalled(copy, snapshot)));
  }

  /** Whether the encryption matches, as far as an alias could be resolved. */
  private boolean matches(SnapshotEncryption wanted, Snapshot snapshot) {
    if (snapshot.kmsKeyArn().isEmpty() || wanted.kmsKeyId().isEmpty()) {
      return snapshot.kmsKeyArn().isPresent();
    }
    String present = snapshot.kmsKeyArn().get();
    NamedKmsKey named = target.destination().kmsKey().orElseThrow();
    return named.isAlias()
        ? key.described().map(KmsKey::arn).orElse(present).equals(present)
        : named.matches(present);
  }

  private ReadyState stalled(Image copy, Snapshot snapshot) {
    String present = snapshot.kmsKeyArn().map("encrypted with %s"::formatted).orElse("unencrypted");
    String wanted =
        target
            .destination()
            .kmsKey()
            .map(named -> key.described().map(KmsKey::arn).orElse(named.text()))
            .orElse("a key");
    return new ReadyState.Stalled(
        Reason.EncryptionMismatch,
        ("%s is %s (%s), and encryption demands %s. EC2 cannot change the key of a copy, so that it is"
                + " kept as it is. Create a new AmiCopy with another imageName for copies with that key,"
                + " and delete this object once nothing uses its copies; or set encryption to what the"
                + " copy has.")
            .formatted(copy.id(), present, snapshot.id(), wanted));
  }
}
