package dev.amioperator.ownership;

/** Name of all KMS grants that a Kubernetes object owns: KMS grants have no tags. */
public final class GrantName {
  private static final String PREFIX = "ami-operator/";

  private GrantName() {}

  /** The name of the owner's grants: hashes of its cluster and of the object. */
  public static String of(Owner owner) {
    return PREFIX + Owner.hash(owner.cluster().value()) + "/" + Owner.hash(owner.resource());
  }

  /** Whether a grant belongs to another object than the owner, in this or another cluster. */
  public static boolean namesOther(String grantName, Owner owner) {
    return grantName.startsWith(PREFIX) && !grantName.equals(of(owner));
  }

  /** Whether a grant belongs to an object of any cluster. */
  public static boolean namesAny(String grantName) {
    return grantName.startsWith(PREFIX);
  }
}
