package dev.amioperator.ec2;

import java.util.Optional;

/**
 * An image in a listing of all that the account owns.
 *
 * @param createdFromInstance whether it has a source instance (SourceInstanceId): CreateImage made
 *     it, not CopyImage
 */
public record OwnImage(Image image, boolean createdFromInstance) {

  /**
   * The copy in progress that the image is. EC2 gives a source image for images of CreateImage too,
   * but a source instance only for those. An image without either counts as a copy: a copy that is
   * overlooked would overrun the quota.
   */
  public Optional<PendingCopy> pendingCopy() {
    return image.state() == Image.State.PENDING && !createdFromInstance
        ? Optional.of(PendingCopy.of(image))
        : Optional.empty();
  }
}
