package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Queries about EC2 images. */
public final class ImageQueries {
  /** DescribeImageReferences takes at most this many images. */
  private static final int IMAGES_PER_REFERENCES_CALL = 10;

  /** Images in a DescribeFastLaunchImages call: half of its largest page. */
  private static final int FAST_LAUNCHES_PER_CALL = 100;

  private static final String SNAPSHOT_FILTER = "block-device-mapping.snapshot-id";

  /** A search of more than ten thousand images is a mistake in its filters. */
  private static final int MAX_SEARCH_PAGES = 10;

  private static final QueryType<Presence<Image>> BY_ID =
      QueryType.presence(
              "image",
              BatchFilters.on("image-id"),
              (reads, filters) -> reads.images(ImageFilter.anyOwner(filters)),
              Image::id,
              ImageQueries::preferLive)
          .shownByScan(
              (scan, id) -> Optional.ofNullable(scan.imagesById().get(id)).map(Presence::of))
          .refreshingWithScans(presence -> presence.found().isPresent());

  private static final QueryType<Presence<Image>> BY_NAME =
      QueryType.presence(
              "image named",
              BatchFilters.on("name"),
              (reads, filters) -> reads.images(ImageFilter.ownedBySelf(filters)),
              Image::name,
              ImageQueries::preferLive)
          .discountedAfterWrite(Presence::possiblyCreatedAt);

  private static final QueryType<Presence<Image>> WITH_NAME_TO_TAKE =
      QueryType.presence(
              "image with name",
              BatchFilters.on("name"),
              (reads, filters) -> reads.images(ImageFilter.ownedBySelf(filters)),
              Image::name,
              ImageQueries::preferLive)
          .shownByScan(ScanResult::freeName)
          .readBy(ReadFrequency.NAMES);

  private static final QueryType<List<Image>> USING_SNAPSHOT =
      QueryType.filtered(
          "images using",
          BatchFilters.on(SNAPSHOT_FILTER),
          ImageQueries::fetchUsingSnapshots,
          (before, at) -> List.of());

  private static final QueryType<List<Image>> IN_ACCOUNT =
      QueryType.largeListing(
          "images of the account in",
          (reads, token) ->
              InventoryPage.of(
                  reads
                      .ec2()
                      .images(reads.accountRegion(), ImageFilter.ownedBySelf(Map.of()), token)),
          Image::id);

  private static final QueryType<LaunchPermissions> LAUNCH_PERMISSIONS =
      QueryType.unbatched(
              "launch permissions of",
              (reads, id) -> reads.ec2().launchPermissions(reads.accountRegion(), id))
          .readBy(ReadFrequency.PERMISSIONS);

  private static final QueryType<Boolean> PUBLIC_SHARING_BLOCKED =
      QueryType.unbatched(
          "block public access for images in",
          (reads, region) -> reads.ec2().publicSharingBlocked(reads.accountRegion()));

  private static final QueryType<Boolean> ALLOWED_IMAGES_ENABLED =
      QueryType.unbatched(
              "Allowed AMIs in",
              (reads, region) -> reads.ec2().allowedImagesEnabled(reads.accountRegion()))
          .readBy(ReadFrequency.SEARCH);

  private static final QueryType<FastLaunch> FAST_LAUNCH =
      QueryType.batched(
              "fast launch of",
              FAST_LAUNCHES_PER_CALL,
              (reads, ids) -> reads.ec2().fastLaunches(reads.accountRegion(), ids),
              (before, at) -> FastLaunch.OFF)
          .readBy(ReadFrequency.PERMISSIONS_ONCE_SETTLED);

  private static final QueryType<List<ImageReference>> REFERENCES =
      QueryType.batched(
          "references to",
          IMAGES_PER_REFERENCES_CALL,
          (reads, ids) ->
              reads.ec2().imageReferences(reads.accountRegion(), ids).stream()
                  .collect(Collectors.groupingBy(ImageReference::imageId)),
          (before, at) -> List.of());

  private static final QueryType<Boolean> REFERENCES_READABLE =
      QueryType.unbatched("permissions to find references in", ImageQueries::readReferenceTypes)
          .readBy(ReadFrequency.PERMISSIONS);

