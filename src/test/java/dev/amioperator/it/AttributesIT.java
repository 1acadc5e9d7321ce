package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.RealApiProfile;
import dev.amioperator.testing.SdkSettings;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Every image attribute is set by the spec, and drift in EC2 is corrected. */
@QuarkusTest
@TestProfile(AttributesIT.FrequentReconcileProfile.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttributesIT {
  private static final String LINUX = "i-0123456789abcdef0";
  private static final String WINDOWS = "i-0fedcba9876543210";

  private final AmiImages images = AmiImages.in("attributes");
  private final Ec2Client ec2 =
      Ec2Client.builder()
          .region(Region.EU_WEST_1)
          .credentialsProvider(SdkSettings.administrator())
          .build();

  /** Looks at everything more than once a second. */
  public static final class FrequentReconcileProfile extends RealApiProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> config = new HashMap<>(super.getConfigOverrides());
      config.put("ami-operator.resync", "24s");
      config.put("ami-operator.permissions-interval", "1s");
      config.put("ami-operator.observer.scan-interval", "1s");
      return config;
    }
  }

  static List<AttributeCase> attributes() {
    return AttributeCase.all();
  }

  @BeforeAll
  void apply() {
    Manifests.apply(
        images.kubernetes(),
        Serialization.unmarshal(
            """
            apiVersion: amioperator.dev/v1alpha1
            kind: AwsAccount
            metadata: {name: default}
            spec:
              namespaces: {all: true}
              allow:
                instances: {any: true}
                subnets: [default]
                securityGroups: [default]
                shareWith: ["%s", "%s", "%s"]
            """
                .formatted(AttributeCase.FRIEND, AttributeCase.ORGANIZATION, AttributeCase.UNIT),
            AwsAccount.class));
    for (AttributeCase attribute : attributes()) {
      String instance = attribute.name().equals("fast-launch") ? WINDOWS : LINUX;
      create(attribute.name(), instance, attribute.spec());
      create(unmanagedName(attribute), instance, "suspend: false");
    }
  }

  @AfterAll
  void deleteAndAssertNothingLeft() {
    images.deleteAll();
    assertThat(
            ec2.describeImages(
                    r ->
                        r.owners("self")
                            .includeDisabled(true)
                            .filters(f -> f.name("name").values(images.namespace() + "/*")))
                .images())
        .isEmpty();
    ec2.close();
  }

  @ParameterizedTest
  @MethodSource("attributes")
  void setsAttributeAndCorrectsDrift(AttributeCase attribute) {
    String imageId = images.awaitReady(attribute.name()).imageId();
    assertThat(attribute.shown(ec2, imageId)).isEqualTo(attribute.expected());

    attribute.drift().accept(ec2, imageId);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(attribute.shown(ec2, imageId)).isEqualTo(attribute.expected()));
  }

  @ParameterizedTest
  @MethodSource("attributes")
  void leavesUnspecifiedAttributeAlone(AttributeCase attribute) {
    String imageId = images.awaitReady(unmanagedName(attribute)).imageId();
    attribute.drift().accept(ec2, imageId);
    Object drifted = attribute.shown(ec2, imageId);
    assertThat(drifted).isNotEqualTo(attribute.expected());

    images
        .named(unmanagedName(attribute))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"tags\":{\"looked\":\"again\"}}}");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                AttributeCase.image(ec2, imageId).tags().stream()
                    .anyMatch(t -> t.key().equals("looked")));

    assertThat(attribute.shown(ec2, imageId)).isEqualTo(drifted);
  }

  private void create(String name, String instanceId, String attribute) {
    images.create(
        name,
        "source: {instance: {instanceId: %s, noReboot: false}}, %s"
            .formatted(instanceId, attribute));
  }

  private static String unmanagedName(AttributeCase attribute) {
    return "plain-" + attribute.name();
  }
}
