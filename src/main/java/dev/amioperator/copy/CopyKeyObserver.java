package dev.amioperator.copy;

import dev.amioperator.ec2.EbsEncryptionDefaults;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.SnapshotEncryption;
import dev.amioperator.observer.EbsEncryptionQueries;
import dev.amioperator.observer.KmsQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.reconcile.ObservationSession;
import java.util.Optional;
import java.util.Set;

/** Reads the KMS key of a destination, which the spec names or the account has by default. */
record CopyKeyObserver(ObservationSession session, CopyTarget target) {
  /** Errors of DescribeKey that say something about the key or the role. */
  private static final Set<ErrorClass> ANSWERS =
      Set.of(ErrorClass.NOT_FOUND, ErrorClass.DENIED, ErrorClass.INVALID, ErrorClass.UNSUPPORTED);

  /**
   * The key of a copy that is to be created, or that EC2 failed to create.
   *
   * @throws dev.amioperator.reconcile.ObservationReader.ObservationPendingException while KMS is
   *     queried, or after it did not answer
   */
  ObservedKey observe() {
    Optional<NamedKmsKey> named = target.destination().kmsKey();
    if (named.isPresent()) {
      return named.get().isIn(target.accountRegion())
          ? describe(named.get().text())
          : new ObservedKey.NotRead();
    }
    return target
        .destination()
        .encryption()
        .map(this::defaultKey)
        .orElseGet(ObservedKey.NotRead::new);
  }

  /** The key that a name resolves to; of an existing copy, needed only if the name is an alias. */
  ObservedKey observeAlias() {
    return target.destination().kmsKey().filter(NamedKmsKey::isAlias).isPresent()
        ? observe()
        : new ObservedKey.NotRead();
  }

  private ObservedKey defaultKey(SnapshotEncryption encryption) {
    return defaults()
        .filter(defaults -> !defaults.hasAwsManagedKey())
        .map(defaults -> describe(defaults.kmsKeyId()))
        .orElseGet(ObservedKey.NotRead::new);
  }

  /** The account's default encryption; empty if the role may not read it. */
  Optional<EbsEncryptionDefaults> defaults() {
    Observation<EbsEncryptionDefaults> defaults =
        session.observation(EbsEncryptionQueries.defaults());
    return defaults instanceof Observation.Failed<EbsEncryptionDefaults>(var failure, _)
            && (failure.errorClass() == ErrorClass.DENIED
                || failure.errorClass() == ErrorClass.UNSUPPORTED)
        ? Optional.empty()
        : Optional.of(session.value(defaults));
  }

  /** Whether a failure of DescribeKey is about the key or the role, and no outage. */
  static boolean isAnswer(Ec2CallException failure) {
    return ANSWERS.contains(failure.errorClass());
  }

  private ObservedKey describe(String keyId) {
    Observation<KmsKey> key = session.observation(KmsQueries.key(keyId));
    return key instanceof Observation.Failed<KmsKey>(Ec2CallException failure, _)
            && isAnswer(failure)
        ? new ObservedKey.Unreadable(failure.errorClass(), failure.summary())
        : new ObservedKey.Described(session.value(key));
  }
}
