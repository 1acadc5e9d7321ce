package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.filter;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.ImageSeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;

/** DescribeImages. */
final class DescribeImagesCases {
  private static final String API = "API reference, DescribeImages";
  private static final String ERRORS = "API reference, error codes";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase(
              "filters match values, wildcards and tags, and all must match",
              API,
              DescribeImagesCases::filters),
          new ConformanceCase(
              "an unknown filter is refused", ERRORS, DescribeImagesCases::unknownFilter),
          new ConformanceCase(
              "more than 200 filter values are refused", ERRORS, DescribeImagesCases::filterLimit),
          new ConformanceCase(
              "the 200 filter values are those of all filters together",
              "observed answers of EC2: \"specified on a single call is 200\","
                  + " github.com/gjbae1212/gossm#31 and #47",
              DescribeImagesCases::filterLimitInAll),
          new ConformanceCase(
              "? matches at most one character, and a backslash escapes wildcards",
              "EC2 user guide, Using_Filtering.html, Filtering considerations",
              DescribeImagesCases::wildcards),
          new ConformanceCase(
              "pages hold at most MaxResults and together everything once",
              API,
              DescribeImagesCases::pages),
          new ConformanceCase(
              "MaxResults below 5 is refused",
              "observed answer of EC2",
              DescribeImagesCases::tooFew),
          new ConformanceCase(
              "MaxResults and ids exclude each other", API, DescribeImagesCases::pagesWithIds),
          new ConformanceCase(
              "a token that is none is refused",
              "observed answer of EC2",
              DescribeImagesCases::badToken),
          new ConformanceCase(
              "an unknown id fails the whole call", ERRORS, DescribeImagesCases::unknownId),
          new ConformanceCase(
              "a filter on image-id leaves out unknown ids", API, DescribeImagesCases::idFilter),
          new ConformanceCase(
              "a malformed id is refused", ERRORS, DescribeImagesCases::malformedId),
          new ConformanceCase(
              "others see an image when it is shared or public, without its tags",
              API,
              DescribeImagesCases::viewers),
          new ConformanceCase("owners scope the results", API, DescribeImagesCases::owners),
          new ConformanceCase(
              "a deprecated image is hidden from others unless asked for",
              API,
              DescribeImagesCases::deprecated),
          new ConformanceCase(
              "a new image can be unknown for a while",
              "EC2 developer guide, eventual consistency",
              DescribeImagesCases::notYetVisible));

  private DescribeImagesCases() {}

  private static List<String> names(ConformanceEnvironment stage, Filter... filters) {
    return stage.ec2().describeImages(r -> r.owners("self").filters(filters)).images().stream()
        .map(Image::name)
        .sorted()
        .toList();
  }

  private static void filters(ConformanceEnvironment stage) {
    stage.home().image(ImageSeed.named("web-1").tagged("tier", "web").tagged("stage", "prod"));
    stage.home().image(ImageSeed.named("web-2").tagged("tier", "web").withArchitecture("arm64"));
    stage.home().image(ImageSeed.named("db-1").tagged("tier", "db"));

    assertThat(names(stage, filter("name", "web-*"))).containsExactly("web-1", "web-2");
    assertThat(names(stage, filter("name", "??-1"))).containsExactly("db-1");
    assertThat(names(stage, filter("name", "WEB-*"))).isEmpty();
    assertThat(names(stage, filter("name", "web-1", "db-1"))).containsExactly("db-1", "web-1");
    assertThat(names(stage, filter("tag:tier", "web"))).containsExactly("web-1", "web-2");
    assertThat(names(stage, filter("tag:tier", "web"), filter("architecture", "arm64")))
        .containsExactly("web-2");
    assertThat(names(stage, filter("tag-key", "stage"))).containsExactly("web-1");
    assertThat(names(stage, filter("state", "available"))).hasSize(3);
    assertThat(names(stage, filter("is-public", "true"))).isEmpty();
    String snapshot =
        stage
            .ec2()
            .describeImages(r -> r.filters(filter("name", "db-1")))
            .images()
            .getFirst()
            .blockDeviceMappings()
            .getFirst()
            .ebs()
            .snapshotId();
    assertThat(names(stage, filter("block-device-mapping.snapshot-id", snapshot)))
        .containsExactly("db-1");
  }

  private static void unknownFilter(ConformanceEnvironment stage) {
    refused(
        "InvalidParameterValue",
        () -> stage.ec2().describeImages(r -> r.filters(filter("colour", "red"))));
  }

  private static void filterLimit(ConformanceEnvironment stage) {
    List<String> values = Collections.nCopies(201, "ami-0123456789abcdef0");
    refused(
        "FilterLimitExceeded",
        () -> stage.ec2().describeImages(r -> r.filters(f -> f.name("image-id").values(values))));
    stage
        .ec2()
        .describeImages(r -> r.filters(f -> f.name("image-id").values(values.subList(0, 200))));
  }

  private static void filterLimitInAll(ConformanceEnvironment stage) {
    Filter tag = filter("tag:cluster", "c1");
    Filter fits = filter("tag:resource", Collections.nCopies(199, "r").toArray(String[]::new));
    Filter tooMany = filter("tag:resource", Collections.nCopies(200, "r").toArray(String[]::new));
    Ec2Client ec2 = stage.ec2();
    ec2.describeImages(r -> r.filters(tag, fits));
    ec2.describeSnapshots(r -> r.filters(tag, fits));
    ec2.describeInstances(r -> r.filters(tag, fits));
    refused("FilterLimitExceeded", () -> ec2.describeImages(r -> r.filters(tag, tooMany)));
    refused("FilterLimitExceeded", () -> ec2.describeSnapshots(r -> r.filters(tag, tooMany)));
    refused("FilterLimitExceeded", () -> ec2.describeInstances(r -> r.filters(tag, tooMany)));
  }

  private static void wildcards(ConformanceEnvironment stage) {
    stage.home().image(ImageSeed.named("web").tagged("pattern", "*amazon?\\"));
    stage.home().image(ImageSeed.named("web1").tagged("pattern", "of amazon"));
    stage.image("web12");
    assertThat(names(stage, filter("name", "web?"))).containsExactlyInAnyOrder("web", "web1");
    assertThat(names(stage, filter("tag:pattern", "\\*amazon\\?\\\\"))).containsExactly("web");
  }

  private static void pages(ConformanceEnvironment stage) {
    for (int i = 0; i < 12; i++) {
      stage.image("web-" + i);
    }
    List<String> names = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String token = null;
    do {
      String next = token;
      DescribeImagesResponse page =
          stage.ec2().describeImages(r -> r.owners("self").maxResults(5).nextToken(next));
      page.images().forEach(image -> names.add(image.name()));
      sizes.add(page.images().size());
      token = page.nextToken();
    } while (token != null);

    assertThat(sizes).containsExactly(5, 5, 2);
    assertThat(names).hasSize(12).doesNotHaveDuplicates();
  }

  private static void tooFew(ConformanceEnvironment stage) {
    refused("InvalidParameterValue", () -> stage.ec2().describeImages(r -> r.maxResults(4)));
  }

  private static void pagesWithIds(ConformanceEnvironment stage) {
    String id = stage.image("web-1");
    refused(
        "InvalidParameterCombination",
        () -> stage.ec2().describeImages(r -> r.imageIds(id).maxResults(10)));
  }

  private static void badToken(ConformanceEnvironment stage) {
    refused(
        "InvalidParameterValue",
        () -> stage.ec2().describeImages(r -> r.maxResults(10).nextToken("!no token!")));
    refused(
        "InvalidParameterValue",
        () -> stage.ec2().describeImages(r -> r.maxResults(10).nextToken("bm9uZQ")));
  }

  private static void unknownId(ConformanceEnvironment stage) {
    String known = stage.image("web-1");
    var refusal =
        refused(
            "InvalidAMIID.NotFound",
            () -> stage.ec2().describeImages(r -> r.imageIds(known, "ami-0123456789abcdef0")));
    assertThat(refusal.awsErrorDetails().errorMessage())
        .isEqualTo("The image id '[ami-0123456789abcdef0]' does not exist");
  }

  private static void idFilter(ConformanceEnvironment stage) {
    String known = stage.image("web-1");
    assertThat(
            stage
                .ec2()
                .describeImages(r -> r.filters(filter("image-id", known, "ami-0123456789abcdef0")))
                .images())
        .extracting(Image::imageId)
        .containsExactly(known);
  }

  private static void malformedId(ConformanceEnvironment stage) {
    refused("InvalidAMIID.Malformed", () -> stage.ec2().describeImages(r -> r.imageIds("ami-web")));
  }

  private static void viewers(ConformanceEnvironment stage) {
    String id = stage.home().image(ImageSeed.named("web-1").tagged("team", "shop"));
    Ec2Client other = stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME);
    refused("InvalidAMIID.NotFound", () -> other.describeImages(r -> r.imageIds(id)));

    stage
        .ec2()
        .modifyImageAttribute(
            r ->
                r.imageId(id)
                    .launchPermission(p -> p.add(a -> a.userId(ConformanceEnvironment.OTHER))));
    assertThat(ConformanceEnvironment.describe(other, id).tags()).isEmpty();
    assertThat(other.describeImages(r -> r.executableUsers("self")).images()).hasSize(1);
    assertThat(other.describeImages(r -> r.filters(filter("tag:team", "shop"))).images()).isEmpty();
    assertThat(stage.describe(id).publicLaunchPermissions()).isFalse();

    stage
        .ec2()
        .modifyImageAttribute(r -> r.imageId(id).launchPermission(p -> p.add(a -> a.group("all"))));
    Ec2Client third = stage.ec2("999988887777", ConformanceEnvironment.HOME);
    assertThat(ConformanceEnvironment.describe(third, id).publicLaunchPermissions()).isTrue();
    assertThat(third.describeImages(r -> r.executableUsers("all")).images()).hasSize(1);
  }

  private static void owners(ConformanceEnvironment stage) {
    stage.image("web-1");
    stage
        .cloud()
        .seeds()
        .target("137112412989", ConformanceEnvironment.HOME)
        .image(ImageSeed.amazon("al2023-ami-2023.0"));
    stage
        .cloud()
        .seeds()
        .target(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME)
        .image(ImageSeed.named("theirs").sharedWith(ConformanceEnvironment.MINE));

    Ec2Client ec2 = stage.ec2();
    assertThat(ec2.describeImages(r -> r.owners("self")).images())
        .extracting(Image::name)
        .containsExactly("web-1");
    assertThat(ec2.describeImages(r -> r.owners("amazon")).images())
        .extracting(Image::name)
        .containsExactly("al2023-ami-2023.0");
    assertThat(ec2.describeImages(r -> r.owners("137112412989")).images())
        .extracting(Image::imageOwnerAlias)
        .containsExactly("amazon");
    assertThat(ec2.describeImages(r -> r.owners(ConformanceEnvironment.OTHER, "self")).images())
        .hasSize(2);
    assertThat(ec2.describeImages(r -> {}).images()).hasSize(3);
  }

  private static void deprecated(ConformanceEnvironment stage) {
    String id =
        stage
            .home()
            .image(
                ImageSeed.named("old")
                    .madePublic()
                    .deprecatedAt(ConformanceEnvironment.START.plusSeconds(60)));
    Ec2Client other = stage.ec2(ConformanceEnvironment.OTHER, ConformanceEnvironment.HOME);
    assertThat(other.describeImages(r -> r.owners(ConformanceEnvironment.MINE)).images())
        .hasSize(1);

    stage.pass(Duration.ofMinutes(2));
    assertThat(other.describeImages(r -> r.owners(ConformanceEnvironment.MINE)).images()).isEmpty();
    assertThat(
            other
                .describeImages(r -> r.owners(ConformanceEnvironment.MINE).includeDeprecated(true))
                .images())
        .extracting(Image::deprecationTime)
        .containsExactly("2026-03-01T12:01:00.000Z");
    assertThat(stage.ec2().describeImages(r -> r.owners("self")).images())
        .extracting(Image::imageId)
        .containsExactly(id);
  }

  private static void notYetVisible(ConformanceEnvironment stage) {
    stage.cloud().timing(t -> t.withVisibility(Duration.ofSeconds(5)));
    String instance = stage.instance();
    String id = stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")).imageId();

    refused("InvalidAMIID.NotFound", () -> stage.describe(id));
    assertThat(stage.ec2().describeImages(r -> r.owners("self")).images()).isEmpty();
    refused(
        "InvalidAMIName.Duplicate",
        () -> stage.ec2().createImage(r -> r.instanceId(instance).name("web-1")));
    stage.pass(Duration.ofSeconds(5));
    assertThat(stage.describe(id).imageId()).isEqualTo(id);
  }
}
