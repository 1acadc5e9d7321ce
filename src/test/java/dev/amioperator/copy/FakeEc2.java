package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.HERE;

import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.BlockDevice;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageCreationAction.CopyImage;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.recyclebin.RecycleBinState;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An in-memory EC2 region with unique image names, idempotency tokens and delayed visibility. */
final class FakeEc2 {
  private static final Duration ROUND = Duration.ofMinutes(1);

  private final Map<String, Image> images = new LinkedHashMap<>();
  private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
  private final Map<String, String> tokens = new HashMap<>();
  private final Map<String, Instant> visibleFrom = new HashMap<>();
  private final Map<String, Presence<Image>> presences = new HashMap<>();
  private final int lag;
  private int remainingFailures;
  private int createdCopies;
  private Instant now = CopyFixtures.NOW;

  /**
   * An empty region.
   *
   * @param lag how many minutes a new image stays invisible
   * @param failures how many of the first copies fail in EC2
   */
  FakeEc2(int lag, int failures) {
    this.lag = lag;
    this.remainingFailures = failures;
  }

  Instant now() {
    return now;
  }

  int createdCopies() {
    return createdCopies;
  }

  /** Adds an image and its snapshot, unless the image name is taken. */
  void add(Image image) {
    if (images.values().stream().noneMatch(other -> other.name().equals(image.name()))) {
      images.put(image.id(), image);
      Snapshot snapshot = CopyFixtures.snapshotOf(image);
      snapshots.put(snapshot.id(), snapshot);
    }
  }

  List<Image> images() {
    return List.copyOf(images.values());
  }

  /** Advances the clock by a minute and completes or fails pending images. */
  void advanceMinute() {
    now = now.plus(ROUND);
    images.replaceAll((id, image) -> image.state() == State.PENDING ? completed(image) : image);
  }

  /** Observes images as CopyObserver does, limited to what it queries. */
  ObservedCopy observe(CopyTarget target) {
    OwnedResources ownedResources =
        new OwnedResources(
            visible().stream().filter(target.desired().owner()::owns).toList(),
            snapshots.values().stream().filter(target.desired().owner()::owns).toList());
    Optional<String> known =
        target
            .recordedImageId()
            .filter(
                id -> ownedResources.images().stream().noneMatch(image -> image.id().equals(id)));
    String name = CopyName.of(target, CopyFixtures.SOURCE, ownedResources);
    Optional<Image> holder =
        visible().stream().filter(image -> image.name().equals(name)).findFirst();
    return new ObservedCopy(
        ownedResources,
        known.map(this::presence),
        Optional.of(new Presence<>(holder, Optional.empty(), 0)),
        new ObservedSharing(Optional.of(LaunchPermissions.NONE), Map.of(), false, false, Map.of()),
        now,
        new RecycleBinState.NotObserved(),
        ownedResources.images().stream()
            .collect(Collectors.toMap(Image::id, _ -> new Usage.Unused(now))),
        Optional.empty(),
        new ObservedKey.NotRead(),
        Optional.empty(),
        List.of());
  }

  /** Executes an EC2 action and returns the image id of a copy. */
  Optional<String> execute(AwsAction awsAction) {
    switch (awsAction) {
      case CopyImage request -> {
        return Optional.of(copy(request));
      }
      case TagAction.CreateTags(var ids, var tags) -> ids.forEach(id -> tag(id, tags));
      case ImageAction.DeregisterImage(var id, var withSnapshots) -> images.remove(id);
      case SnapshotAction.DeleteSnapshot(var id) -> delete(id);
      default -> throw new AssertionError("not expected of these copies: " + awsAction);
    }
    return Optional.empty();
  }

  private String copy(CopyImage request) {
    if (tokens.containsKey(request.clientToken())) {
      return tokens.get(request.clientToken());
    }
    if (images.values().stream().anyMatch(image -> image.name().equals(request.name()))) {
      throw new Ec2CallException(
          Ec2CallException.ErrorClass.ALREADY_EXISTS,
          "CopyImage",
          "InvalidAMIName.Duplicate",
          "taken",
          null);
    }
    String id = "ami-made-" + ++createdCopies;
    tokens.put(request.clientToken(), id);
    visibleFrom.put(id, now.plus(ROUND.multipliedBy(lag)));
    images.put(
        id,
        new Image(
            id,
            request.name(),
            HERE.accountId(),
            State.PENDING,
            "",
            Optional.of(now),
            "",
            request.tags(),
            List.of(new BlockDevice("/dev/xvda", Optional.of("snap-of-" + id), 8, false)),
            Image.Settings.DEFAULT,
            ""));
    snapshots.put("snap-of-" + id, CopyFixtures.snapshotOf(images.get(id)));
    return id;
  }

  private void tag(String id, Map<String, String> tags) {
    images.computeIfPresent(
        id, (i, image) -> withState(image, image.state(), merge(image.tags(), tags)));
    snapshots.computeIfPresent(
        id,
        (i, s) ->
            CopyFixtures.snapshot(id, s.state(), s.progress(), s.sizeGib(), merge(s.tags(), tags)));
  }

  private void delete(String snapshotId) {
    if (images.values().stream().anyMatch(image -> image.snapshotIds().contains(snapshotId))) {
      throw new Ec2CallException(
          Ec2CallException.ErrorClass.IN_USE,
          "DeleteSnapshot",
          "InvalidSnapshot.InUse",
          "in use",
          null);
    }
    snapshots.remove(snapshotId);
  }

  private Presence<Image> presence(String id) {
    Optional<Image> found = visible().stream().filter(image -> image.id().equals(id)).findFirst();
    Presence<Image> before = presences.get(id);
    Presence<Image> look =
        found.isPresent()
            ? new Presence<>(found, Optional.empty(), 0)
            : new Presence<>(
                found,
                before == null ? Optional.of(now) : before.missedSince().or(() -> Optional.of(now)),
                before == null ? 1 : before.misses() + 1);
    presences.put(id, look);
    return look;
  }

  private List<Image> visible() {
    return images.values().stream()
        .filter(image -> !now.isBefore(visibleFrom.getOrDefault(image.id(), Instant.MIN)))
        .toList();
  }

  private Image completed(Image image) {
    boolean fails = image.id().startsWith("ami-made-") && remainingFailures > 0;
    remainingFailures -= fails ? 1 : 0;
    return withState(image, fails ? State.FAILED : State.AVAILABLE, image.tags());
  }

  private static Map<String, String> merge(Map<String, String> tags, Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(tags);
    all.putAll(more);
    return all;
  }

  private static Image withState(Image image, State state, Map<String, String> tags) {
    return new Image(
        image.id(),
        image.name(),
        image.ownerId(),
        state,
        image.stateReason(),
        image.created(),
        image.description(),
        tags,
        new ArrayList<>(image.blockDevices()),
        image.settings(),
        image.architecture());
  }
}
