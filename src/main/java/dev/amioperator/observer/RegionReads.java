package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.OwnImage;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * EC2 reads of an account and region, and the filters that queries share.
 *
 * @param cluster the cluster whose tags the filters name
 */
record RegionReads(
    AccountRegion accountRegion,
    ClusterId cluster,
    Ec2Reads ec2,
    ParameterReads parameters,
    BuildInstanceReads buildInstances) {
  Map<String, List<String>> clusterFilters() {
    return Map.of("tag:" + TagKeys.CLUSTER, List.of(cluster.value()));
  }

  Map<String, List<String>> clusterFilters(String filter, String value) {
    return Map.of("tag:" + TagKeys.CLUSTER, List.of(cluster.value()), filter, List.of(value));
  }

  /** A page of all images of the account in the region. */
  Page<OwnImage> ownImages(Optional<String> token) {
    return ec2.ownImages(accountRegion, Map.of(), token);
  }

  boolean ofCluster(Image image) {
    return cluster.value().equals(image.tags().get(TagKeys.CLUSTER));
  }

  /** A page of the images in the region that carry the cluster's tag. */
  Page<Image> clusterImages(Optional<String> token) {
    return ec2.images(accountRegion, ImageFilter.ownedBySelf(clusterFilters()), token);
  }

  /** A page of the snapshots in the region that carry the cluster's tag. */
  Page<Snapshot> clusterSnapshots(Optional<String> token) {
    return ec2.snapshots(accountRegion, clusterFilters(), token);
  }

  List<Image> images(ImageFilter filter) {
    return Page.all(token -> ec2.images(accountRegion, filter, token));
  }

  List<Snapshot> snapshots(Map<String, List<String>> filters) {
    return Page.all(token -> ec2.snapshots(accountRegion, filters, token));
  }

  /**
   * Lists resources by id, where EC2 refuses a call that names a missing id. The batcher splits
   * such a call; alone in a call, the id is known to be missing.
   */
  static <T> List<T> listExisting(List<String> ids, Function<List<String>, List<T>> call) {
    try {
      return call.apply(ids);
    } catch (Ec2CallException failure) {
      if (failure.errorClass() == Ec2CallException.ErrorClass.NOT_FOUND && ids.size() == 1) {
        return List.of();
      }
      throw failure;
    }
  }
}
