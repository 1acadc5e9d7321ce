package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.rbin.model.CreateRuleRequest;
import software.amazon.awssdk.services.rbin.model.ResourceNotFoundException;
import software.amazon.awssdk.services.rbin.model.RuleSummary;
import software.amazon.awssdk.services.rbin.model.ValidationException;

/** The Recycle Bin's own API, in process and over the wire: its API reference and user guide. */
class RetentionRulesTest {
  private static final Caller ME = Caller.of("123456789012");

  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-03-01T12:00:00Z")));
  private final Ec2Client ec2 = cloud.ec2(ME, "eu-west-1");

  private RbinClient rbin(boolean wired) {
    return wired
        ? RbinClient.builder()
            .httpClient(new FrontHttpClient(WireRequestHandler.of(cloud)))
            .endpointOverride(URI.create("http://localhost"))
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(ME.accessKeyId(), "secret")))
            .build()
        : cloud.rbin(ME, "eu-west-1");
  }

  private static CreateRuleRequest.Builder images(int days) {
    return CreateRuleRequest.builder()
        .resourceType("EC2_IMAGE")
        .retentionPeriod(p -> p.retentionPeriodUnit("DAYS").retentionPeriodValue(days));
  }

  private boolean binned(ImageSeed seed) {
    String id = cloud.seeds().target("123456789012", "eu-west-1").image(seed);
    ec2.deregisterImage(r -> r.imageId(id));
    return ec2.listImagesInRecycleBin(r -> {}).images().stream()
        .anyMatch(image -> image.imageId().equals(id));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRuleKeepsImagesUntilItIsDeleted(boolean wired) {
    RbinClient rbin = rbin(wired);
    String id = rbin.createRule(images(7).description("a week").build()).identifier();

    assertThat(rbin.getRule(r -> r.identifier(id)).description()).isEqualTo("a week");
    assertThat(rbin.listRules(r -> r.resourceType("EC2_IMAGE")).rules())
        .extracting(RuleSummary::identifier)
        .containsExactly(id);
    assertThat(rbin.listRules(r -> r.resourceType("EBS_SNAPSHOT")).rules()).isEmpty();
    assertThat(binned(ImageSeed.named("web-1"))).isTrue();

    rbin.deleteRule(r -> r.identifier(id));
    assertThat(binned(ImageSeed.named("web-2"))).isFalse();
    assertThat(ec2.listImagesInRecycleBin(r -> {}).images()).hasSize(1);
    assertThatThrownBy(() -> rbin.getRule(r -> r.identifier(id)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anUpdateIsForWhatIsDeletedFromThenOn(boolean wired) {
    RbinClient rbin = rbin(wired);
    String id = rbin.createRule(images(7).build()).identifier();
    assertThat(binned(ImageSeed.named("web-1"))).isTrue();
    rbin.updateRule(
        r ->
            r.identifier(id)
                .retentionPeriod(p -> p.retentionPeriodUnit("DAYS").retentionPeriodValue(30)));
    assertThat(binned(ImageSeed.named("web-2"))).isTrue();

    cloud.clock().step(Duration.ofDays(7));
    assertThat(ec2.listImagesInRecycleBin(r -> {}).images())
        .singleElement()
        .satisfies(image -> assertThat(image.name()).isEqualTo("web-2"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRuleIsForSomeTagsOrForAllBut(boolean wired) {
    RbinClient rbin = rbin(wired);
    rbin.createRule(
        images(7).resourceTags(t -> t.resourceTagKey("stage").resourceTagValue("prod")).build());
    assertThat(binned(ImageSeed.named("web-1").tagged("stage", "prod"))).isTrue();
    assertThat(binned(ImageSeed.named("web-2").tagged("stage", "test"))).isFalse();

    rbin.createRule(images(7).excludeResourceTags(t -> t.resourceTagKey("scratch")).build());
    assertThat(binned(ImageSeed.named("web-3").tagged("stage", "test"))).isTrue();
    assertThat(binned(ImageSeed.named("web-4").tagged("scratch", "yes"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPeriodIs1To365Days(boolean wired) {
    RbinClient rbin = rbin(wired);
    for (int days : new int[] {0, 366}) {
      assertThatThrownBy(() -> rbin.createRule(images(days).build()))
          .isInstanceOf(ValidationException.class);
    }
    for (int days : new int[] {1, 365}) {
      rbin.createRule(images(days).build());
    }
    assertThat(rbin.listRules(r -> r.resourceType("EC2_IMAGE")).rules()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rulesArePaged(boolean wired) {
    RbinClient rbin = rbin(wired);
    for (int i = 0; i < 5; i++) {
      rbin.createRule(images(7).build());
    }
    assertThat(rbin.listRulesPaginator(r -> r.resourceType("EC2_IMAGE").maxResults(2)).rules())
        .extracting(RuleSummary::identifier)
        .doesNotHaveDuplicates()
        .hasSize(5);
    assertThatThrownBy(() -> rbin.listRules(r -> r.resourceType("EC2_IMAGE").nextToken("none")))
        .isInstanceOf(ValidationException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rulesAreTheirAccountsOwn(boolean wired) {
    String foreign =
        cloud
            .rbin(Caller.of("111122223333"), "eu-west-1")
            .createRule(images(7).build())
            .identifier();
    RbinClient rbin = rbin(wired);
    assertThat(rbin.listRules(r -> r.resourceType("EC2_IMAGE")).rules()).isEmpty();
    assertThatThrownBy(() -> rbin.deleteRule(r -> r.identifier(foreign)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThat(binned(ImageSeed.named("web-1"))).isFalse();
  }
}
