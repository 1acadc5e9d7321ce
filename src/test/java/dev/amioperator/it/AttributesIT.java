package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.RealApiProfile;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.OperationType;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;

/** Every attribute comes true, and is put right when somebody changes it in EC2. */
@QuarkusTest
@TestProfile(AttributesIT.Watchful.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttributesIT {
  private static final String FRIEND = "111122223333";
  private static final String STRANGER = "999999999999";
  private static final String LINUX = "i-0123456789abcdef0";
  private static final String WINDOWS = "i-0fedcba9876543210";
  private static final String ORGANIZATION =
      "arn:aws:organizations::123456789012:organization/o-abc1234567";
  private static final String UNIT =
      "arn:aws:organizations::123456789012:ou/o-abc1234567/ou-ab12-cdefghij";

  private final KubernetesClient kubernetes = ControlPlane.get().client();
  private final String namespace = ControlPlane.get().namespace("attributes");
  private final Ec2Client ec2 = Ec2Client.builder().region(Region.EU_WEST_1).build();

  /** Looks at everything every other second. */
  public static final class Watchful extends RealApiProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> config = new HashMap<>(super.getConfigOverrides());
      config.put("ami-operator.resync", "2s");
      config.put("ami-operator.permissions-interval", "1s");
      config.put("ami-operator.observer.scan-interval", "1s");
      return config;
    }
  }

  /**
   * @param spec the attribute, in the spec
   * @param drift what somebody does to the image of that id
   * @param shown how EC2 shows the attribute
   * @param wanted and how it does when it is as the spec says
   */
  private record Case(
      String name,
      String spec,
      BiConsumer<Ec2Client, String> drift,
      BiFunction<Ec2Client, Image, Object> shown,
      Object wanted) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> attributes() {
    return List.of(
        new Case(
            "description",
            "description: web tier",
            (ec2, id) ->
                ec2.modifyImageAttribute(r -> r.imageId(id).description(v -> v.value("x"))),
            (ec2, image) -> image.description(),
            "web tier"),
        new Case(
            "tags",
            "tags: {family: web}",
            (ec2, id) -> ec2.deleteTags(r -> r.resources(id).tags(t -> t.key("family"))),
            (ec2, image) -> image.tags().stream().anyMatch(t -> t.key().equals("family")),
            true),
        new Case(
            "deprecation",
            "deprecation: {at: 2031-06-01T00:00:00Z}",
            (ec2, id) -> ec2.disableImageDeprecation(r -> r.imageId(id)),
            (ec2, image) ->
                image.deprecationTime() == null ? null : Instant.parse(image.deprecationTime()),
            Instant.parse("2031-06-01T00:00:00Z")),
        new Case(
            "deregistration-protection",
            "deregistrationProtection: {enabled: true}",
            (ec2, id) -> ec2.disableImageDeregistrationProtection(r -> r.imageId(id)),
            (ec2, image) -> image.deregistrationProtection(),
            "enabled-without-cooldown"),
        new Case(
            "enabled",
            "disabled: false",
            (ec2, id) -> ec2.disableImage(r -> r.imageId(id)),
            (ec2, image) -> image.stateAsString(),
            "available"),
        new Case(
            "disabled",
            "disabled: true\n  launchPermissions: {}",
            (ec2, id) -> ec2.enableImage(r -> r.imageId(id)),
            (ec2, image) -> image.stateAsString(),
            "disabled"),
        new Case(
            "launch-permissions",
            "launchPermissions: {accountIds: [\"%s\"], organizationArns: [\"%s\"], organizationalUnitArns: [\"%s\"]}"
                .formatted(FRIEND, ORGANIZATION, UNIT),
            (ec2, id) -> {
              change(ec2, id, OperationType.REMOVE, FRIEND);
              change(ec2, id, OperationType.ADD, STRANGER);
            },
            AttributesIT::launchPermissions,
            List.of(FRIEND, ORGANIZATION, UNIT)),
        new Case(
            "snapshot-permissions",
            "launchPermissions: {accountIds: [\"%s\"], includeSnapshots: true}".formatted(FRIEND),
            (ec2, id) ->
                ec2.resetSnapshotAttribute(
                    r ->
                        r.snapshotId(snapshot(image(ec2, id)))
                            .attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION)),
            (ec2, image) -> copiers(ec2, snapshot(image)),
            List.of(FRIEND)),
        new Case(
            "fast-launch",
            "fastLaunch: {enabled: true, targetResourceCount: 7}",
            (ec2, id) ->
                ec2.enableFastLaunch(
                    r -> r.imageId(id).snapshotConfiguration(c -> c.targetResourceCount(2))),
            AttributesIT::fastLaunch,
            7));
  }

  @BeforeAll
  void apply() {
    Manifests.apply(
        kubernetes,
        Serialization.unmarshal(
            """
                apiVersion: amioperator.dev/v1alpha1
                kind: AwsAccount
                metadata: {name: default}
                spec: {allow: {shareWith: ["%s", "%s", "%s"]}}
                """
                .formatted(FRIEND, ORGANIZATION, UNIT),
            AwsAccount.class));
    for (Case attribute : attributes()) {
      kubernetes.resource(object(attribute.name, attribute.spec)).create();
      kubernetes.resource(object(plain(attribute), "suspend: false")).create();
    }
  }

  @AfterAll
  void goWithoutATrace() {
    kubernetes.resources(AmiImage.class).inNamespace(namespace).delete();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                kubernetes
                    .resources(AmiImage.class)
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .isEmpty());
    assertThat(
            ec2.describeImages(
                    r ->
                        r.owners("self")
                            .includeDisabled(true)
                            .filters(f -> f.name("name").values(namespace + "/*")))
                .images())
        .isEmpty();
    ec2.close();
  }

  @ParameterizedTest
  @MethodSource("attributes")
  void comesTrueAndIsPutRightAfterSomebodyChangedIt(Case attribute) {
    String imageId = ready(attribute.name);
    assertThat(shown(attribute, imageId)).isEqualTo(attribute.wanted);

    attribute.drift.accept(ec2, imageId);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(shown(attribute, imageId)).isEqualTo(attribute.wanted));
  }

  @ParameterizedTest
  @MethodSource("attributes")
  void isLeftAloneWhenTheSpecDoesNotNameIt(Case attribute) {
    String imageId = ready(plain(attribute));
    attribute.drift.accept(ec2, imageId);
    Object drifted = shown(attribute, imageId);
    assertThat(drifted).isNotEqualTo(attribute.wanted);

    kubernetes
        .resources(AmiImage.class)
        .inNamespace(namespace)
        .withName(plain(attribute))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"tags\":{\"looked\":\"again\"}}}");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> image(ec2, imageId).tags().stream().anyMatch(t -> t.key().equals("looked")));

    assertThat(shown(attribute, imageId)).isEqualTo(drifted);
  }

  private Object shown(Case attribute, String imageId) {
    return attribute.shown.apply(ec2, image(ec2, imageId));
  }

  private String ready(String name) {
    return await()
        .alias(name)
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> kubernetes.resources(AmiImage.class).inNamespace(namespace).withName(name).get(),
            object -> object.getStatus() != null && object.getStatus().ready())
        .getStatus()
        .imageId();
  }

  private AmiImage object(String name, String attribute) {
    return Serialization.unmarshal(
        """
        apiVersion: amioperator.dev/v1alpha1
        kind: AmiImage
        metadata: {name: %s, namespace: %s}
        spec:
          region: eu-west-1
          source: {instance: {instanceId: %s, noReboot: true}}
          %s
        """
            .formatted(name, namespace, name.endsWith("fast-launch") ? WINDOWS : LINUX, attribute),
        AmiImage.class);
  }

  private static String plain(Case attribute) {
    return "plain-" + attribute.name;
  }

  private static Image image(Ec2Client ec2, String imageId) {
    return ec2.describeImages(r -> r.includeDisabled(true).imageIds(imageId)).images().getFirst();
  }

  private static String snapshot(Image image) {
    return image.blockDeviceMappings().getFirst().ebs().snapshotId();
  }

  private static void change(Ec2Client ec2, String id, OperationType operation, String account) {
    ec2.modifyImageAttribute(
        r -> r.imageId(id).attribute("launchPermission").operationType(operation).userIds(account));
  }

  private static List<String> launchPermissions(Ec2Client ec2, Image image) {
    return ec2
        .describeImageAttribute(
            r -> r.imageId(image.imageId()).attribute(ImageAttributeName.LAUNCH_PERMISSION))
        .launchPermissions()
        .stream()
        .map(AttributesIT::entity)
        .sorted()
        .toList();
  }

  private static String entity(LaunchPermission permission) {
    return Stream.of(
            permission.userId(), permission.organizationArn(), permission.organizationalUnitArn())
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  /** How many snapshots are kept ready, so that it is the same while it is being enabled. */
  private static int fastLaunch(Ec2Client ec2, Image image) {
    return ec2
        .describeFastLaunchImages(r -> r.imageIds(image.imageId()))
        .fastLaunchImages()
        .stream()
        .map(launch -> launch.snapshotConfiguration().targetResourceCount())
        .findFirst()
        .orElse(0);
  }

  private static List<String> copiers(Ec2Client ec2, String snapshotId) {
    return ec2
        .describeSnapshotAttribute(
            r -> r.snapshotId(snapshotId).attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION))
        .createVolumePermissions()
        .stream()
        .map(CreateVolumePermission::userId)
        .toList();
  }
}
