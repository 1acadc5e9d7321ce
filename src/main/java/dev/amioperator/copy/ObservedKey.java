package dev.amioperator.copy;

import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.KmsKey;
import java.util.Optional;

/** The KMS key that EC2 is to encrypt a copy with, as far as KMS describes it. */
sealed interface ObservedKey {
  /** No key was read: none is named, or the decision does not depend on it. */
  record NotRead() implements ObservedKey {}

  /** KMS describes the key. */
  record Described(KmsKey key) implements ObservedKey {}

  /** KMS does not describe the key: it does not exist, or the role may not read it. */
  record Unreadable(ErrorClass errorClass, String error) implements ObservedKey {}

  /** The key's description by KMS. */
  default Optional<KmsKey> described() {
    return this instanceof Described(KmsKey key) ? Optional.of(key) : Optional.empty();
  }
}
