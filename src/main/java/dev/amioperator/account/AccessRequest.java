package dev.amioperator.account;

import java.util.Optional;

/**
 * An object's request to use an AWS account in a region.
 *
 * @param pinned the account id that the object was created in; empty before EC2 was observed
 * @param hasResources whether the object may have EC2 resources in the region; if not, the
 *     AwsAccount has to list the region, however long ago the object was created
 * @param deleted whether the object is being deleted
 */
public record AccessRequest(
    String region, Optional<String> pinned, boolean hasResources, boolean deleted) {
  /** The request of an object that exists, and keeps its EC2 resources. */
  public static AccessRequest of(String region, Optional<String> pinned, boolean hasResources) {
    return new AccessRequest(region, pinned, hasResources, false);
  }

  /** The request of an object whose EC2 resources in the region are deleted. */
  public static AccessRequest ofDeleted(
      String region, Optional<String> pinned, boolean hasResources) {
    return new AccessRequest(region, pinned, hasResources, true);
  }

  /**
   * Whether EC2 garbage can be left in the region. An object that is deleted before it had any
   * resource leaves none, and may never have been allowed to use the account.
   */
  boolean leavesGarbage() {
    return hasResources || !deleted;
  }
}