  private static final QueryType<List<ImageSummary>> SEARCH =
      QueryType.unbatched("image search", ImageQueries::fetchSearch).readBy(ReadFrequency.SEARCH);

  private ImageQueries() {}

  /** An image by id, whoever owns it. */
  public static Query<Presence<Image>> byId(String imageId) {
    return new Query<>(BY_ID, imageId);
  }

  /**
   * The account's own image with a name, which is unique per account and region. That it was
   * missing before the owner's last write proves nothing: the write may have created it.
   */
  public static Query<Presence<Image>> byName(String imageName) {
    return new Query<>(BY_NAME, imageName);
  }

  /**
   * The account's own image that has the name of an image to create. An answer of a minute ago is
   * enough, since EC2 refuses a name that was taken since; that none has it is never proven.
   */
  public static Query<Presence<Image>> withNameToTake(String imageName) {
    return new Query<>(WITH_NAME_TO_TAKE, imageName);
  }

  /** The account's own images that use a snapshot, perhaps with deregistered images. */
  public static Query<List<Image>> usingSnapshot(String snapshotId) {
    return new Query<>(USING_SNAPSHOT, snapshotId);
  }

  /**
   * Every image that the account owns in a region, without descriptions and state reasons; all
   * pages, for retention only.
   */
  public static Query<List<Image>> inAccount() {
    return Query.ofRegion(IN_ACCOUNT);
  }

  /** The launch permissions of an image: a call each, with its own rate limit. */
  public static Query<LaunchPermissions> launchPermissions(String imageId) {
    return new Query<>(LAUNCH_PERMISSIONS, imageId);
  }

  /** Whether the account blocks making images public in the region. */
  public static Query<Boolean> publicSharingBlocked() {
    return Query.ofRegion(PUBLIC_SHARING_BLOCKED);
  }

  /** Whether Allowed AMIs hides images of other owners from the account in the region. */
  public static Query<Boolean> allowedImagesEnabled() {
    return Query.ofRegion(ALLOWED_IMAGES_ENABLED);
  }

  /** Windows fast launch of an image; off for an image that EC2 does not list. */
  public static Query<FastLaunch> fastLaunch(String imageId) {
    return new Query<>(FAST_LAUNCH, imageId);
  }

  /**
   * The account's resources that use an image. An empty list proves that none does if {@link
   * #referencesReadable} is known.
   */
  public static Query<List<ImageReference>> references(String imageId) {
    return new Query<>(REFERENCES, imageId);
  }

  /**
   * True if EC2 may read every type of resource that can use an image; otherwise the read fails
   * with the permission that is missing. Costs a call or two for each type.
   */
  public static Query<Boolean> referencesReadable() {
    return Query.ofRegion(REFERENCES_READABLE);
  }

  /** The available images that match a search, whoever owns them. */
  public static Query<List<ImageSummary>> search(ImageSearch search) {
    return new Query<>(SEARCH, search.toKey());
  }

  /** EC2 may list a deregistered image beside the live image that has its name now. */
  private static Image preferLive(Image earlier, Image later) {
    return earlier.state().live() ? earlier : later;
  }

  private static Map<String, List<Image>> fetchUsingSnapshots(
      RegionReads reads, Map<String, List<String>> filters) {
    List<Image> images = reads.images(ImageFilter.ownedBySelf(filters));
    return filters.get(SNAPSHOT_FILTER).stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                id -> images.stream().filter(i -> i.snapshotIds().contains(id)).toList()));
  }

  private static Boolean readReferenceTypes(RegionReads reads, String region) {
    reads.ec2().readReferenceTypes(reads.accountRegion());
    return true;
  }

  private static List<ImageSummary> fetchSearch(RegionReads reads, String key) {
    ImageSearch search = ImageSearch.fromKey(key);
    List<ImageSummary> found = new ArrayList<>();
    Optional<String> token = Optional.empty();
    for (int i = 0; i < MAX_SEARCH_PAGES; i++) {
      Page<ImageSummary> page = reads.ec2().searchImages(reads.accountRegion(), search, token);
      found.addAll(page.items());
      token = page.nextToken();
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
}
