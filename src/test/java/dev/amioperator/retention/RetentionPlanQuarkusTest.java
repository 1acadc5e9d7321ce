package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionPlanQuarkusTest extends RetentionTestBase {
  @Inject MeterRegistry registry;

  @Test
  void explainsEachImageAndWritesNothing() {
    String declared = image("declared", 40);
    kubernetes.resource(Manifests.existing(family, declared)).create();
    String used = image("used", 40);
    String user = seeds.instanceUsing(used);
    String going = image("going", 40);
    String young = image("young", 1);
    long before = cloud.journal().lastSequence();

    apply(policy("retiring", Mode.PLAN));
    AmiRetentionPolicyStatus status = awaitStatus(s -> s.ready() && s.plan() != null);

    assertThat(reasons(status))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(declared, "Declared", used, "Referenced", going, "Unkept", young, "Young"));
    assertThat(item(status, used).message()).contains(user);
    assertThat(item(status, declared).message()).contains("AmiImage images/" + family);
    assertThat(status.plan().retire()).isEqualTo(1);
    assertThat(status.plan().blocked()).isEqualTo(1);
    assertThat(status.plan().reclaimable()).isEqualTo("8 GiB");
    assertThat(awaitStatus(s -> "FullSnapshotSize".equals(s.plan().reclaimableBasis())).plan())
        .extracting(AmiRetentionPolicyStatus.Plan::monthlyPrice)
        .isNull();
    assertThat(gauges()).containsEntry("images", 4.0).containsEntry("retire", 1.0);
    assertThat(gauges())
        .containsEntry("blocked", 1.0)
        .containsEntry("reclaimable.bytes", 8.0 * Reclaimable.GIB);
    assertThat(writes(before)).isEmpty();
  }

  private Map<String, Double> gauges() {
    String prefix = "ami.operator.retention.";
    return registry.getMeters().stream()
        .filter(meter -> meter.getId().getName().startsWith(prefix))
        .filter(meter -> family.equals(meter.getId().getTag("name")))
        .collect(
            Collectors.toMap(
                meter -> meter.getId().getName().substring(prefix.length()),
                meter -> meter.measure().iterator().next().getValue()));
  }

  @Test
  void warnsOfLostArchitecture() {
    String arm64 = seeds.image(seed("arm64", 40, List.of()).withArchitecture("arm64"));
    image("amd64", 1);
    apply(policy("retiring", Mode.PLAN));
    AmiRetentionPolicyStatus status = awaitStatus(s -> s.ready() && s.plan() != null);

    assertThat(status.plan().warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning).contains("eu-west-1/arm64", arm64));
    assertThat(status.conditions().getFirst().message())
        .contains("Warning: No retiring/eu-west-1/arm64");
    assertThat(kubernetes.resources(Event.class).inNamespace(Manifests.NAMESPACE).list().getItems())
        .filteredOn(event -> event.getRegarding().getName().equals(family))
        .extracting(Event::getReason)
        .contains("ArchitectureLost");
  }

  @Test
  void removesMarkOfImageInUse() {
    String image = image("back-in-use", 40);
    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(image));

    seeds.instanceUsing(image);
    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> !marked(image));
    assertThat(images()).containsExactly(image);
  }

  @Test
  void leavesImagesOfOthersWithoutPermission() {
    String foreign = image("foreign", 40);
    String others = imageOfObject("others", "AmiImage/shop/gone");
    String own = imageOfObject("own", "AmiImage/" + Manifests.NAMESPACE + "/gone");
    apply(policy("default", Mode.ENFORCE));
    AmiRetentionPolicyStatus status = awaitStatus(s -> s.ready() && s.plan() != null);

    await().atMost(PATIENCE).until(() -> marked(own));
    assertThat(reasons(status)).containsOnlyKeys(own);
    assertThat(status.conditions().getFirst().message())
        .contains("1 images", foreign, "allow.retention in AwsAccount default")
        .doesNotContain("shop", others);
    assertThat(marked(foreign)).isFalse();
    assertThat(marked(others)).isFalse();
  }

  @Test
  void makesNoEc2CallBetweenIntervals() {
    image("idle", 40);
    apply(withInterval("30d", policy("retiring", Mode.PLAN)));
    awaitStatus(status -> status.ready());

    long before = cloud.journal().lastSequence();
    Instant until = cloud.clock().instant().plus(Duration.ofMinutes(5));
    await().atMost(PATIENCE).until(() -> cloud.clock().instant().isAfter(until));
    // The policy was reconciled about five times meanwhile. A scan lists the images, too.
    assertThat(inventoryCalls(before)).hasSizeLessThanOrEqualTo(scans(before) + 1);
  }
}
