package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.LaunchTemplate;
import dev.amioperator.simulator.state.Parameter;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.Region;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesResponse;
import software.amazon.awssdk.services.ec2.model.ImageReference;
import software.amazon.awssdk.services.ec2.model.ResourceTypeRequest;

/** DescribeImageReferences: resources of the caller in the region that use images. */
public final class ImageReferences {
  private static final int MAX_IMAGES = 10;
  private static final int MAX_DEPTH = 10_000;
  private static final String INSTANCE = "ec2:Instance";
  private static final String TEMPLATE = "ec2:LaunchTemplate";
  private static final Set<String> TYPES =
      Set.of(
          INSTANCE,
          TEMPLATE,
          "ssm:Parameter",
          "imagebuilder:ImageRecipe",
          "imagebuilder:ContainerRecipe");

  /**
   * Options of the search for image references.
   *
   * @param states instance states to include; empty for all
   * @param versions number of launch template versions to search, newest first
   */
  private record Scope(Set<String> types, Set<String> states, int versions) {
    private Scope limitedTo(Predicate<String> readable) {
      return new Scope(
          types.stream().filter(readable).collect(Collectors.toUnmodifiableSet()),
          states,
          versions);
    }
  }

  /** Actions by which EC2 lists each resource type with the permissions of the caller. */
  private static final Map<String, List<String>> READS =
      Map.of(
          INSTANCE,
          List.of("ec2:DescribeInstances"),
          TEMPLATE,
          List.of("ec2:DescribeLaunchTemplates", "ec2:DescribeLaunchTemplateVersions"),
          "ssm:Parameter",
          List.of("ssm:DescribeParameters"),
          "imagebuilder:ImageRecipe",
          List.of("imagebuilder:ListImageRecipes"),
          "imagebuilder:ContainerRecipe",
          List.of("imagebuilder:ListContainerRecipes"));

  /** Actions by which EC2 then reads each resource of a type. */
  private static final Map<String, String> READS_OF_EACH =
      Map.of(
          "ssm:Parameter", "ssm:GetParameters",
          "imagebuilder:ContainerRecipe", "imagebuilder:GetContainerRecipe");

  /**
   * Whether the caller may read a resource type through EC2. What EC2 does otherwise is not
   * documented; a shorter response is what harms a caller most.
   */
  private static boolean readable(Call call, String type) {
    return READS.get(type).stream().allMatch(action -> allows(call, action, "*"));
  }

  private static boolean readable(Call call, Region.Reference reference) {
    String action = READS_OF_EACH.get(reference.type());
    return action == null || allows(call, action, reference.arn());
  }

  private static boolean allows(Call call, String action, String arn) {
    RequestContext keys =
        RequestContext.builder()
            .put("aws:CalledVia", "ec2-images.amazonaws.com")
            .put("aws:ViaAWSService", true)
            .build();
    return call.authorization().allows(action, arn, Map.of(), keys);
  }

