package dev.amioperator.copy;

import dev.amioperator.attributes.ExpectedEncryption;
import dev.amioperator.attributes.ExpectedEncryption.Cause;
import dev.amioperator.attributes.ExpectedEncryption.ExpectedKey;
import dev.amioperator.ec2.EbsEncryptionDefaults;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.observer.KmsQueries;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.ObservationSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads which KMS keys EC2 would encrypt a copy with that is to be shared. */
record ExpectedEncryptionObserver(ObservationSession session, CopyTarget target) {

  /**
   * The expected encryption of a copy that is to be shared. Empty if the source is not read, or if
   * the credentials may not read the defaults. The copy itself is checked later in any case.
   *
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while EC2 is
   *     queried, or after it failed
   */
  Optional<ExpectedEncryption> observe() {
    if (!target.destination().sharing().sharesWithAnyone()
        || !(target.source() instanceof ObservedSource.Available(_, Image image))) {
      return Optional.empty();
    }
    return target.destination().kmsKey().isPresent()
        ? namedKey()
        : new CopyKeyObserver(session, target)
            .defaults()
            .map(defaults -> new ExpectedEncryption(keys(image, defaults)));
  }

  /** The key that the spec names; empty if it cannot be used, which is refused before. */
  private Optional<ExpectedEncryption> namedKey() {
    return new CopyKeyObserver(session, target)
        .observe()
        .described()
        .map(key -> session.get(KmsQueries.keyAccess(key.arn())))
        .map(key -> new ExpectedEncryption(List.of(new ExpectedKey(key, Cause.NAMED))));
  }

  private List<ExpectedKey> keys(Image image, EbsEncryptionDefaults defaults) {
    List<Image.BlockDevice> volumes =
        image.blockDevices().stream().filter(device -> device.snapshotId().isPresent()).toList();
    List<Image.BlockDevice> encrypted =
        volumes.stream().filter(Image.BlockDevice::encrypted).toList();
    if (target.destination().encryption().isPresent()) {
      return List.of(new ExpectedKey(defaultKey(defaults), Cause.DEMANDED));
    }
    List<ExpectedKey> keys = new ArrayList<>();
    if (keepsKeys(image)) {
      keys.addAll(keysOf(encrypted));
    } else if (!encrypted.isEmpty()) {
      keys.add(new ExpectedKey(defaultKey(defaults), Cause.SOURCE_ENCRYPTED));
    }
    if (defaults.enabled() && encrypted.size() < volumes.size()) {
      keys.add(new ExpectedKey(defaultKey(defaults), Cause.BY_DEFAULT));
    }
    return keys;
  }

  /** Whether EC2 keeps the keys of the source: in its own region, of an image of the account. */
  private boolean keepsKeys(Image image) {
    return target.sourceId().region().equals(target.accountRegion().region())
        && image.ownerId().equals(target.accountRegion().accountId());
  }

  private List<ExpectedKey> keysOf(List<Image.BlockDevice> encrypted) {
    List<String> ids =
        encrypted.stream().flatMap(device -> device.snapshotId().stream()).distinct().toList();
    List<String> arns =
        session.getAll(ids, SnapshotQueries::byId).values().stream()
            .flatMap(presence -> presence.found().stream())
            .flatMap(snapshot -> snapshot.kmsKeyArn().stream())
            .distinct()
            .toList();
    return session.getAll(arns, KmsQueries::keyAccess).values().stream()
        .map(key -> new ExpectedKey(key, Cause.SOURCE_KEY))
        .toList();
  }

  private KmsKeyAccess defaultKey(EbsEncryptionDefaults defaults) {
    return defaults.hasAwsManagedKey()
        ? new KmsKeyAccess(EbsEncryptionDefaults.AWS_MANAGED_KEY, true, "", List.of(), "")
        : session.get(KmsQueries.keyAccess(defaults.kmsKeyId()));
  }
}
