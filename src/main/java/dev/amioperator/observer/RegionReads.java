package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The EC2 reads of an account and region, with what queries share.
 *
 * @param cluster whose tags are looked for
 */
record RegionReads(
    AccountRegion accountRegion,
    ClusterId cluster,
    Ec2Reads ec2,
    ParameterReads parameters,
    BuildInstanceReads buildInstances) {
  /** EC2 takes at most this many values in a filter. */
  static final int FILTER_VALUES = 200;

  Map<String, List<String>> clusterFilters() {
    return Map.of("tag:" + TagKeys.CLUSTER, List.of(cluster.value()));
  }

  Map<String, List<String>> ownerFilters(List<String> owners) {
    return Map.of(
        "tag:" + TagKeys.CLUSTER, List.of(cluster.value()), "tag:" + TagKeys.RESOURCE, owners);
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
    return allPages(token -> ec2.images(accountRegion, filter, token));
  }

  List<Snapshot> snapshots(Map<String, List<String>> filters) {
    return allPages(token -> ec2.snapshots(accountRegion, filters, token));
  }

  static <T> List<T> allPages(Function<Optional<String>, Page<T>> pages) {
    List<T> items = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Page<T> page = pages.apply(token);
      items.addAll(page.items());
      token = page.nextToken();
    } while (token.isPresent());
    return items;
  }

  /**
   * Lists some ids, where EC2 refuses a call with an id that does not exist. Such an id may spoil
   * the call for the others, which is then split; alone in a call, it is known to be missing.
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
