package dev.amioperator.observer;

import dev.amioperator.ec2.Binned;
import dev.amioperator.ec2.Builder;
import dev.amioperator.ec2.BuilderReads;
import dev.amioperator.ec2.Candidate;
import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageQuery;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.KeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A region in memory that counts the calls, serves pages and can be told to refuse. */
final class FakeReads implements Ec2Reads, ParameterReads, BuilderReads {
  final List<Image> images = new ArrayList<>();
  final List<Snapshot> snapshots = new ArrayList<>();
  final Map<String, LaunchPermissions> permissions = new HashMap<>();
  final List<Candidate> candidates = new ArrayList<>();
  final Map<String, String> parameters = new HashMap<>();
  final List<Builder> builders = new ArrayList<>();
  final List<ImageReference> references = new ArrayList<>();
  final Set<String> bin = new HashSet<>();
  final List<String> calls = new ArrayList<>();
  int pageSize = 1000;

  /** Runs within each call, before it is answered; may throw. The text is as in {@link #calls}. */
  Consumer<String> within = call -> {};

  @Override
  public Page<Image> images(Place place, ImageQuery query, Optional<String> token) {
    answering("DescribeImages" + page(token));
    return page(
        images.stream()
            .filter(image -> matches(query.filters(), image.id(), image.name(), image.tags()))
            .toList(),
        token);
  }

  @Override
  public Page<Snapshot> snapshots(
      Place place, Map<String, List<String>> filters, Optional<String> token) {
    answering("DescribeSnapshots" + page(token));
    return page(
        snapshots.stream()
            .filter(snapshot -> matches(filters, snapshot.id(), "", snapshot.tags()))
            .toList(),
        token);
  }

  @Override
  public Page<Candidate> search(Place place, ImageSearch search, Optional<String> token) {
    answering("Search " + String.join(",", search.owners()) + page(token));
    return page(candidates, token);
  }

  @Override
  public Page<Builder> builders(
      Place place, Map<String, List<String>> filters, Optional<String> token) {
    answering("DescribeInstances" + page(token));
    return page(
        builders.stream()
            .filter(builder -> matches(filters, builder.id(), "", builder.tags()))
            .toList(),
        token);
  }

  @Override
  public String console(Place place, String instanceId) {
    answering("GetConsoleOutput " + instanceId);
    return "done by " + instanceId;
  }

  @Override
  public Map<String, String> parameters(Place place, List<String> names) {
    answering("GetParameters " + String.join(",", names));
    Map<String, String> found = new HashMap<>(parameters);
    found.keySet().retainAll(names);
    return found;
  }

  @Override
  public LaunchPermissions launchPermissions(Place place, String imageId) {
    answering("DescribeImageAttribute " + imageId);
    return permissions.getOrDefault(imageId, LaunchPermissions.NONE);
  }

  @Override
  public Set<String> snapshotPermissions(Place place, String snapshotId) {
    answering("DescribeSnapshotAttribute " + snapshotId);
    return Set.of();
  }

  @Override
  public boolean publicSharingBlocked(Place place) {
    answering("GetImageBlockPublicAccessState");
    return false;
  }

  @Override
  public boolean awsManagedKey(Place place, String keyArn) {
    answering("DescribeKey " + keyArn);
    return false;
  }

  @Override
  public String keyPolicy(Place place, String keyArn) {
    answering("GetKeyPolicy " + keyArn);
    return "{}";
  }

  @Override
  public List<KeyAccess.Grant> keyGrants(Place place, String keyArn) {
    answering("ListGrants " + keyArn);
    return List.of();
  }

  @Override
  public List<Binned> binnedImages(Place place, List<String> imageIds) {
    answering("ListImagesInRecycleBin " + String.join(",", imageIds));
    return binned(imageIds);
  }

  @Override
  public List<Binned> binnedSnapshots(Place place, List<String> snapshotIds) {
    answering("ListSnapshotsInRecycleBin " + String.join(",", snapshotIds));
    return binned(snapshotIds);
  }

  /** As EC2 does it: one id that is not there, and the whole call is refused. */
  private List<Binned> binned(List<String> ids) {
    if (!bin.containsAll(ids)) {
      throw new Ec2Failure(
          Ec2Failure.Kind.NOT_FOUND, "ListInRecycleBin", "NotFound", "not in the bin", null);
    }
    return ids.stream().map(id -> new Binned(id, "", Optional.empty())).toList();
  }

  @Override
  public List<SnapshotLock> locks(Place place, List<String> snapshotIds) {
    answering("DescribeLockedSnapshots " + String.join(",", snapshotIds));
    return List.of();
  }

  @Override
  public Map<String, FastLaunch> fastLaunches(Place place, List<String> imageIds) {
    answering("DescribeFastLaunchImages " + String.join(",", imageIds));
    return Map.of();
  }

  @Override
  public List<ImageReference> references(Place place, List<String> imageIds) {
    answering("DescribeImageReferences " + String.join(",", imageIds));
    return references.stream().filter(one -> imageIds.contains(one.imageId())).toList();
  }

  /** The calls since the last time this was asked. */
  List<String> takeCalls() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  private void answering(String call) {
    calls.add(call);
    within.accept(call);
  }

  private static String page(Optional<String> token) {
    return token.map(from -> " from " + from).orElse("");
  }

  private <T> Page<T> page(List<T> all, Optional<String> token) {
    int from = token.map(Integer::parseInt).orElse(0);
    int to = Math.min(all.size(), from + pageSize);
    return new Page<>(
        all.subList(from, to), to < all.size() ? Optional.of("" + to) : Optional.empty());
  }

  private static boolean matches(
      Map<String, List<String>> filters, String id, String name, Map<String, String> tags) {
    Function<String, String> field =
        filter ->
            switch (filter) {
              case "image-id", "snapshot-id" -> id;
              case "name" -> name;
              default -> tags.getOrDefault(filter.substring("tag:".length()), "");
            };
    return filters.entrySet().stream()
        .allMatch(filter -> filter.getValue().contains(field.apply(filter.getKey())));
  }
}
