package dev.amioperator.copy;

import dev.amioperator.ec2.AccountRegion;

/**
 * A KMS key as a spec names it: by its id, its ARN, an alias, or the ARN of an alias.
 *
 * @param text such as {@code alias/images}
 */
record NamedKmsKey(String text) {
  private static final String MULTI_REGION_PREFIX = "mrk-";
  private static final int REGION = 3;
  private static final int ACCOUNT_ID = 4;

  /** Whether the name is no ARN, or that of a key or alias in this account and region. */
  boolean isIn(AccountRegion at) {
    return !isArn() || (region().equals(at.region()) && accountId().equals(at.accountId()));
  }

  /** Whether KMS has to resolve the name, because the key behind an alias may change. */
  boolean isAlias() {
    return resource().startsWith("alias/");
  }

  /** Whether the name is the ARN of a key, which needs no resolution. */
  boolean isKeyArn() {
    return isArn() && !isAlias();
  }

  /** Whether the key may have replicas of the same id in other regions. */
  boolean isMultiRegion() {
    return keyId().startsWith(MULTI_REGION_PREFIX);
  }

  /** Whether the name is that of this key; of an alias, that is unknown. */
  boolean matches(String keyArn) {
    return isArn() ? text.equals(keyArn) : keyArn.endsWith(":key/" + text);
  }

  /** The region in an ARN. */
  String region() {
    return part(REGION);
  }

  /** The account id in an ARN. */
  String accountId() {
    return part(ACCOUNT_ID);
  }

  /** The ARN of the replica of a multi-Region key in another region. */
  String replicaIn(String region) {
    return text.replaceFirst(":" + region() + ":", ":" + region + ":");
  }

  private boolean isArn() {
    return text.startsWith("arn:");
  }

  private String resource() {
    return isArn() ? text.substring(text.lastIndexOf(':') + 1) : text;
  }

  private String keyId() {
    return resource().replaceFirst("^key/", "");
  }

  private String part(int index) {
    return text.split(":", -1)[index];
  }

  @Override
  public String toString() {
    return text;
  }
}
