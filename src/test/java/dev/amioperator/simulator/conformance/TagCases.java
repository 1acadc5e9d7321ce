package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.filter;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SnapshotSeed;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** CreateTags, DeleteTags, DescribeTags. */
final class TagCases {
  private static final String API = "API reference, CreateTags";
  private static final String GUIDE = "EC2 user guide, tag restrictions";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "tags are added to several resources and replaced", API, TagCases::create),
          new ConformanceCase("all resources are tagged or none", API, TagCases::allOrNothing),
          new ConformanceCase("a resource has at most 50 tags", GUIDE, TagCases::limit),
          new ConformanceCase("keys that begin with aws: are reserved", GUIDE, TagCases::reserved),
          new ConformanceCase(
              "keys have up to 128, values up to 256 characters", GUIDE, TagCases::lengths),
          new ConformanceCase(
              "a tag is deleted by key, or by key and value",
              "API reference, DeleteTags",
              TagCases::delete),
          new ConformanceCase(
              "DescribeTags lists tag by tag", "API reference, DescribeTags", TagCases::describe),
          new ConformanceCase(
              "a create call takes tags for its own resources only",
              "API reference, TagSpecifications of each action",
              TagCases::typesOfCreateCalls));

  private TagCases() {}

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static void create(ConformanceEnvironment stage) {
    String image = stage.home().image(ImageSeed.named("web-1").tagged("stage", "test"));
    String snapshot = stage.home().snapshot(SnapshotSeed.of(8));
    stage
        .ec2()
        .createTags(r -> r.resources(image, snapshot).tags(tag("stage", "prod"), tag("a", "")));

    assertThat(stage.describe(image).tags()).containsExactly(tag("a", ""), tag("stage", "prod"));
    assertThat(ConformanceEnvironment.snapshot(stage.ec2(), snapshot).tags())
        .containsExactly(tag("a", ""), tag("stage", "prod"));
    assertThat(stage.ec2().describeImages(r -> r.filters(filter("tag:stage", "test"))).images())
        .isEmpty();
  }

  private static void allOrNothing(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    refused(
        "InvalidAMIID.NotFound",
        () ->
            stage
                .ec2()
                .createTags(r -> r.resources(image, "ami-0123456789abcdef0").tags(tag("a", "b"))));
    assertThat(stage.describe(image).tags()).isEmpty();
    refused(
        "InvalidID", () -> stage.ec2().createTags(r -> r.resources("web-1").tags(tag("a", "b"))));
  }

  private static void limit(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    List<Tag> fifty = IntStream.range(0, 50).mapToObj(i -> tag("key-" + i, "v")).toList();
    stage.ec2().createTags(r -> r.resources(image).tags(fifty));
    refused(
        "TagLimitExceeded",
        () -> stage.ec2().createTags(r -> r.resources(image).tags(tag("one-more", "v"))));
    stage.ec2().createTags(r -> r.resources(image).tags(tag("key-7", "changed")));
    assertThat(stage.describe(image).tags()).hasSize(50);
  }

  private static void reserved(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    for (String key : List.of("aws:mine", "AWS:mine")) {
      refused(
          "InvalidParameterValue",
          () -> stage.ec2().createTags(r -> r.resources(image).tags(tag(key, "v"))));
    }
  }

  private static void lengths(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    refused(
        "InvalidParameterValue",
        () -> stage.ec2().createTags(r -> r.resources(image).tags(tag("k".repeat(129), "v"))));
    refused(
        "InvalidParameterValue",
        () -> stage.ec2().createTags(r -> r.resources(image).tags(tag("k", "v".repeat(257)))));
    stage.ec2().createTags(r -> r.resources(image).tags(tag("k".repeat(128), "v".repeat(256))));
  }

  private static void delete(ConformanceEnvironment stage) {
    String image =
        stage
            .home()
            .image(ImageSeed.named("web-1").tagged("a", "1").tagged("b", "2").tagged("c", "3"));
    stage.ec2().deleteTags(r -> r.resources(image).tags(Tag.builder().key("a").build()));
    stage.ec2().deleteTags(r -> r.resources(image).tags(tag("b", "other")));
    stage.ec2().deleteTags(r -> r.resources(image).tags(tag("c", "3"), tag("absent", "x")));
    assertThat(stage.describe(image).tags()).containsExactly(tag("b", "2"));

    stage.ec2().deleteTags(r -> r.resources(image));
    assertThat(stage.describe(image).tags()).isEmpty();
  }

  private static void describe(ConformanceEnvironment stage) {
    String image = stage.home().image(ImageSeed.named("web-1").tagged("a", "1").tagged("b", "2"));
    stage.home().snapshot(SnapshotSeed.of(8).tagged("a", "9"));

    assertThat(stage.ec2().describeTags(r -> r.filters(filter("resource-id", image))).tags())
        .extracting(
            TagDescription::resourceTypeAsString, TagDescription::key, TagDescription::value)
        .containsExactly(tuple("image", "a", "1"), tuple("image", "b", "2"));
    assertThat(stage.ec2().describeTags(r -> r.filters(filter("key", "a"))).tags()).hasSize(2);
    assertThat(
            stage
                .ec2()
                .describeTags(
                    r -> r.filters(filter("resource-type", "snapshot"), filter("tag:a", "*")))
                .tags())
        .extracting(TagDescription::value)
        .containsExactly("9");
  }

  private static void typesOfCreateCalls(ConformanceEnvironment stage) {
    TagSpecification foreign = ConformanceEnvironment.tags(ResourceType.VPC, "stage", "prod");
    TaggingPermissionCases.createCalls(stage)
        .values()
        .forEach(call -> refused("InvalidParameterValue", () -> call.accept(foreign)));
    assertThat(stage.cloud().journal().leftovers()).isEmpty();
  }
}
