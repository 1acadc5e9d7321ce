package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsRegion;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.EbsEncryptionDefaults;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.ec2.OwnImage;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.RecycleBinRule;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ec2.SourceInstance;
import dev.amioperator.ec2.UsageReportReads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** An in-memory EC2 region that records calls, serves pages and can fail. */
final class FakeReads implements Ec2Reads, ParameterReads, BuildInstanceReads {
  final List<Image> images = new ArrayList<>();
  final List<Snapshot> snapshots = new ArrayList<>();
  final Map<String, LaunchPermissions> permissions = new HashMap<>();
  final List<ImageSummary> candidates = new ArrayList<>();
  final Map<String, String> parameters = new HashMap<>();
  final List<BuildInstance> builders = new ArrayList<>();
  final List<ImageReference> references = new ArrayList<>();
  final Set<String> bin = new HashSet<>();
  final List<String> calls = new ArrayList<>();
  int pageSize = 1000;

  /** Runs during each EC2 call and may throw. The text is as in {@link #calls}. */
  Consumer<String> duringCall = call -> {};

  @Override
  public Page<Image> images(
      AccountRegion accountRegion, ImageFilter query, Optional<String> token) {
    record("DescribeImages" + page(token));
    return page(
        images.stream()
            .filter(image -> matches(query.filters(), image.id(), image.name(), image.tags()))
            .toList(),
        token);
  }

  @Override
  public Page<OwnImage> ownImages(
      AccountRegion accountRegion, Map<String, List<String>> filters, Optional<String> token) {
    boolean all = filters.isEmpty();
    record((all ? "DescribeImages" : "DescribeImages pending") + page(token));
    Page<Image> page =
        page(
            images.stream().filter(image -> all || image.state() == Image.State.PENDING).toList(),
            token);
    return new Page<>(
        page.items().stream().map(image -> new OwnImage(image, false)).toList(), page.nextToken());
  }

  @Override
  public Page<Snapshot> snapshots(
      AccountRegion accountRegion, Map<String, List<String>> filters, Optional<String> token) {
    record("DescribeSnapshots" + page(token));
    return page(
        snapshots.stream()
            .filter(snapshot -> matches(filters, snapshot.id(), "", snapshot.tags()))
            .toList(),
        token);
  }

  @Override
  public Page<ImageSummary> searchImages(
      AccountRegion accountRegion, ImageSearch search, Optional<String> token) {
    record("Search " + String.join(",", search.owners()) + page(token));
    return page(candidates, token);
  }

  @Override
  public Page<BuildInstance> buildInstances(
      AccountRegion accountRegion, Map<String, List<String>> filters, Optional<String> token) {
    record("DescribeInstances" + page(token));
    return page(
        builders.stream()
            .filter(builder -> matches(filters, builder.id(), "", builder.tags()))
            .toList(),
        token);
  }

  @Override
  public List<SourceInstance> sourceInstances(
      AccountRegion accountRegion, Map<String, List<String>> filters) {
    record("DescribeInstances " + filters);
    return List.of();
  }

  @Override
  public String consoleOutput(AccountRegion accountRegion, String instanceId) {
    record("GetConsoleOutput " + instanceId);
    return "done by " + instanceId;
  }

  @Override
  public Map<String, String> parameters(AccountRegion accountRegion, List<String> names) {
    record("GetParameters " + String.join(",", names));
    Map<String, String> found = new HashMap<>(parameters);
    found.keySet().retainAll(names);
    return found;
  }

  @Override
  public LaunchPermissions launchPermissions(AccountRegion accountRegion, String imageId) {
    record("DescribeImageAttribute " + imageId);
    return permissions.getOrDefault(imageId, LaunchPermissions.NONE);
  }

  @Override
  public Set<String> snapshotPermissions(AccountRegion accountRegion, String snapshotId) {
    record("DescribeSnapshotAttribute " + snapshotId);
    return Set.of();
  }

