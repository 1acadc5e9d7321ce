package dev.amioperator.ec2;

import java.util.Optional;

/**
 * Port of the credentials that the AWS calls of each AwsAccount are made with.
 *
 * <p>An AwsAccount whose account id is not confirmed has no credentials for EC2 calls, so that no
 * call reaches another account than its objects were created in.
 */
public interface AccountCredentials {
  /**
   * Sets the role of an AwsAccount. A changed role takes effect at once, without an account id.
   *
   * @param role empty for the operator's own credentials
   */
  void use(String account, Optional<AssumedRole> role);

  /**
   * Assumes the role of an AwsAccount if it is due, and identifies its credentials.
   *
   * @throws Ec2CallException when there are no credentials, STS refuses them, or does not respond
   */
  CallerIdentity identify(String account);

  /**
   * Allows EC2 calls of an AwsAccount in the account of its identity, and in no other, until its
   * role changes.
   *
   * @param identity as {@link #identify} returned it
   * @return whether the credentials are still those that were identified; otherwise nothing changes
   */
  boolean confirm(String account, CallerIdentity identity);

  /** Ends all EC2 calls of an AwsAccount, and closes its clients. */
  void remove(String account);

  /** The region of the STS endpoint that is called with the operator's own credentials. */
  String stsRegion();

  /** The partition of a region, such as {@code aws-cn}. */
  String partitionOf(String region);
}
