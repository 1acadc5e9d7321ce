package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The questions that can be asked about one place, each kind with its call. */
final class Lookups {
  /** EC2 takes at most this many values in a filter. */
  static final int FILTER_VALUES = 200;

  /** DescribeImageReferences takes at most this many images. */
  private static final int IMAGES_PER_REFERENCES_CALL = 10;

  /** GetParameters takes at most this many names. */
  private static final int PARAMETERS_PER_CALL = 10;

  /** Ten thousand images: a search that finds more was not meant so. */
  private static final int SEARCH_PAGES = 10;

  private final Ec2Reads reads;
  private final ParameterReads parameters;
  private final BuildInstanceReads builders;
  private final AccountRegion place;
  private final ClusterId cluster;

  Lookups(
      Ec2Reads reads,
      ParameterReads parameters,
      BuildInstanceReads builders,
      AccountRegion accountRegion,
      ClusterId cluster) {
    this.reads = reads;
    this.parameters = parameters;
    this.builders = builders;
    this.place = accountRegion;
    this.cluster = cluster;
  }

  /** By owner. */
  Lookup<Holdings> holdings() {
    return new Lookup<>(
        FILTER_VALUES,
        owners -> {
          var ours = ownedBy(owners);
          return Holdings.byOwner(
              place.region(),
              images(ImageFilter.ownedBySelf(ours)),
              allPages(token -> reads.snapshots(place, ours, token)));
        },
        (before, at) -> Holdings.NONE);
  }

  /** By image id, whoever owns the image. */
  Lookup<Presence<Image>> images() {
    return new Lookup<>(
        FILTER_VALUES,
        ids ->
            byKey(
                images(ImageFilter.anyOwner(Map.of("image-id", ids))), Image::id, Lookups::present),
        Presence::missed);
  }

  /** By name, among the account's own images. */
  Lookup<Presence<Image>> names() {
    return new Lookup<>(
        FILTER_VALUES,
        names ->
            byKey(
                images(ImageFilter.ownedBySelf(Map.of("name", names))),
                Image::name,
                Lookups::present),
        Presence::missed);
  }

  /** By snapshot id, among the account's own. */
  Lookup<Presence<Snapshot>> snapshots() {
    return new Lookup<>(
        FILTER_VALUES,
        ids ->
            byKey(
                allPages(token -> reads.snapshots(place, Map.of("snapshot-id", ids), token)),
                Snapshot::id,
                (one, other) -> Presence.of(other)),
        Presence::missed);
  }

  /** About builders. */
  BuilderLookups ofBuilders() {
    return new BuilderLookups(builders, place, this);
  }

  /** About what was deleted, and what keeps snapshots from it. */
  EndLookups ends() {
    return new EndLookups(reads, place, cluster);
  }

  /** By image id, one a call. */
  Lookup<LaunchPermissions> launchPermissions() {
    return singly(id -> reads.launchPermissions(place, id));
  }

  /** By snapshot id, one a call. */
  Lookup<Set<String>> snapshotPermissions() {
    return singly(id -> reads.snapshotPermissions(place, id));
  }

  /** One answer for the whole place. */
  Lookup<Boolean> publicSharingBlocked() {
    return singly(all -> reads.publicSharingBlocked(place));
  }

  /** By the key's ARN, one at a time. */
  Lookup<KmsKeyAccess> keys() {
    return new Lookup<>(
        1,
        arns -> Map.of(arns.getFirst(), keyAccess(arns.getFirst())),
        (before, at) -> before.orElseThrow());
  }

  /** A key of another account hardly ever tells; what it does tell is kept. */
  private KmsKeyAccess keyAccess(String arn) {
    String policy = "";
    List<KmsKeyAccess.Grant> grants = List.of();
    try {
      if (reads.awsManagedKey(place, arn)) {
        return new KmsKeyAccess(arn, true, policy, grants, "");
      }
      policy = reads.keyPolicy(place, arn);
      grants = reads.keyGrants(place, arn);
      return new KmsKeyAccess(arn, false, policy, grants, "");
    } catch (Ec2CallException failure) {
      String why = "%s: %s".formatted(failure.action(), failure.getMessage());
      return new KmsKeyAccess(arn, false, policy, grants, why);
    }
  }

