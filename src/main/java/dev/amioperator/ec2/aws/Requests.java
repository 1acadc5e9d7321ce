package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Ec2Writes.FromImage;
import dev.amioperator.ec2.Ec2Writes.FromInstance;
import dev.amioperator.ec2.Ec2Writes.FromManifest;
import dev.amioperator.ec2.Ec2Writes.FromObject;
import dev.amioperator.ec2.Ec2Writes.FromSnapshot;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.RegisterImageOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateRestoreImageTaskRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ImageReferenceOptionName;
import software.amazon.awssdk.services.ec2.model.ImageReferenceResourceType;
import software.amazon.awssdk.services.ec2.model.ImdsSupportValues;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySnapshotAttributeRequest;
import software.amazon.awssdk.services.ec2.model.PermissionGroup;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The requests that go out, from the operator's records. */
final class Requests {
  /** The most that EC2 gives in one page of images or snapshots. */
  static final int PAGE_SIZE = 1000;

  /** All versions of a launch template that EC2 can look through; its default is the last ten. */
  private static final String ALL_TEMPLATE_VERSIONS = "10000";

  private Requests() {}

  static DescribeImagesRequest images(ImageFilter query, Optional<String> token) {
    var request =
        DescribeImagesRequest.builder()
            .includeDeprecated(true)
            .includeDisabled(true)
            .filters(filters(query.filters()))
            .maxResults(PAGE_SIZE)
            .nextToken(token.orElse(null));
    return (query.ownOnly() ? request.owners("self") : request).build();
  }

  /** Own images that are deprecated are listed whatever one asks: the chooser leaves them out. */
  static DescribeImagesRequest search(ImageSearch search, Optional<String> token) {
    List<Filter> filters = new ArrayList<>(filters(search.filters()));
    filters.add(Filter.builder().name("state").values("available").build());
    return DescribeImagesRequest.builder()
        .owners(search.owners())
        .filters(filters)
        .maxResults(PAGE_SIZE)
        .nextToken(token.orElse(null))
        .build();
  }

  static DescribeSnapshotsRequest snapshots(
      Map<String, List<String>> filters, Optional<String> token) {
    return DescribeSnapshotsRequest.builder()
        .ownerIds("self")
        .filters(filters(filters))
        .maxResults(PAGE_SIZE)
        .nextToken(token.orElse(null))
        .build();
  }

  static DescribeImageReferencesRequest references(List<String> imageIds, String token) {
    return DescribeImageReferencesRequest.builder()
        .imageIds(imageIds)
        .includeAllResourceTypes(true)
        .resourceTypes(
            type ->
                type.resourceType(ImageReferenceResourceType.EC2_LAUNCH_TEMPLATE)
                    .resourceTypeOptions(
                        option ->
                            option
                                .optionName(ImageReferenceOptionName.VERSION_DEPTH)
                                .optionValues(ALL_TEMPLATE_VERSIONS)))
        .nextToken(token)
        .build();
  }

  static CreateImageRequest create(FromInstance from) {
    return CreateImageRequest.builder()
        .name(from.name())
        .description(textOrNull(from.description()))
        .instanceId(from.instanceId())
        .noReboot(from.noReboot())
        .blockDeviceMappings(BlockDeviceMappings.mappings(from.blockDevices()))
        .tagSpecifications(
            tagSpecifications(from.tags(), ResourceType.IMAGE, ResourceType.SNAPSHOT))
        .build();
  }

  static RegisterImageRequest register(FromSnapshot from) {
    RegisterImageOptions machine = from.options();
    return RegisterImageRequest.builder()
        .name(from.name())
        .description(textOrNull(from.description()))
        .architecture(machine.architecture())
        .rootDeviceName(machine.rootDeviceName())
        .virtualizationType(machine.virtualizationType())
        .bootMode(textOrNull(machine.bootMode()))
        .enaSupport(machine.enaSupport())
        .sriovNetSupport(textOrNull(machine.sriovNetSupport()))
        .tpmSupport(textOrNull(machine.tpmSupport()))
        .imdsSupport(textOrNull(machine.imdsSupport()))
        .uefiData(textOrNull(machine.uefiData()))
        .blockDeviceMappings(BlockDeviceMappings.mappings(from.blockDevices()))
        .tagSpecifications(tagSpecifications(from.tags(), ResourceType.IMAGE))
        .build();
  }

  static RegisterImageRequest register(FromManifest from) {
    return RegisterImageRequest.builder()
        .name(from.name())
        .description(textOrNull(from.description()))
        .imageLocation(from.location())
        .architecture(from.architecture())
        .virtualizationType(from.virtualizationType())
        .tagSpecifications(tagSpecifications(from.tags(), ResourceType.IMAGE))
        .build();
  }

