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
final class ImageQueries {
  /** EC2 takes at most this many values in a filter. */
  static final int FILTER_VALUES = 200;

  /** DescribeImageReferences takes at most this many images. */
  private static final int IMAGES_PER_REFERENCES_CALL = 10;

  /** GetParameters takes at most this many names. */
  private static final int PARAMETERS_PER_CALL = 10;

  /** Ten thousand images: a search that finds more was not meant so. */
  private static final int MAX_SEARCH_PAGES = 10;

  private final Ec2Reads reads;
  private final ParameterReads parameters;
  private final BuildInstanceReads buildInstanceReads;
  private final AccountRegion accountRegion;
  private final ClusterId cluster;

  ImageQueries(
      Ec2Reads reads,
      ParameterReads parameters,
      BuildInstanceReads buildInstanceReads,
      AccountRegion accountRegion,
      ClusterId cluster) {
    this.reads = reads;
    this.parameters = parameters;
    this.buildInstanceReads = buildInstanceReads;
    this.accountRegion = accountRegion;
    this.cluster = cluster;
  }

  /** By owner. */
  QueryType<OwnedResources> ownedResources() {
    return new QueryType<>(
        FILTER_VALUES,
        owners -> {
          var ours = ownerFilters(owners);
          return OwnedResources.byOwner(
              accountRegion.region(),
              images(ImageFilter.ownedBySelf(ours)),
              allPages(token -> reads.snapshots(accountRegion, ours, token)));
        },
        (before, at) -> OwnedResources.NONE);
  }

  /** By image id, whoever owns the image. */
  QueryType<Presence<Image>> images() {
    return new QueryType<>(
        FILTER_VALUES,
        ids ->
            byKey(
                images(ImageFilter.anyOwner(Map.of("image-id", ids))),
                Image::id,
                ImageQueries::preferLive),
        Presence::missed);
  }

  /** By name, among the account's own images. */
  QueryType<Presence<Image>> imagesByName() {
    return new QueryType<>(
        FILTER_VALUES,
        names ->
            byKey(
                images(ImageFilter.ownedBySelf(Map.of("name", names))),
                Image::name,
                ImageQueries::preferLive),
        Presence::missed);
  }

  /** By snapshot id, among the account's own. */
  QueryType<Presence<Snapshot>> snapshots() {
    return new QueryType<>(
        FILTER_VALUES,
        ids ->
            byKey(
                allPages(
                    token -> reads.snapshots(accountRegion, Map.of("snapshot-id", ids), token)),
                Snapshot::id,
                (one, other) -> Presence.of(other)),
        Presence::missed);
  }

  /** About builders. */
  BuildInstanceQueries buildInstanceQueries() {
    return new BuildInstanceQueries(buildInstanceReads, accountRegion, this);
  }

  /** About what was deleted, and what keeps snapshots from it. */
  RecycleBinQueries recycleBinQueries() {
    return new RecycleBinQueries(reads, accountRegion, cluster);
  }

  /** By image id, one a call. */
  QueryType<LaunchPermissions> launchPermissions() {
    return unbatched(id -> reads.launchPermissions(accountRegion, id));
  }

  /** By snapshot id, one a call. */
  QueryType<Set<String>> snapshotPermissions() {
    return unbatched(id -> reads.snapshotPermissions(accountRegion, id));
  }

  /** One answer for the whole place. */
  QueryType<Boolean> publicSharingBlocked() {
    return unbatched(all -> reads.publicSharingBlocked(accountRegion));
  }

  /** By the key's ARN, one at a time. */
  QueryType<KmsKeyAccess> kmsKeyAccess() {
    return new QueryType<>(
        1,
        arns -> Map.of(arns.getFirst(), fetchKmsKeyAccess(arns.getFirst())),
        (before, at) -> before.orElseThrow());
  }

  /** A key of another account hardly ever tells; what it does tell is kept. */
  private KmsKeyAccess fetchKmsKeyAccess(String arn) {
    String policy = "";
    List<KmsKeyAccess.Grant> grants = List.of();
    try {
      if (reads.awsManagedKey(accountRegion, arn)) {
        return new KmsKeyAccess(arn, true, policy, grants, "");
      }
      policy = reads.keyPolicy(accountRegion, arn);
      grants = reads.keyGrants(accountRegion, arn);
      return new KmsKeyAccess(arn, false, policy, grants, "");
    } catch (Ec2CallException failure) {
      String why = "%s: %s".formatted(failure.action(), failure.getMessage());
      return new KmsKeyAccess(arn, false, policy, grants, why);
    }
  }

  /** By image id; an image that is not listed has it off. */
  QueryType<FastLaunch> fastLaunches() {
    return new QueryType<>(
        FILTER_VALUES,
        ids -> reads.fastLaunches(accountRegion, ids),
        (before, at) -> FastLaunch.OFF);
  }

  /** By image id. */
  QueryType<List<ImageReference>> imageReferences() {
    return new QueryType<>(
        IMAGES_PER_REFERENCES_CALL,
        ids ->
            reads.imageReferences(accountRegion, ids).stream()
                .collect(Collectors.groupingBy(ImageReference::imageId)),
        (before, at) -> List.of());
  }

  /** One a call, and always answered. */
  static <T> QueryType<T> unbatched(Function<String, T> ask) {
    return new QueryType<>(
        1,
        keys -> keys.stream().collect(Collectors.toMap(Function.identity(), ask)),
        (before, at) -> before.orElseThrow());
  }

  /** By the text of a search, one a call. */
  QueryType<List<ImageSummary>> imageSearches() {
    return unbatched(this::fetchSearch);
  }

  /** By the name of a parameter. */
  QueryType<Optional<String>> parameters() {
    return new QueryType<>(
        PARAMETERS_PER_CALL,
        names ->
            parameters.parameters(accountRegion, names).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> Optional.of(e.getValue()))),
        (before, at) -> Optional.empty());
  }

  Map<String, List<String>> ownerFilters(List<String> owners) {
    return Map.of(
        "tag:" + TagKeys.CLUSTER, List.of(cluster.value()), "tag:" + TagKeys.RESOURCE, owners);
  }

  private List<ImageSummary> fetchSearch(String text) {
    ImageSearch search = ImageSearch.fromKey(text);
    List<ImageSummary> found = new ArrayList<>();
    Optional<String> token = Optional.empty();
    for (int page = 0; page < MAX_SEARCH_PAGES; page++) {
      Page<ImageSummary> answer = reads.searchImages(accountRegion, search, token);
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
    return reads.images(accountRegion, ImageFilter.ownedBySelf(clusterFilters()), token);
  }

  Page<Snapshot> clusterSnapshots(Optional<String> token) {
    return reads.snapshots(accountRegion, clusterFilters(), token);
  }

  /** One page of all images that the account owns in the place. */
  Page<Image> accountImages(Optional<String> token) {
    return reads.images(accountRegion, ImageFilter.ownedBySelf(Map.of()), token);
  }

  Map<String, List<String>> clusterFilters() {
    return Map.of("tag:" + TagKeys.CLUSTER, List.of(cluster.value()));
  }

  private List<Image> images(ImageFilter query) {
    return allPages(token -> reads.images(accountRegion, query, token));
  }

  /** A name stands for one image, but a deregistered one may be listed beside its successor. */
  private static Presence<Image> preferLive(Optional<Presence<Image>> other, Image image) {
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
