package dev.amioperator.retention;

import static dev.amioperator.retention.RetainedObjectFixtures.annotated;
import static dev.amioperator.retention.RetainedObjectFixtures.image;
import static dev.amioperator.retention.RetainedObjectFixtures.unkeptFor;
import static dev.amioperator.retention.RetainedObjectFixtures.with;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.reconcile.ReadyState;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletions by the API server's answer, and what each is restricted to. */
class ObjectDeletionsTest {
  private static final String PATH =
      "/apis/amioperator.dev/v1alpha1/namespaces/images/amiimages/old";

  private final KubernetesMockServer server = new KubernetesMockServer();

  @BeforeEach
  void start() {
    server.init();
  }

  @AfterEach
  void stop() {
    server.destroy();
  }

  @Test
  void tellsHowToAllowDeletions() {
    server.expect().delete().withPath(PATH).andReturn(403, "{}").once();

    assertThat(delete())
        .containsInstanceOf(ReadyState.Blocked.class)
        .map(ReadyState::message)
        .contains(
            "Set retention.deleteObjects: true in the values of the operator's chart: the API"
                + " server does not let the operator change or delete AmiImage old. It is retried.");
  }

  /** Argo CD may have taken it over since, or another object may have its name. */
  @Test
  void deletesOnlyTheDecidedState() throws InterruptedException {
    server.expect().delete().withPath(PATH).andReturn(409, "{}").once();

    assertThat(delete()).isEmpty();
    assertThat(server.takeRequest().getBody().readUtf8())
        .contains("\"preconditions\":{\"resourceVersion\":\"77\"}");
  }

  @Test
  void annotatesOnlyTheDecidedState() throws InterruptedException {
    server.expect().patch().withPath(PATH).andReturn(409, "{}").once();
    ObjectDeletionPlan plan =
        new ObjectDeletionPlan(List.of(old()), List.of(), List.of(), List.of(), List.of());

    assertThat(execute(plan)).isEmpty();
    assertThat(server.takeRequest().getBody().readUtf8())
        .contains("\"resourceVersion\":\"77\"")
        .contains("{\"amioperator.dev/unkept-since\":\"2026-06-01T12:00:00Z\"}");
  }

  @Test
  void removesTheAnnotationAlone() {
    KubernetesMockServer api =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            false);
    api.init();
    try (KubernetesClient kubernetes = api.createClient()) {
      AmiImage created =
          kubernetes.resource(annotated("made-by", "me", unkeptFor(4, image("old", 40)))).create();
      new ObjectDeletions(kubernetes, null)
          .execute(
              new AmiRetentionPolicy(),
              new ObjectDeletionPlan(
                  List.of(), List.of(new RetainedObject(created)), List.of(), List.of(), List.of()),
              NOW);

      assertThat(kubernetes.resource(created).get().getMetadata().getAnnotations())
          .containsOnlyKeys("made-by");
    } finally {
      api.destroy();
    }
  }

  private Optional<ReadyState> delete() {
    ObjectDecision due =
        new ObjectDecision(
            old(), ObjectReason.Due, Optional.of(NOW), Optional.of(NOW), "Retention expired.");
    return execute(
        new ObjectDeletionPlan(List.of(), List.of(), List.of(due), List.of(), List.of()));
  }

  private Optional<ReadyState> execute(ObjectDeletionPlan plan) {
    AmiRetentionPolicy policy = new AmiRetentionPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withName("policy").build());
    return new ObjectDeletions(server.createClient(), null).execute(policy, plan, NOW);
  }

  private static RetainedObject old() {
    return new RetainedObject(with(image("old", 40), meta -> meta.setResourceVersion("77")));
  }
}
