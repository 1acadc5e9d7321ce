package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.PendingCopy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The images that a scan of a region listed.
 *
 * @param ofCluster those with the cluster's tag
 * @param ofAccount what the rest tells; empty if only those with the cluster's tag were listed
 */
record ScannedImages(List<Image> ofCluster, Optional<OfAccount> ofAccount) {

  /**
   * What all images of an account and region tell.
   *
   * @param names of images in any state, also of deregistered images that EC2 still lists
   */
  record OfAccount(Set<String> names, List<PendingCopy> pendingCopies) {
    OfAccount {
      names = Set.copyOf(names);
      pendingCopies = List.copyOf(pendingCopies);
    }
  }

  static ScannedImages onlyOfCluster(List<Image> images) {
    return new ScannedImages(images, Optional.empty());
  }
}
