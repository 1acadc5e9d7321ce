package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.OwnImage;
import dev.amioperator.ec2.PendingCopy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  static ScannedImages all(List<OwnImage> images, RegionReads reads) {
    return new ScannedImages(
        images.stream().map(OwnImage::image).filter(reads::ofCluster).toList(),
        Optional.of(
            new OfAccount(
                images.stream().map(own -> own.image().name()).collect(Collectors.toSet()),
                images.stream().flatMap(own -> own.pendingCopy().stream()).toList())));
  }

  static ScannedImages onlyOfCluster(List<Image> images) {
    return new ScannedImages(images, Optional.empty());
  }
}
