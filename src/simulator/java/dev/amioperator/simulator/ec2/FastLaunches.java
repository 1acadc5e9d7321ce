package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.FastLaunch;
import dev.amioperator.simulator.state.Image;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.DescribeFastLaunchImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFastLaunchImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeFastLaunchImagesSuccessItem;
import software.amazon.awssdk.services.ec2.model.DisableFastLaunchRequest;
import software.amazon.awssdk.services.ec2.model.DisableFastLaunchResponse;
import software.amazon.awssdk.services.ec2.model.EnableFastLaunchRequest;
import software.amazon.awssdk.services.ec2.model.EnableFastLaunchResponse;

/** Fast launch of Windows images: the states, without the snapshots that AWS prepares. */
public final class FastLaunches {
  private static final int MIN_PARALLEL = 6;

  /** What EC2 takes where the request says nothing. */
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "MaxParallelLaunches",
          MIN_PARALLEL,
          "SnapshotConfiguration",
          Map.of("TargetResourceCount", 5));

  private static final Filters<FastLaunch> FILTERS =
      new Filters<FastLaunch>()
          .on("owner-id", FastLaunch::ownerId)
          .on("resource-type", launch -> "snapshot")
          .onCall("state", (call, launch) -> launch.state(call.now()));

  /**
   * EnableFastLaunch.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidAMIID.*}, {@code
   *     InvalidParameterValue} for an image that is not Windows, {@code IncorrectState} while
   *     earlier snapshots are being removed, {@code InvalidLaunchTemplateId.NotFound}
   */
  public EnableFastLaunchResponse enable(Call call, EnableFastLaunchRequest request) {
    Image image = ResourceLookup.image(call, call.region(), request.imageId());
    if (!"windows".equals(image.traits().platform())) {
      throw Ec2Errors.invalidValue(
          image.id(), "ImageId", "Fast launch is for Windows images only.");
    }
    if (request.maxParallelLaunches() != null && request.maxParallelLaunches() < MIN_PARALLEL) {
      throw Ec2Errors.invalidValue(
          request.maxParallelLaunches(), "MaxParallelLaunches", "It must be 6 or greater.");
    }
    checkNotDisabling(call, image);
    if (request.launchTemplate() != null) {
      LaunchTemplateVersions.find(
          LaunchTemplates.find(
              call,
              request.launchTemplate().launchTemplateId(),
              request.launchTemplate().launchTemplateName()),
          request.launchTemplate().version());
    }
    call.checkDryRun();
    FastLaunch launch = put(call, image.id(), true, PojoMaps.toMap(request));
    return PojoMaps.copy(show(call, launch), EnableFastLaunchResponse.builder()).build();
  }

  private static void checkNotDisabling(Call call, Image image) {
    FastLaunch before = call.region().fastLaunches().get(image.id());
    if (before != null && before.state(call.now()).startsWith("disabling")) {
      throw Ec2Errors.incorrectState(
          "The pre-provisioned snapshots of '" + image.id() + "' have to be removed first.");
    }
  }

  /** DisableFastLaunch. */
  public DisableFastLaunchResponse disable(Call call, DisableFastLaunchRequest request) {
    Image image = ResourceLookup.image(call, call.region(), request.imageId());
    FastLaunch before = call.region().fastLaunches().get(image.id());
    if (before == null) {
      throw Ec2Errors.invalidValue(image.id(), "ImageId", "Fast launch is not enabled for it.");
    }
    call.checkDryRun();
    FastLaunch launch = put(call, image.id(), false, before.configuration());
    return PojoMaps.copy(show(call, launch), DisableFastLaunchResponse.builder()).build();
  }

  /** DescribeFastLaunchImages. */
  public DescribeFastLaunchImagesResponse describe(
      Call call, DescribeFastLaunchImagesRequest request) {
    Paging paging =
        new Paging(call, "DescribeFastLaunchImages", request.maxResults(), request.nextToken())
            .requireMinResults(0);
    ResourceLookup.checkImageIds(request.imageIds());
    NavigableMap<String, FastLaunch> candidates = new TreeMap<>(call.region().fastLaunches());
    candidates
        .values()
        .removeIf(
            launch ->
                !launch.ownerId().equals(call.accountId())
                    || (!request.imageIds().isEmpty()
                        && !request.imageIds().contains(launch.imageId())));
    Paging.Page<FastLaunch> page =
        paging.page(candidates, FILTERS.compile(call, request.filters()));
    return DescribeFastLaunchImagesResponse.builder()
        .fastLaunchImages(page.items().stream().map(launch -> show(call, launch)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static FastLaunch put(
      Call call, String imageId, boolean enabled, Map<String, Object> configuration) {
    FastLaunch launch =
        new FastLaunch(
            imageId,
            call.accountId(),
            enabled,
            configuration,
            call.now(),
            call.now().plus(call.timing().overhead()),
            call.asyncFailure());
    call.region().fastLaunches().put(imageId, launch);
    return launch;
  }

  private static DescribeFastLaunchImagesSuccessItem show(Call call, FastLaunch launch) {
    Map<String, Object> configuration = new HashMap<>(DEFAULTS);
    configuration.putAll(launch.configuration());
    return PojoMaps.fill(DescribeFastLaunchImagesSuccessItem.builder(), configuration)
        .resourceType("snapshot")
        .ownerId(launch.ownerId())
        .state(launch.state(call.now()))
        .stateTransitionTime(launch.stateSince(call.now()))
        .stateTransitionReason(launch.reason(call.now()))
        .build();
  }
}