  /** By image id; an image that is not listed has it off. */
  Lookup<FastLaunch> fastLaunches() {
    return new Lookup<>(
        FILTER_VALUES, ids -> reads.fastLaunches(place, ids), (before, at) -> FastLaunch.OFF);
  }

  /** By image id. */
  Lookup<List<ImageReference>> references() {
    return new Lookup<>(
        IMAGES_PER_REFERENCES_CALL,
        ids ->
            reads.imageReferences(place, ids).stream()
                .collect(Collectors.groupingBy(ImageReference::imageId)),
        (before, at) -> List.of());
  }

  /** One a call, and always answered. */
  static <T> Lookup<T> singly(Function<String, T> ask) {
    return new Lookup<>(
        1,
        keys -> keys.stream().collect(Collectors.toMap(Function.identity(), ask)),
        (before, at) -> before.orElseThrow());
  }

  /** By the text of a search, one a call. */
  Lookup<List<ImageSummary>> searches() {
    return singly(this::search);
  }

  /** By the name of a parameter. */
  Lookup<Optional<String>> parameters() {
    return new Lookup<>(
        PARAMETERS_PER_CALL,
        names ->
            parameters.parameters(place, names).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> Optional.of(e.getValue()))),
        (before, at) -> Optional.empty());
  }

  Map<String, List<String>> ownedBy(List<String> owners) {
    return Map.of(
        "tag:" + TagKeys.CLUSTER, List.of(cluster.value()), "tag:" + TagKeys.RESOURCE, owners);
  }

  private List<ImageSummary> search(String text) {
    ImageSearch search = ImageSearch.fromKey(text);
    List<ImageSummary> found = new ArrayList<>();
    Optional<String> token = Optional.empty();
    for (int page = 0; page < SEARCH_PAGES; page++) {
      Page<ImageSummary> answer = reads.searchImages(place, search, token);
      found.addAll(answer.items());
      token = answer.nextToken();
      if (token.isEmpty()) {
        return found;
      }
    }
    throw new Ec2CallException(
        Ec2CallException.ErrorClass.INVALID,
        "DescribeImages",
        "TooManyImages",
        "more than %d images match the lookup; narrow it".formatted(found.size()),
        null);
  }

  /** One page of everything in the place that carries the cluster's tag. */
  Page<Image> clusterImages(Optional<String> token) {
    return reads.images(place, ImageFilter.ownedBySelf(clusterOnly()), token);
  }

  Page<Snapshot> clusterSnapshots(Optional<String> token) {
    return reads.snapshots(place, clusterOnly(), token);
  }

  /** One page of all images that the account owns in the place. */
  Page<Image> ownImages(Optional<String> token) {
    return reads.images(place, ImageFilter.ownedBySelf(Map.of()), token);
  }

  Map<String, List<String>> clusterOnly() {
    return Map.of("tag:" + TagKeys.CLUSTER, List.of(cluster.value()));
  }

  private List<Image> images(ImageFilter query) {
    return allPages(token -> reads.images(place, query, token));
  }

  /** A name stands for one image, but a deregistered one may be listed beside its successor. */
  private static Presence<Image> present(Optional<Presence<Image>> other, Image image) {
    return other
        .filter(presence -> presence.found().orElseThrow().state().live())
        .orElse(Presence.of(image));
  }

  static <T, P> Map<String, P> byKey(
      List<T> items, Function<T, String> key, BiFunction<Optional<P>, T, P> merge) {
    Map<String, P> map = new HashMap<>();
    for (T item : items) {
      map.compute(key.apply(item), (k, other) -> merge.apply(Optional.ofNullable(other), item));
    }
    return map;
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
}
