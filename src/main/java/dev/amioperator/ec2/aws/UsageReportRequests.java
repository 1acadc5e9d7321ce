package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.UsageReportAction;
import software.amazon.awssdk.services.ec2.model.CreateImageUsageReportRequest;
import software.amazon.awssdk.services.ec2.model.ImageUsageResourceTypeRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** SDK requests of the EC2 actions on image usage reports. */
final class UsageReportRequests {
  /** The largest value of the option; by default EC2 reads the 20 newest versions. */
  private static final String ALL_TEMPLATE_VERSIONS = "10000";

  private UsageReportRequests() {}

  /** A report about every other account, and every type of resource that EC2 reports. */
  static CreateImageUsageReportRequest create(UsageReportAction.CreateImageUsageReport create) {
    return CreateImageUsageReportRequest.builder()
        .imageId(create.imageId())
        .clientToken(create.clientToken())
        .resourceTypes(
            type("ec2:Instance"),
            ImageUsageResourceTypeRequest.builder()
                .resourceType("ec2:LaunchTemplate")
                .resourceTypeOptions(
                    o -> o.optionName("version-depth").optionValues(ALL_TEMPLATE_VERSIONS))
                .build(),
            type("imagebuilder:ImageRecipe"),
            type("imagebuilder:ContainerRecipe"))
        .tagSpecifications(
            TagRequests.specifications(create.tags(), ResourceType.IMAGE_USAGE_REPORT))
        .build();
  }

  private static ImageUsageResourceTypeRequest type(String resourceType) {
    return ImageUsageResourceTypeRequest.builder().resourceType(resourceType).build();
  }
}