  /**
   * DescribeImageReferences.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidParameterValue} for more than
   *     ten images or an unknown type, {@code InvalidAMIID.Malformed}, {@code MissingParameter}
   */
  public DescribeImageReferencesResponse describe(
      Call call, DescribeImageReferencesRequest request) {
    if (request.imageIds().isEmpty()) {
      throw Ec2Errors.missingParameter("ImageId");
    }
    if (request.imageIds().size() > MAX_IMAGES) {
      throw Ec2Errors.invalidValue(
          request.imageIds().size(), "imageIds", "At most " + MAX_IMAGES + " images in a call.");
    }
    ResourceLookup.checkImageIds(request.imageIds());
    Scope scope = scope(request).limitedTo(type -> readable(call, type));
    Paging paging =
        new Paging(call, "DescribeImageReferences", request.maxResults(), request.nextToken())
            .requireMinResults(5);
    NavigableMap<String, ImageReference> found = new TreeMap<>();
    if (scope.types().contains(INSTANCE)) {
      instances(call, request.imageIds(), scope, found);
    }
    if (scope.types().contains(TEMPLATE)) {
      templates(call, request.imageIds(), scope, found);
    }
    others(call, request.imageIds(), scope, found);
    Paging.Page<ImageReference> page = paging.page(found, reference -> true);
    return DescribeImageReferencesResponse.builder()
        .imageReferences(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static Scope scope(DescribeImageReferencesRequest request) {
    boolean all = Boolean.TRUE.equals(request.includeAllResourceTypes());
    if (!all && request.resourceTypes().isEmpty()) {
      throw Ec2Errors.missingParameter("ResourceTypes");
    }
    Map<String, List<String>> options = new HashMap<>();
    Set<String> types = new HashSet<>(all ? TYPES : Set.of());
    for (ResourceTypeRequest type : request.resourceTypes()) {
      if (!TYPES.contains(Objects.requireNonNullElse(type.resourceTypeAsString(), ""))) {
        throw Ec2Errors.invalidValue(
            type.resourceTypeAsString(), "resourceType", "Unknown resource type.");
      }
      types.add(type.resourceTypeAsString());
      type.resourceTypeOptions()
          .forEach(option -> options.put(option.optionNameAsString(), option.optionValues()));
    }
    return new Scope(
        types,
        Set.copyOf(options.getOrDefault("state-name", List.of())),
        depth(options.getOrDefault("version-depth", List.of("10"))));
  }

  static int depth(List<String> values) {
    String text = values.isEmpty() ? "" : values.getFirst();
    if (!text.matches("[0-9]{1,5}")) {
      throw Ec2Errors.invalidValue(text, "version-depth", "It must be a number.");
    }
    int depth = Integer.parseInt(text);
    if (depth < 1 || depth > MAX_DEPTH) {
      throw Ec2Errors.invalidValue(
          text, "version-depth", "It must be from 1 to " + MAX_DEPTH + ".");
    }
    return depth;
  }

  private static void instances(
      Call call, List<String> imageIds, Scope scope, NavigableMap<String, ImageReference> found) {
    for (Instance instance : call.region().instances().ownedBy(call.accountId()).values()) {
      Instance.State state = instance.state(call.now());
      boolean counts =
          ResourceLookup.listed(call, instance)
              && (scope.states().isEmpty() || scope.states().contains(state.value()));
      if (counts && imageIds.contains(instance.launch().imageId())) {
        add(call, found, instance.launch().imageId(), INSTANCE, "instance/" + instance.id());
      }
    }
  }

  private static void templates(
      Call call, List<String> imageIds, Scope scope, NavigableMap<String, ImageReference> found) {
    for (LaunchTemplate template :
        call.region().launchTemplates().ownedBy(call.accountId()).values()) {
      template.versions().descendingMap().values().stream()
          .limit(scope.versions())
          .map(LaunchTemplate.Version::imageId)
          .filter(imageIds::contains)
          .distinct()
          .forEach(
              imageId -> add(call, found, imageId, TEMPLATE, "launch-template/" + template.id()));
    }
  }

  /** SSM parameters with an image id, and other seeded references. */
  private static void others(
      Call call, List<String> imageIds, Scope scope, NavigableMap<String, ImageReference> found) {
    String prefix = Partition.arn("ssm", call.region().name(), call.accountId(), "parameter");
    Stream<Region.Reference> parameters =
        call.region().parameters().all().stream()
            .filter(parameter -> parameter.ownerId().equals(call.accountId()))
            .filter(parameter -> parameter.dataType().equals(Parameter.IMAGE_DATA_TYPE))
            .filter(parameter -> parameter.current(call.now()) != null)
            .map(
                parameter ->
                    new Region.Reference(
                        parameter.ownerId(),
                        parameter.current(call.now()).value(),
                        "ssm:Parameter",
                        prefix + (parameter.name().startsWith("/") ? "" : "/") + parameter.name()));
    Stream.concat(parameters, call.region().references().stream())
        .filter(reference -> reference.ownerId().equals(call.accountId()))
        .filter(reference -> imageIds.contains(reference.imageId()))
        .filter(reference -> scope.types().contains(reference.type()))
        .filter(reference -> readable(call, reference))
        .forEach(reference -> put(found, reference));
  }

  private static void put(NavigableMap<String, ImageReference> found, Region.Reference reference) {
    found.put(
        reference.imageId() + "|" + reference.arn(),
        ImageReference.builder()
            .imageId(reference.imageId())
            .resourceType(reference.type())
            .arn(reference.arn())
            .build());
  }

  private static void add(
      Call call,
      NavigableMap<String, ImageReference> found,
      String imageId,
      String type,
      String resource) {
    String arn = Partition.arn("ec2", call.region().name(), call.accountId(), resource);
    put(found, new Region.Reference(call.accountId(), imageId, type, arn));
  }
}
