package dev.amioperator.usage;

/**
 * A place where uses of images are found, as read for all images of a region together; a {@link
 * ReportedUse} is of a single image.
 */
public sealed interface UsagePlace
    permits ReferencePermissions, ListedResources, ReportedUse, UnreadablePlace {
  /** What the place knows about an image. */
  Usage usageOf(String imageId);

  /** Whether the place is being read. */
  boolean pending();

  /** The end of a phrase about a place: nothing for the account of the image. */
  static String ofAccount(String account) {
    return account.isEmpty() ? "" : " of AwsAccount " + account;
  }
}
