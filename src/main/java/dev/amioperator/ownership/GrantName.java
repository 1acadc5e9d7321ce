package dev.amioperator.ownership;

/** Name of all KMS grants that a Kubernetes object owns: KMS grants have no tags. */
public final class GrantName {
  private static final String PREFIX = "ami-operator/";

  private GrantName() {}

  /** The name of the owner's grants: hashes of its cluster and of the object. */
  public static String of(Owner owner) {
    return PREFIX + Owner.hash(owner.cluster().value()) + "/" + Owner.hash(owner.resource());
  }
}
