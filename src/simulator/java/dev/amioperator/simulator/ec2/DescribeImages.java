package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Instance;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;

/** DescribeImages: the images that a caller can see. */
public final class DescribeImages {
  private static final Set<String> ALIASES =
      Set.of("amazon", "aws-marketplace", "aws-backup-vault");

  private static final Filters<Image> FILTERS =
      Filters.<Image>ofResource()
          .on("image-id", Image::id)
          .on("name", Image::name)
          .on("description", Image::description)
          .on("owner-id", Image::ownerId)
          .on("owner-alias", image -> image.origin().ownerAlias())
          .onCall("state", (call, image) -> image.state(call.now()))
          .onCall(
              "state-reason-code",
              (call, image) -> image.failure() == null ? null : image.failure().code())
          .onCall(
              "state-reason-message",
              (call, image) -> image.failure() == null ? null : image.failure().message())
          .on("creation-date", image -> ImageViews.instant(image.created()))
          .on("is-public", image -> image.sharing().everyone())
          .on("architecture", image -> image.traits().architecture())
          .on("root-device-name", image -> image.traits().rootDeviceName())
          .on("root-device-type", image -> image.traits().rootDeviceType())
          .on("virtualization-type", image -> image.traits().virtualizationType())
          .on("ena-support", image -> image.traits().enaSupport())
          .on("sriov-net-support", image -> image.traits().sriovNetSupport())
          .on("kernel-id", image -> image.traits().kernelId())
          .on("ramdisk-id", image -> image.traits().ramdiskId())
          .on("platform", image -> image.traits().platform())
          .on("hypervisor", image -> "xen")
          .on("image-type", image -> "machine")
          .on("manifest-location", image -> image.origin().location())
          .on("source-instance-id", image -> image.origin().sourceInstanceId())
          .on("source-image-id", image -> image.origin().sourceImageId())
          .on("source-image-region", image -> image.origin().sourceImageRegion())
          .onCall("image-allowed", AllowedImages::allowed)
          .on("free-tier-eligible", image -> false)
          .onEach("product-code", image -> Stream.empty())
          .onEach("product-code.type", image -> Stream.empty())
          .onEach("block-device-mapping.snapshot-id", devices(BlockDevice::snapshotId))
          .onEach("block-device-mapping.device-name", devices(BlockDevice::deviceName))
          .onEach("block-device-mapping.volume-size", devices(BlockDevice::sizeGib))
          .onEach("block-device-mapping.volume-type", devices(BlockDevice::volumeType))
          .onEach("block-device-mapping.encrypted", devices(BlockDevice::encrypted))
          .onEach(
              "block-device-mapping.delete-on-termination",
              devices(BlockDevice::deleteOnTermination));

