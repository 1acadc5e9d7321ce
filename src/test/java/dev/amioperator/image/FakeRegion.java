package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.BlockDevice;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageBlockDevice;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.testing.Ec2Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** An in-memory EC2 region with unique image names, a pending state and delayed visibility. */
final class FakeRegion {
  private static final Duration ROUND = Duration.ofMinutes(1);

  private final Map<String, Image> images = new LinkedHashMap<>();
  private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
  private final Map<String, LaunchPermissions> launchPermissions = new HashMap<>();
  private final Map<String, Set<String>> snapshotPermissions = new HashMap<>();
  private final Map<String, FastLaunch> fastLaunches = new HashMap<>();
  private final Map<String, Instant> visibleFrom = new HashMap<>();
  private final int lag;
  private final boolean windows;
  private int remainingFailures;
  private int createdImages;
  private Instant now = Ec2Fixtures.NOW;

  /**
   * An empty region.
   *
   * @param lag how many minutes a new image stays invisible
   * @param failures how many of the first images, and of the first attempts at fast launch, fail
   */
  FakeRegion(int lag, int failures, boolean windows) {
    this.lag = lag;
    this.remainingFailures = failures;
    this.windows = windows;
  }

  Instant now() {
    return now;
  }

  /** Adds an image with its snapshots and launch permissions, unless the image name is taken. */
  void add(Image image, LaunchPermissions permissions) {
    if (images.values().stream().noneMatch(other -> other.name().equals(image.name()))) {
      images.put(image.id(), image);
      launchPermissions.put(image.id(), permissions);
      image
          .snapshotIds()
          .forEach(id -> snapshots.put(id, Ec2Fixtures.snapshotOf(image.id(), image.tags())));
    }
  }

  void add(Snapshot snapshot) {
    snapshots.put(snapshot.id(), snapshot);
  }

  List<Image> images() {
    return List.copyOf(images.values());
  }

  List<Image> visible() {
    return images.values().stream()
        .filter(image -> !now.isBefore(visibleFrom.getOrDefault(image.id(), Instant.MIN)))
        .toList();
  }

  Optional<Image> image(String id) {
    return Optional.ofNullable(images.get(id));
  }

  Map<String, Snapshot> snapshots() {
    return Map.copyOf(snapshots);
  }

  LaunchPermissions launchPermissions(String imageId) {
    return launchPermissions.getOrDefault(imageId, LaunchPermissions.NONE);
  }

  Set<String> snapshotPermissions(String snapshotId) {
    return snapshotPermissions.getOrDefault(snapshotId, Set.of());
  }

  FastLaunch fastLaunch(String imageId) {
    return fastLaunches.getOrDefault(imageId, FastLaunch.OFF);
  }

  /** Advances the clock by a minute and completes or fails pending images and fast launch. */
  void advanceMinute() {
    now = now.plus(ROUND);
    images.replaceAll(
        (id, image) ->
            image.state() == State.PENDING
                ? Ec2Fixtures.inState(image, completedState(id))
                : image);
    fastLaunches.replaceAll(
        (id, launch) ->
            launch.state() == FastLaunch.State.ENABLING
                ? new FastLaunch(
                    fails() ? FastLaunch.State.ENABLING_FAILED : FastLaunch.State.ENABLED,
                    "",
                    Optional.of(now),
                    launch.settings())
                : launch);
    fastLaunches.values().removeIf(launch -> launch.state() == FastLaunch.State.DISABLING);
  }

  /** Executes an EC2 action and returns the id of a created image. */
  Optional<String> execute(AwsAction awsAction) {
    switch (awsAction) {
      case ImageCreationAction.CreateImage from -> {
        return Optional.of(
            createImage(from.name(), from.description(), from.tags(), Optional.empty()));
      }
      case ImageCreationAction.RegisterImageFromSnapshot from -> {
        ImageBlockDevice.Ebs root = (ImageBlockDevice.Ebs) from.blockDevices().getFirst();
        return Optional.of(
            createImage(from.name(), from.description(), from.tags(), root.snapshotId()));
      }
      case ImageCreationAction.RegisterImageFromManifest from -> {
        return Optional.of(
            createImage(from.name(), from.description(), from.tags(), Optional.of("")));
      }
      case ImageCreationAction.CreateRestoreImageTask from -> {
        return Optional.of(createImage(from.name(), "", from.tags(), Optional.empty()));
      }
      case TagAction.CreateTags(var ids, var tags) -> retag(ids, Set.of(), tags);
      case TagAction.DeleteTags(var ids, var keys) -> retag(ids, keys, Map.of());
      case SnapshotAction.ModifySnapshotAttribute(var id, var add, var remove) -> {
        Set<String> accounts = new HashSet<>(snapshotPermissions(id));
        accounts.addAll(add);
        accounts.removeAll(remove);
        snapshotPermissions.put(id, accounts);
      }
      case SnapshotAction.DeleteSnapshot(var id) -> delete(id);
      case ImageAction.DeregisterImage(var id, var withSnapshots) -> images.remove(id);
      case ImageAction change -> change(change);
      default -> throw unexpected(awsAction);
    }
    return Optional.empty();
  }

  private static AssertionError unexpected(AwsAction awsAction) {
    return new AssertionError("not expected of an image: " + awsAction);
  }