  @Override
  public boolean publicSharingBlocked(AccountRegion accountRegion) {
    record("GetImageBlockPublicAccessState");
    return false;
  }

  @Override
  public boolean publicSnapshotSharingBlocked(AccountRegion accountRegion) {
    record("GetSnapshotBlockPublicAccessState");
    return false;
  }

  @Override
  public boolean allowedImagesEnabled(AccountRegion accountRegion) {
    record("GetAllowedImagesSettings");
    return false;
  }

  @Override
  public EbsEncryptionDefaults ebsEncryptionDefaults(AccountRegion accountRegion) {
    record("GetEbsEncryptionByDefault");
    return new EbsEncryptionDefaults(false, EbsEncryptionDefaults.AWS_MANAGED_KEY);
  }

  @Override
  public List<AwsRegion> regions(AccountRegion accountRegion) {
    record("DescribeRegions");
    return List.of();
  }

  @Override
  public KmsKey kmsKey(AccountRegion accountRegion, String keyId) {
    record("DescribeKey " + keyId);
    return new KmsKey(keyId, "Enabled", false, false);
  }

  @Override
  public String keyPolicy(AccountRegion accountRegion, String keyArn) {
    record("GetKeyPolicy " + keyArn);
    return "{}";
  }

  @Override
  public List<KmsKeyAccess.Grant> keyGrants(AccountRegion accountRegion, String keyArn) {
    record("ListGrants " + keyArn);
    return List.of();
  }

  @Override
  public List<RecycleBinEntry> imagesInRecycleBin(
      AccountRegion accountRegion, List<String> imageIds) {
    record("ListImagesInRecycleBin " + String.join(",", imageIds));
    return recycled(imageIds);
  }

  @Override
  public List<RecycleBinRule> recycleBinRules(AccountRegion accountRegion) {
    record("ListRules");
    return List.of();
  }

  @Override
  public List<RecycleBinEntry> snapshotsInRecycleBin(
      AccountRegion accountRegion, List<String> snapshotIds) {
    record("ListSnapshotsInRecycleBin " + String.join(",", snapshotIds));
    return recycled(snapshotIds);
  }

  /** Recycle Bin entries of the ids; as in EC2, a missing id fails the whole call. */
  private List<RecycleBinEntry> recycled(List<String> ids) {
    if (!bin.containsAll(ids)) {
      throw new Ec2CallException(
          Ec2CallException.ErrorClass.NOT_FOUND,
          "ListInRecycleBin",
          "NotFound",
          "not in the bin",
          null);
    }
    return ids.stream().map(id -> new RecycleBinEntry(id, "", Optional.empty())).toList();
  }

  @Override
  public List<SnapshotLock> snapshotLocks(AccountRegion accountRegion, List<String> snapshotIds) {
    record("DescribeLockedSnapshots " + String.join(",", snapshotIds));
    return List.of();
  }

  @Override
  public Map<String, FastLaunch> fastLaunches(AccountRegion accountRegion, List<String> imageIds) {
    record("DescribeFastLaunchImages " + String.join(",", imageIds));
    return Map.of();
  }

  @Override
  public List<ImageReference> imageReferences(AccountRegion accountRegion, List<String> imageIds) {
    record("DescribeImageReferences " + String.join(",", imageIds));
    return references.stream().filter(one -> imageIds.contains(one.imageId())).toList();
  }

  @Override
  public Page<ImageReference> resourcesWithImages(
      AccountRegion accountRegion, ListedResourceType type, Optional<String> token) {
    record("List " + type + page(token));
    return page(references.stream().filter(one -> one.type().equals(type.value())).toList(), token);
  }

  @Override
  public UsageReportReads usageReports() {
    throw new AssertionError("reads usage reports");
  }

  @Override
  public void readReferenceTypes(AccountRegion accountRegion) {
    record("ReadReferenceTypes");
  }

  /** EC2 calls since the last invocation. */
  List<String> takeCalls() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  private void record(String call) {
    calls.add(call);
    duringCall.accept(call);
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