  static CreateRestoreImageTaskRequest restore(FromObject from) {
    return CreateRestoreImageTaskRequest.builder()
        .name(from.name())
        .bucket(from.bucket())
        .objectKey(from.key())
        .tagSpecifications(
            tagSpecifications(from.tags(), ResourceType.IMAGE, ResourceType.SNAPSHOT))
        .build();
  }

  static CopyImageRequest copy(FromImage from) {
    return CopyImageRequest.builder()
        .name(from.name())
        .description(textOrNull(from.description()))
        .sourceRegion(from.sourceRegion())
        .sourceImageId(from.sourceImageId())
        .clientToken(from.clientToken())
        .tagSpecifications(
            tagSpecifications(from.tags(), ResourceType.IMAGE, ResourceType.SNAPSHOT))
        .build();
  }

  static DeregisterImageRequest deregister(String imageId, boolean deleteSnapshots) {
    var request = DeregisterImageRequest.builder().imageId(imageId);
    return (deleteSnapshots ? request.deleteAssociatedSnapshots(true) : request).build();
  }

  static CreateTagsRequest createTags(List<String> ids, Map<String, String> tags) {
    return CreateTagsRequest.builder().resources(ids).tags(tags(tags)).build();
  }

  static DeleteTagsRequest deleteTags(List<String> ids, Set<String> keys) {
    return DeleteTagsRequest.builder()
        .resources(ids)
        .tags(keys.stream().sorted().map(key -> Tag.builder().key(key).build()).toList())
        .build();
  }

  static ModifyImageAttributeRequest requireImdsV2(String imageId) {
    return ModifyImageAttributeRequest.builder()
        .imageId(imageId)
        .imdsSupport(value -> value.value(ImdsSupportValues.V2_0.toString()))
        .build();
  }

  static ModifyImageAttributeRequest setDescription(String imageId, String description) {
    return ModifyImageAttributeRequest.builder()
        .imageId(imageId)
        .description(value -> value.value(description))
        .build();
  }

  static ModifyImageAttributeRequest modifyLaunchPermissions(
      String imageId, LaunchPermissions add, LaunchPermissions remove) {
    return ModifyImageAttributeRequest.builder()
        .imageId(imageId)
        .launchPermission(
            change -> change.add(launchPermissions(add)).remove(launchPermissions(remove)))
        .build();
  }

  static ModifySnapshotAttributeRequest modifySnapshotPermissions(
      String snapshotId, Set<String> add, Set<String> remove) {
    return ModifySnapshotAttributeRequest.builder()
        .snapshotId(snapshotId)
        .attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION)
        .createVolumePermission(
            change ->
                change.add(createVolumePermissions(add)).remove(createVolumePermissions(remove)))
        .build();
  }

  private static List<CreateVolumePermission> createVolumePermissions(Set<String> accountIds) {
    return accountIds.isEmpty()
        ? null
        : accountIds.stream()
            .sorted()
            .map(id -> CreateVolumePermission.builder().userId(id).build())
            .toList();
  }

  private static List<LaunchPermission> launchPermissions(LaunchPermissions who) {
    List<LaunchPermission> permissions = new ArrayList<>();
    if (who.everyone()) {
      permissions.add(LaunchPermission.builder().group(PermissionGroup.ALL).build());
    }
    who.accountIds().stream()
        .sorted()
        .map(id -> LaunchPermission.builder().userId(id).build())
        .forEach(permissions::add);
    who.arns().stream().sorted().map(Requests::organizationPermission).forEach(permissions::add);
    return permissions.isEmpty() ? null : permissions;
  }

  /** Organisations and their units have ARNs that differ in the resource's type. */
  private static LaunchPermission organizationPermission(String arn) {
    return arn.contains(":ou/")
        ? LaunchPermission.builder().organizationalUnitArn(arn).build()
        : LaunchPermission.builder().organizationArn(arn).build();
  }

  static List<Filter> filters(Map<String, List<String>> filters) {
    return filters.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> Filter.builder().name(entry.getKey()).values(entry.getValue()).build())
        .toList();
  }

  static List<TagSpecification> tagSpecifications(Map<String, String> tags, ResourceType... types) {
    if (tags.isEmpty()) {
      return null;
    }
    return Stream.of(types)
        .map(type -> TagSpecification.builder().resourceType(type).tags(tags(tags)).build())
        .toList();
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  /** EC2 refuses empty strings where it takes nothing. */
  private static String textOrNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