  /**
   * @param registered the snapshot of the image; empty text for none, empty for a new snapshot
   */
  private String createImage(
      String name, String description, Map<String, String> tags, Optional<String> registered) {
    if (images.values().stream().anyMatch(image -> image.name().equals(name))) {
      throw new Ec2CallException(
          ErrorClass.ALREADY_EXISTS, "CreateImage", "InvalidAMIName.Duplicate", "taken", null);
    }
    String id = "ami-made-" + ++createdImages;
    String snapshotId = registered.orElse(Ec2Fixtures.snapshotIdOf(id));
    if (registered.isEmpty()) {
      snapshots.put(snapshotId, Ec2Fixtures.snapshotOf(id, tags));
    }
    visibleFrom.put(id, now.plus(ROUND.multipliedBy(lag)));
    images.put(
        id,
        new Image(
            id,
            name,
            ACCOUNT,
            State.PENDING,
            "",
            Optional.of(now),
            description,
            tags,
            snapshotId.isEmpty()
                ? List.of()
                : List.of(new BlockDevice("/dev/xvda", Optional.of(snapshotId), 8, false)),
            new Image.Settings(
                Optional.empty(), Image.DeregistrationProtection.DISABLED, false, false, windows),
            ""));
    return id;
  }

  private void change(ImageAction change) {
    String id = change.imageId();
    Image.Settings s = images.get(id).settings();
    switch (change) {
      case ImageAction.SetDescription(var changed, var text) ->
          edit(id, i -> Ec2Fixtures.withDescription(i, text));
      case ImageAction.ModifyLaunchPermissions(var changed, var add, var remove) ->
          launchPermissions.put(id, plus(launchPermissions(id).minus(remove), add));
      case ImageAction.EnableImageDeprecation(var changed, var at) ->
          set(id, s, Optional.of(at), s.protection(), s.imdsV2());
      case ImageAction.DisableImageDeprecation(var changed) ->
          set(id, s, Optional.empty(), s.protection(), s.imdsV2());
      case ImageAction.EnableImageDeregistrationProtection(var changed, var cooldown) ->
          set(
              id,
              s,
              s.deprecationTime(),
              cooldown
                  ? Image.DeregistrationProtection.ENABLED_WITH_COOLDOWN
                  : Image.DeregistrationProtection.ENABLED,
              s.imdsV2());
      case ImageAction.DisableImageDeregistrationProtection(var changed) ->
          set(id, s, s.deprecationTime(), Image.DeregistrationProtection.DISABLED, s.imdsV2());
      case ImageAction.RequireImdsV2(var changed) ->
          set(id, s, s.deprecationTime(), s.protection(), true);
      case ImageAction.DisableImage(var changed) -> {
        edit(id, i -> Ec2Fixtures.inState(i, State.DISABLED));
        launchPermissions.remove(id);
      }
      case ImageAction.EnableImage(var changed) ->
          edit(id, i -> Ec2Fixtures.inState(i, State.AVAILABLE));
      case ImageAction.EnableFastLaunch(var changed, var settings) ->
          fastLaunches.put(id, fastLaunchOf(FastLaunch.State.ENABLING, settings));
      case ImageAction.DisableFastLaunch(var changed) ->
          fastLaunches.put(
              id, fastLaunchOf(FastLaunch.State.DISABLING, FastLaunch.Settings.UNSPECIFIED));
      default -> throw unexpected(change);
    }
  }

  private FastLaunch fastLaunchOf(FastLaunch.State state, FastLaunch.Settings settings) {
    return new FastLaunch(state, "", Optional.of(now), settings);
  }

  private void set(
      String id,
      Image.Settings before,
      Optional<Instant> deprecated,
      Image.DeregistrationProtection deregistrationProtection,
      boolean imdsV2) {
    Image.Settings after =
        new Image.Settings(
            deprecated, deregistrationProtection, imdsV2, before.marketplace(), before.windows());
    edit(id, image -> Ec2Fixtures.withSettings(image, after));
  }

  private void edit(String id, UnaryOperator<Image> change) {
    images.computeIfPresent(id, (i, image) -> change.apply(image));
  }

  private void retag(List<String> ids, Set<String> without, Map<String, String> with) {
    for (String id : ids) {
      edit(id, image -> Ec2Fixtures.withTags(image, tags(image.tags(), without, with)));
      snapshots.computeIfPresent(
          id,
          (i, s) ->
              new Snapshot(
                  s.id(),
                  s.ownerId(),
                  s.state(),
                  s.progress(),
                  s.sizeGib(),
                  s.description(),
                  tags(s.tags(), without, with),
                  s.kmsKeyArn()));
    }
  }

  private static Map<String, String> tags(
      Map<String, String> before, Set<String> without, Map<String, String> with) {
    Map<String, String> after = new HashMap<>(before);
    after.keySet().removeAll(without);
    after.putAll(with);
    return after;
  }

  private void delete(String snapshotId) {
    if (images.values().stream().anyMatch(image -> image.snapshotIds().contains(snapshotId))) {
      throw new Ec2CallException(
          ErrorClass.IN_USE, "DeleteSnapshot", "InvalidSnapshot.InUse", "used", null);
    }
    snapshots.remove(snapshotId);
  }

  private State completedState(String id) {
    return id.startsWith("ami-made-") && fails() ? State.FAILED : State.AVAILABLE;
  }

  private boolean fails() {
    return remainingFailures > 0 && remainingFailures-- > 0;
  }

  private static LaunchPermissions plus(LaunchPermissions one, LaunchPermissions other) {
    Set<String> accounts = new HashSet<>(one.accountIds());
    accounts.addAll(other.accountIds());
    Set<String> arns = new HashSet<>(one.arns());
    arns.addAll(other.arns());
    return new LaunchPermissions(one.everyone() || other.everyone(), accounts, arns);
  }
}
