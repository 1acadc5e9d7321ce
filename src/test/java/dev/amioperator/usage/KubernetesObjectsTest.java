package dev.amioperator.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.ReferencedImages;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesObjectsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String TYPE = "ec2nodeclasses.v1.karpenter.k8s.aws";
  private static final String PATH = "/apis/karpenter.k8s.aws/v1/ec2nodeclasses?limit=500";
  private static final String NEXT_PATH =
      "/apis/karpenter.k8s.aws/v1/ec2nodeclasses?continue=next&limit=500";
  private static final String IMAGE = "ami-0123456789abcdef0";
  private static final String OTHER = "ami-0fedcba9876543210";

  private final KubernetesMockServer server = new KubernetesMockServer(false);
  private Instant now = NOW;
  private KubernetesObjects objects;

  @BeforeEach
  void start() {
    server.init();
    objects = new KubernetesObjects(server.createClient(), List.of(TYPE), () -> now);
  }

  @AfterEach
  void stop() {
    server.destroy();
  }

  private void answer(int code, String path, String body) {
    server.expect().get().withPath(path).andReturn(code, body).once();
  }

  private static String nodeClass(String name, String fields) {
    return """
        {"apiVersion": "karpenter.k8s.aws/v1", "kind": "EC2NodeClass",
         "metadata": {"name": "%s"}, %s}"""
        .formatted(name, fields);
  }

  private static String list(String next, String... items) {
    return """
        {"apiVersion": "karpenter.k8s.aws/v1", "kind": "EC2NodeClassList",
         "metadata": {"continue": "%s"}, "items": [%s]}"""
        .formatted(next, String.join(",", items));
  }

  private Usage usage(String imageId) {
    return new ListedResources(objects.listed(now).getFirst()).usageOf(imageId);
  }

  private void assertUnknown(String... parts) {
    assertThat(usage(IMAGE))
        .isInstanceOfSatisfying(
            Usage.Unknown.class, unknown -> assertThat(unknown.message()).contains(parts));
  }

  @Test
  void findsImagesInAnyFieldOfEveryPage() {
    answer(
        200,
        PATH,
        list(
            "next",
            nodeClass(
                "one", "\"spec\": {\"amiSelectorTerms\": [{\"id\": \"%s\"}]}".formatted(IMAGE))));
    answer(
        200,
        NEXT_PATH,
        list(
            "",
            nodeClass(
                "two",
                "\"spec\": {\"userData\": \"AMI=%s\", \"amiSelectorTerms\": [{\"alias\": \"al2023@v1\"}]}"
                    .formatted(OTHER))));

    assertThat(usage(IMAGE))
        .isEqualTo(new Usage.Used(List.of(new ImageReference(IMAGE, "EC2NodeClass", "one"))));
    assertThat(usage(OTHER)).isInstanceOf(Usage.Used.class);
    assertThat(usage("ami-00000000000000000")).isEqualTo(new Usage.Unused(NOW));
  }

  /** Karpenter's EC2NodeClass: spec.blockDeviceMappings[].ebs.snapshotID. */
  @Test
  void findsSnapshotsOfBlockDevices() {
    String snapshot = "snap-0123456789abcdef0";
    answer(
        200,
        PATH,
        list(
            "",
            nodeClass(
                "one",
                "\"spec\": {\"amiSelectorTerms\": [{\"alias\": \"al2023@v1\"}],"
                    + " \"blockDeviceMappings\": [{\"ebs\": {\"snapshotID\": \"%s\"}}]}"
                        .formatted(snapshot))));

    assertThat(usage(snapshot))
        .isEqualTo(new Usage.Used(List.of(new ImageReference(snapshot, "EC2NodeClass", "one"))));
  }

  /** aws/karpenter-provider-aws: what tags, names and parameters select is in status.amis. */
  @Test
  void takesImagesThatKarpenterResolved() {
    answer(
        200,
        PATH,
        list(
            "",
            nodeClass(
                "tags",
                "\"spec\": {\"amiSelectorTerms\": [{\"tags\": {\"family\": \"web\"}}]},"
                    + "\"status\": {\"amis\": [{\"id\": \"%s\"}]}".formatted(IMAGE))));
    assertThat(usage(IMAGE)).isInstanceOf(Usage.Used.class);
    assertThat(usage(OTHER)).isInstanceOf(Usage.Unused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tags\": {\"family\": \"web\"}}",
        "{\"name\": \"web-*\", \"owner\": \"self\"}",
        "{\"ssmParameter\": \"/images/web\"}"
      })
  void doesNotGuessWhatKarpenterSelects(String term) {
    answer(
        200,
        PATH,
        list("", nodeClass("web", "\"spec\": {\"amiSelectorTerms\": [%s]}".formatted(term))));
    assertUnknown("EC2NodeClass web", "status.amis", "AMIsReady", TYPE);
  }

  @Test
  void takesKindThatIsNotInstalledForUnused() {
    answer(404, PATH, "{\"kind\": \"Status\", \"code\": 404}");
    assertThat(usage(IMAGE)).isEqualTo(new Usage.Unused(NOW));
  }

  @Test
  void namesObjectsThatMayNotBeListed() {
    answer(403, PATH, "{\"kind\": \"Status\", \"code\": 403}");
    assertUnknown(TYPE, "may not list them", "usage.kubernetesObjects");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 410, 500})
  void namesObjectsWhoseSecondPageFails(int code) {
    answer(
        200,
        PATH,
        list("next", nodeClass("one", "\"spec\": {\"amiSelectorTerms\": [{\"id\": \"ami-1\"}]}")));
    answer(code, NEXT_PATH, "{\"kind\": \"Status\", \"code\": %d}".formatted(code));
    assertUnknown(TYPE);
  }

  @Test
  void doubtsSuddenlyEmptyList() {
    String used =
        nodeClass("one", "\"spec\": {\"amiSelectorTerms\": [{\"id\": \"%s\"}]}".formatted(OTHER));
    answer(200, PATH, list("", used));
    answer(200, PATH, list(""));
    answer(200, PATH, list(""));
    assertThat(usage(IMAGE)).isInstanceOf(Usage.Unused.class);

    now = NOW.plusSeconds(60);
    assertUnknown("suddenly", TYPE);
    now = now.plus(Duration.ofMinutes(5));
    assertThat(usage(IMAGE)).isInstanceOf(Usage.Unused.class);
  }

  @Test
  void sharesListUntilItIsTooOld() {
    answer(200, PATH, list(""));
    Observation<ReferencedImages> first = objects.listed(NOW).getFirst().listing();
    now = NOW.plusSeconds(300);
    assertThat(objects.listed(NOW).getFirst().listing()).isSameAs(first);
  }

  /** A policy's message names no object of another namespace. */
  @Test
  void hidesNamesOfNamespacedObjects() {
    answer(
        200,
        PATH,
        list(
            "",
            nodeClass("secret", "\"spec\": {\"ami\": {\"id\": \"%s\"}}".formatted(IMAGE))
                .replace("\"name\": \"secret\"", "\"name\": \"secret\", \"namespace\": \"shop\"")));
    assertThat(((Usage.Used) usage(IMAGE)).summary())
        .isEqualTo("EC2NodeClass in a namespace of this cluster");
  }

  @Test
  void explainsNotation() {
    assertThatThrownBy(() -> ObjectType.parse("ec2nodeclasses"))
        .hasMessageContaining("resource.version.group");
    assertThat(ObjectType.parse("awsmachinetemplates.v1beta2.infrastructure.cluster.x-k8s.io"))
        .isEqualTo(
            new ObjectType("awsmachinetemplates", "v1beta2", "infrastructure.cluster.x-k8s.io"));
  }
}
