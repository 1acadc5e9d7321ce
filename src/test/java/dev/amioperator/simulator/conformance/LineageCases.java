package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.ImageAncestryEntry;
import software.amazon.awssdk.services.ec2.model.ImageWatermark;

/** Where an image comes from: ancestry and watermarks. */
final class LineageCases {
  private static final String ANCESTRY = "API reference, GetImageAncestry";
  private static final String WATERMARK = "API reference, AttachImageWatermark";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "the ancestry includes deregistered images up to the root",
              ANCESTRY,
              LineageCases::ancestry),
          new ConformanceCase(
              "copies and images of instances inherit watermarks",
              WATERMARK,
              LineageCases::handedOn),
          new ConformanceCase(
              "the key of a watermark is the account and its name", WATERMARK, LineageCases::key),
          new ConformanceCase(
              "public images get no watermark", WATERMARK, LineageCases::publicImage),
          new ConformanceCase(
              "an image with a watermark does not become public, and others see the watermark",
              "EC2 user guide, ami-watermark.html, How AMI watermarks work",
              LineageCases::watermarkedStaysPrivate),
          new ConformanceCase(
              "an image has five watermarks at most", WATERMARK, LineageCases::limit));

  private LineageCases() {}

  private static void ancestry(ConformanceEnvironment stage) {
    String root =
        stage
            .cloud()
            .seeds()
            .target("137112412989", ConformanceEnvironment.HOME)
            .image(ImageSeed.amazon("al2023-ami-2023.0"));
    String instance = stage.home().instance(InstanceSeed.small().fromImage(root));
    String made = stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId();
    stage.pass(Duration.ofHours(1));
    String copy = stage.away().copyImage(stage.copyOf(made, "web-1").build()).imageId();
    stage.ec2().deregisterImage(r -> r.imageId(made));

    assertThat(stage.away().getImageAncestry(r -> r.imageId(copy)).imageAncestryEntries())
        .extracting(ImageAncestryEntry::imageId)
        .containsExactly(copy, made, root);
  }

  private static String watermark(ConformanceEnvironment stage, String imageId, String name) {
    return stage
        .ec2()
        .attachImageWatermark(r -> r.imageId(imageId).watermarkName(name))
        .watermarkKey();
  }

  private static void handedOn(ConformanceEnvironment stage) {
    String base = stage.image("base");
    watermark(stage, base, "approved");
    String instance = stage.home().instance(InstanceSeed.small().fromImage(base));
    String made = stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId();
    String copy = stage.away().copyImage(stage.copyOf(base, "base").build()).imageId();

    assertThat(stage.describe(made).imageWatermarks())
        .extracting(ImageWatermark::sourceImageId)
        .containsExactly(base);
    assertThat(ConformanceEnvironment.describe(stage.away(), copy).imageWatermarks())
        .extracting(ImageWatermark::sourceImageRegion)
        .containsExactly(ConformanceEnvironment.HOME);
  }

  private static void key(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    String key = watermark(stage, id, "approved");
    assertThat(key).isEqualTo(ConformanceEnvironment.MINE + ":approved");
    stage.ec2().detachImageWatermark(r -> r.imageId(id).watermarkKey(key));
    assertThat(stage.describe(id).imageWatermarks()).isEmpty();
    refused(
        "InvalidParameterValue",
        () -> stage.ec2().detachImageWatermark(r -> r.imageId(id).watermarkKey(key)));
  }

  private static void publicImage(ConformanceEnvironment stage) {
    String id = stage.home().image(ImageSeed.named("web-1").madePublic());
    refused("OperationNotPermitted", () -> watermark(stage, id, "approved"));
  }

  private static void watermarkedStaysPrivate(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    String key = watermark(stage, id, "approved");
    refused(
        "OperationNotPermitted",
        () ->
            stage
                .ec2()
                .modifyImageAttribute(
                    r -> r.imageId(id).launchPermission(p -> p.add(a -> a.group("all")))));
    stage
        .ec2()
        .modifyImageAttribute(
            r ->
                r.imageId(id)
                    .launchPermission(p -> p.add(a -> a.userId(ConformanceEnvironment.OTHER))));
    assertThat(
            ConformanceEnvironment.describe(
                    stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME), id)
                .imageWatermarks())
        .extracting(ImageWatermark::watermarkKey)
        .containsExactly(key);
  }

  private static void limit(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    for (int i = 0; i < 5; i++) {
      watermark(stage, id, "mark-" + i);
    }
    watermark(stage, id, "mark-0");
    refused("ResourceLimitExceeded", () -> watermark(stage, id, "mark-5"));
  }
}