  /**
   * DescribeImages.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidAMIID.*}, {@code
   *     InvalidParameterValue}, {@code InvalidParameterCombination}
   */
  public DescribeImagesResponse describe(Call call, DescribeImagesRequest request) {
    ResourceLookup.checkImageIds(request.imageIds());
    Paging paging =
        new Paging(call, "DescribeImages", request.maxResults(), request.nextToken())
            .requireMinResults(5)
            .rejectWithIds(request.imageIds(), "imagesSet");
    Predicate<Image> passes = scope(call, request).and(FILTERS.compile(call, request.filters()));
    NavigableMap<String, Image> candidates =
        request.imageIds().isEmpty() ? candidates(call, request) : byIds(call, request.imageIds());
    Paging.Page<Image> page = paging.page(candidates, passes);
    return DescribeImagesResponse.builder()
        .images(page.items().stream().map(image -> ImageViews.show(call, image)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** Predicate for visibility, owners, executable users and hidden images, without the filters. */
  private static Predicate<Image> scope(Call call, DescribeImagesRequest request) {
    Predicate<Image> own = image -> image.ownerId().equals(call.accountId());
    Predicate<Image> scope =
        image -> image.visible(call.now()) && ResourceLookup.canAccess(call, image);
    if (!request.owners().isEmpty()) {
      scope = scope.and(ownedBy(call, request.owners()));
    }
    for (String user : request.executableUsers()) {
      scope = scope.and(executableBy(call, user));
    }
    if (!Boolean.TRUE.equals(request.includeDeprecated()) && request.imageIds().isEmpty()) {
      scope = scope.and(own.or(image -> !image.deprecated(call.now())));
    }
    if (!Boolean.TRUE.equals(request.includeDisabled())) {
      scope = scope.and(image -> !image.disabled());
    }
    return scope;
  }

  private static Predicate<Image> ownedBy(Call call, Collection<String> owners) {
    return image ->
        owners.stream()
            .anyMatch(
                owner ->
                    owner.equals("self")
                        ? image.ownerId().equals(call.accountId())
                        : owner.equals(image.ownerId())
                            || owner.equals(image.origin().ownerAlias()));
  }

  private static Predicate<Image> executableBy(Call call, String user) {
    return switch (user) {
      case "all" -> image -> image.sharing().everyone();
      case "self" ->
          image ->
              !image.sharing().everyone()
                  && !image.ownerId().equals(call.accountId())
                  && ResourceLookup.canAccess(call, image);
      default -> image -> image.sharing().accountIds().contains(user);
    };
  }

  /** Smallest set of images that an index has for the request. */
  private static NavigableMap<String, Image> candidates(Call call, DescribeImagesRequest request) {
    var images = call.region().images();
    var ids = Filters.exactValues(request.filters(), "image-id");
    if (ids.isPresent()) {
      return collect(ids.get().stream().map(images::get));
    }
    for (String owner : request.owners()) {
      if (!owner.equals("self") && !ALIASES.contains(owner) && !owner.matches("[0-9]{12}")) {
        throw Ec2Errors.invalidValue("Invalid user ID: " + owner);
      }
    }
    if (request.owners().size() != 1 || ALIASES.contains(request.owners().getFirst())) {
      return images.all();
    }
    String given = request.owners().getFirst();
    String owner = given.equals("self") ? call.accountId() : given;
    var names = Filters.exactValues(request.filters(), "name");
    if (names.isPresent() && call.timing().lingering().isZero()) {
      return collect(
          names.get().stream().flatMap(name -> call.region().imageByName(owner, name).stream()));
    }
    Map.Entry<String, String> tag = Filters.exactTag(request.filters()).orElse(null);
    return tag == null ? images.ownedBy(owner) : images.tagged(owner, tag.getKey(), tag.getValue());
  }

  /** Images with these ids; a single unknown id fails the whole call. */
  private static NavigableMap<String, Image> byIds(Call call, List<String> ids) {
    List<String> missing = ids.stream().filter(id -> !known(call, id)).toList();
    if (!missing.isEmpty()) {
      throw Ec2Errors.imagesNotFound(missing);
    }
    return collect(ids.stream().map(call.region().images()::get));
  }

  /** Whether an image is known: registered, or still referenced by an instance. */
  private static boolean known(Call call, String id) {
    Image image = call.region().images().get(id);
    if (image != null) {
      return image.visible(call.now()) && ResourceLookup.canAccess(call, image);
    }
    return call.region().instances().ownedBy(call.accountId()).values().stream()
        .anyMatch(
            instance ->
                id.equals(instance.launch().imageId())
                    && instance.state(call.now()) != Instance.State.TERMINATED);
  }

  private static NavigableMap<String, Image> collect(Stream<Image> images) {
    NavigableMap<String, Image> found = new TreeMap<>();
    images.filter(Objects::nonNull).forEach(image -> found.put(image.id(), image));
    return found;
  }

  private static Function<Image, Stream<?>> devices(Function<BlockDevice, Object> field) {
    return image ->
        image.blockDevices().stream().filter(BlockDevice::ebs).map(field).filter(Objects::nonNull);
  }
}
