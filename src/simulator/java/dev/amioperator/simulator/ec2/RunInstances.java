package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.ec2.LaunchAuthorization.LaunchTags;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.LaunchTemplate;
import dev.amioperator.simulator.state.SpotRequest;
import dev.amioperator.simulator.state.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** RunInstances. */
public final class RunInstances {
  private static final Pattern ARM_TYPE = Pattern.compile("(a1|[a-z]+[0-9]+g[a-z]*)\\..*");
  private static final Pattern TYPE = Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+");
  private static final Set<String> TAGGABLE =
      Set.of("instance", "volume", "network-interface", "spot-instances-request");

  /**
   * Launches instances: pending, then running. Their user data takes effect later.
   *
   * @throws ApiError {@code InvalidAMIID.*}, {@code AuthFailure}, {@code MissingParameter}, {@code
   *     InvalidParameterValue}, {@code IdempotentParameterMismatch}
   */
  public RunInstancesResponse run(Call call, RunInstancesRequest given) {
    Object parameters = given.toBuilder().dryRun(null).build();
    Optional<String> before =
        ClientTokens.replay(call, "RunInstances", given.clientToken(), parameters);
    if (before.isPresent()) {
      return replay(call, before.get());
    }
    RunInstancesRequest request = mergeLaunchTemplate(call, given);
    int count = count(request);
    Image image = image(call, ImageAliases.resolve(call, request.imageId()));
    String type = Objects.requireNonNullElse(request.instanceTypeAsString(), "m1.small");
    checkType(type, image);
    Map<String, String> tags = TagRules.tagsFor(request.tagSpecifications(), "instance", TAGGABLE);
    List<BlockDevice> devices = LaunchVolumes.devices(call, image, request.blockDeviceMappings());
    LaunchTags launchTags = launchTags(request, tags);
    new LaunchAuthorization(call, request, image, templateArn(call, given))
        .check(LaunchParameters.of(call, request, image, type, null), devices, launchTags);
    call.checkDryRun();

    String reservation = call.cloudState().ids().next("r");
    List<Instance> launched = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instance instance = launch(call, request, image, type, devices, reservation);
      instance.settings().launchIndex(i);
      tags.forEach((k, v) -> call.region().instances().tag(instance, k, v));
      templateTags(call, given).forEach((k, v) -> call.region().instances().tag(instance, k, v));
      LaunchVolumes.tag(call, instance, launchTags.volume());
      launched.add(instance);
    }
    ClientTokens.store(call, "RunInstances", given.clientToken(), parameters, reservation);
    return answer(call, reservation, launched);
  }

  private static LaunchTags launchTags(RunInstancesRequest request, Map<String, String> instance) {
    return new LaunchTags(
        instance,
        TagRules.tagsFor(request.tagSpecifications(), "volume", TAGGABLE),
        TagRules.tagsFor(request.tagSpecifications(), "network-interface", TAGGABLE),
        TagRules.tagsFor(request.tagSpecifications(), "spot-instances-request", TAGGABLE));
  }

  private static String templateArn(Call call, RunInstancesRequest given) {
    if (given.launchTemplate() == null) {
      return null;
    }
    String id =
        LaunchTemplates.find(
                call,
                given.launchTemplate().launchTemplateId(),
                given.launchTemplate().launchTemplateName())
            .id();
    return Call.arn("ec2", call.region().name(), call.accountId(), "launch-template/" + id);
  }

  private static RunInstancesResponse replay(Call call, String reservation) {
    List<Instance> launched =
        call.region().instances().ownedBy(call.accountId()).values().stream()
            .filter(instance -> instance.launch().reservationId().equals(reservation))
            .toList();
    if (launched.stream()
        .anyMatch(instance -> instance.state(call.now()) == Instance.State.TERMINATED)) {
      throw new ApiError(
          "IdempotentInstanceTerminated",
          "The client token you have provided is associated with a terminated instance. Please use"
              + " a different client token.");
    }
    return answer(call, reservation, launched);
  }

  private static RunInstancesResponse answer(
      Call call, String reservation, List<Instance> launched) {
    return RunInstancesResponse.builder()
        .reservationId(reservation)
        .ownerId(call.accountId())
        .groups(List.of())
        .instances(launched.stream().map(instance -> InstanceViews.show(call, instance)).toList())
        .build();
  }

  /** RunInstances request merged with its launch template; the request has precedence. */
  private static RunInstancesRequest mergeLaunchTemplate(Call call, RunInstancesRequest request) {
    if (request.launchTemplate() == null) {
      return request;
    }
    LaunchTemplate template =
        LaunchTemplates.find(
            call,
            request.launchTemplate().launchTemplateId(),
            request.launchTemplate().launchTemplateName());
    String version = Objects.requireNonNullElse(request.launchTemplate().version(), "$Default");
    Map<String, Object> merged =
        new LinkedHashMap<>(LaunchTemplateVersions.find(template, version).data());
    merged.putAll(PojoMaps.toMap(request));
    return PojoMaps.fill(RunInstancesRequest.builder(), merged).build();
  }

  /** AWS's own tags on an instance from a launch template. */
  private static Map<String, String> templateTags(Call call, RunInstancesRequest request) {
    var given = request.launchTemplate();
    if (given == null) {
      return Map.of();
    }
    LaunchTemplate template =
        LaunchTemplates.find(call, given.launchTemplateId(), given.launchTemplateName());
    String version = Objects.requireNonNullElse(given.version(), "$Default");
    long number = LaunchTemplateVersions.find(template, version).number();
    return Map.of(
        "aws:ec2launchtemplate:id", template.id(),
        "aws:ec2launchtemplate:version", String.valueOf(number));
  }

  private static int count(RunInstancesRequest request) {
    if (request.maxCount() == null) {
      throw Ec2Errors.missingParameter("MaxCount");
    }
    if (request.minCount() == null) {
      throw Ec2Errors.missingParameter("MinCount");
    }
    if (request.minCount() < 1 || request.maxCount() < request.minCount()) {
      throw Ec2Errors.invalidValue(
          request.minCount(), "minCount", "It must be at least 1 and at most maxCount.");
    }
    return request.maxCount();
  }

  private static Image image(Call call, String id) {
    if (id == null || id.isEmpty()) {
      throw Ec2Errors.missingParameter("ImageId");
    }
    ResourceLookup.checkImageIds(List.of(id));
    Image image = call.region().images().get(id);
    if (image == null || !image.visible(call.now())) {
      throw Ec2Errors.imagesNotFound(List.of(id));
    }
    if (!ResourceLookup.canAccess(call, image)) {
      throw new ApiError("AuthFailure", "Not authorized for images: [" + id + "]");
    }
    if (!image.state(call.now()).equals("available")) {
      throw new ApiError("InvalidAMIID.Unavailable", "The image ID '" + id + "' is not available");
    }
    return image;
  }

  private static void checkType(String type, Image image) {
    if (!TYPE.matcher(type).matches()) {
      throw Ec2Errors.invalidValue("Invalid value '" + type + "' for InstanceType.");
    }
    boolean armType = ARM_TYPE.matcher(type).matches();
    if (armType != image.traits().architecture().startsWith("arm64")) {
      throw Ec2Errors.invalidValue(
          "The architecture '"
              + (armType ? "arm64" : "i386,x86_64")
              + "' of the specified instance type does not match the architecture '"
              + image.traits().architecture()
              + "' of the specified AMI. Specify an instance type and an AMI that have matching"
              + " architectures, and try again.");
    }
  }

  private static Instance launch(
      Call call,
      RunInstancesRequest request,
      Image image,
      String type,
      List<BlockDevice> devices,
      String reservation) {
    List<Volume> volumes = LaunchVolumes.create(call, request, devices);
    Optional<SpotRequest> spot = SpotRequests.of(call, request);
    Instance instance =
        new Instance(
            call.newId("i"),
            call.accountId(),
            LaunchParameters.of(call, request, image, type, reservation),
            image.traits(),
            volumes,
            Instance.State.PENDING);
    LaunchParameters.apply(instance.settings(), request, image);
    image.recordLaunch(call.now());
    call.region().add(instance);
    spot.ifPresent(s -> fulfil(call, request, s, instance));
    Instant up = call.now().plus(call.timing().instanceChange());
    if (LaunchVolumes.canDecrypt(call, volumes)) {
      instance.scheduleState(Instance.State.RUNNING, up);
      GuestScript.of(instance).scheduleShutdown(instance, up, call.timing());
    } else {
      instance.scheduleState(Instance.State.TERMINATED, up);
      instance.failure("Client.InternalError: Client error on launch");
    }
    return instance;
  }

  private static void fulfil(
      Call call, RunInstancesRequest request, SpotRequest spot, Instance instance) {
    spot.instanceId(instance.id());
    instance.spotRequestId(spot.id());
    call.region().spotRequests().add(spot);
    TagRules.tagsFor(request.tagSpecifications(), spot.type(), TAGGABLE)
        .forEach((k, v) -> call.region().spotRequests().tag(spot, k, v));
  }
}
