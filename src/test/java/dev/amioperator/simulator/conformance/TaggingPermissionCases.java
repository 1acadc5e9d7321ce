package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.state.Denial;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The permission to tag, in CreateTags and in the calls that make something with tags. */
final class TaggingPermissionCases {
  private static final String GUIDE =
      "EC2 user guide, grant permission to tag resources during creation";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "creating tagged resources needs permission for CreateTags",
              GUIDE,
              TaggingPermissionCases::everyCreateCall),
          new ConformanceCase(
              "what a call makes without tags does not",
              GUIDE,
              TaggingPermissionCases::withoutTags),
          new ConformanceCase(
              "the permission to tag can depend on the tag that is set",
              "IAM user guide, controlling access during AWS requests",
              TaggingPermissionCases::byTag));

  private TaggingPermissionCases() {}

  /** A create call for each type of resource that one can tag, by a readable name. */
  static Map<String, Consumer<TagSpecification>> createCalls(ConformanceEnvironment stage) {
    String instance = stage.instance();
    String volume =
        stage
            .ec2()
            .describeInstances(r -> r.instanceIds(instance))
            .reservations()
            .getFirst()
            .instances()
            .getFirst()
            .blockDeviceMappings()
            .getFirst()
            .ebs()
            .volumeId();
    String image = stage.image("web-1");
    String snapshot = stage.home().snapshot(SnapshotSeed.of(8));
    stage.cloud().seeds().disk("disks", "web.vmdk", 8);
    String stored =
        stage.ec2().createStoreImageTask(r -> r.imageId(image).bucket("images")).objectKey();
    stage.pass(Duration.ofHours(1));

    Map<String, Consumer<TagSpecification>> calls = new LinkedHashMap<>();
    for (String type : List.of("image", "snapshot")) {
      calls.put(
          type + " CreateImage",
          tags ->
              stage
                  .ec2()
                  .createImage(r -> r.instanceId(instance).name("web-2").tagSpecifications(tags)));
      calls.put(
          type + " CopyImage",
          tags ->
              stage.away().copyImage(stage.copyOf(image, "web-2").tagSpecifications(tags).build()));
      calls.put(
          type + " CreateRestoreImageTask",
          tags ->
              stage
                  .away()
                  .createRestoreImageTask(
                      r -> r.bucket("images").objectKey(stored).tagSpecifications(tags)));
    }
    calls.put(
        "image RegisterImage",
        tags ->
            stage
                .ec2()
                .registerImage(RegisterImageCases.over(snapshot).tagSpecifications(tags).build()));
    calls.put(
        "snapshot CreateSnapshot",
        tags -> stage.ec2().createSnapshot(r -> r.volumeId(volume).tagSpecifications(tags)));
    calls.put(
        "snapshot CopySnapshot",
        tags ->
            stage
                .away()
                .copySnapshot(EncryptionCases.copyOf(snapshot).tagSpecifications(tags).build()));
    calls.put(
        "import-snapshot-task ImportSnapshot",
        tags ->
            stage
                .ec2()
                .importSnapshot(
                    TaskCases.disk("web.vmdk", "VMDK").tagSpecifications(tags).build()));
    for (String type : List.of("instance", "volume")) {
      calls.put(
          type + " RunInstances",
          tags ->
              stage
                  .ec2()
                  .runInstances(
                      r ->
                          r.imageId(image)
                              .instanceType("t3.micro")
                              .minCount(1)
                              .maxCount(1)
                              .tagSpecifications(tags)));
    }
    calls.put(
        "launch-template CreateLaunchTemplate",
        tags ->
            stage
                .ec2()
                .createLaunchTemplate(
                    r ->
                        r.launchTemplateName("shop")
                            .launchTemplateData(d -> d.imageId(image))
                            .tagSpecifications(tags)));
    calls.put(
        "image-usage-report CreateImageUsageReport",
        tags ->
            stage
                .ec2()
                .createImageUsageReport(
                    r ->
                        r.imageId(image)
                            .resourceTypes(t -> t.resourceType("ec2:Instance"))
                            .tagSpecifications(tags)));
    return calls;
  }

  private static TagSpecification tagsFor(String call) {
    return TagSpecification.builder()
        .resourceType(call.substring(0, call.indexOf(' ')))
        .tags(t -> t.key("stage").value("prod"))
        .build();
  }

  private static void everyCreateCall(ConformanceEnvironment stage) {
    Map<String, Consumer<TagSpecification>> calls = createCalls(stage);
    stage.cloud().denials().add(Denial.of("ec2:CreateTags"));
    calls.forEach(
        (name, call) -> {
          Ec2Exception refusal = refused("UnauthorizedOperation", () -> call.accept(tagsFor(name)));
          assertThat(refusal.awsErrorDetails().errorMessage())
              .as(name)
              .contains("is not authorized to perform: ec2:CreateTags on resource: arn:aws:ec2:")
              .contains(":" + name.substring(0, name.indexOf(' ')) + "/*");
        });
    assertThat(stage.cloud().journal().leftovers()).isEmpty();
  }

  private static void withoutTags(ConformanceEnvironment stage) {
    String instance = stage.instance();
    stage.cloud().denials().add(Denial.of("ec2:CreateTags"));
    String image = stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId();
    assertThat(stage.describe(image).name()).isEqualTo("web-1");
  }

  private static void byTag(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    stage.cloud().denials().add(Denial.of("ec2:CreateTags").whereTagged("stage", "prod"));
    stage.ec2().createTags(r -> r.resources(image).tags(t -> t.key("stage").value("test")));
    refused(
        "UnauthorizedOperation",
        () ->
            stage
                .ec2()
                .createTags(r -> r.resources(image).tags(t -> t.key("stage").value("prod"))));
    assertThat(stage.describe(image).tags())
        .singleElement()
        .satisfies(tag -> assertThat(tag.value()).isEqualTo("test"));
  }
}
